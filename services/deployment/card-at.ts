import { readFrontMatter, scoreCard } from '../cards';
import { cardText, type Fetched, type Hub } from '../hub';
import { refOf, type PinnedModel } from './pinned-model';

/** What a model's card says. */
export interface Card {
    /** Keys of the Hub's list of licences; empty when none is stated. */
    readonly licenses: readonly string[];
    /** What the owners call a licence that is not on that list. */
    readonly licenseName?: string;
    /** Completeness, 0–100. */
    readonly score: number;
    /** The older form of evaluation results, as it stands in the metadata. */
    readonly modelIndex: unknown;
}

/** The card at the commit; undefined when there is none. */
export async function cardAt(hub: Hub, model: PinnedModel): Promise<Fetched<Card | undefined>> {
    const { value: text, ...age } = await cardText(hub, refOf(model));
    return { ...age, value: text === undefined ? undefined : cardOf(text) };
}

function cardOf(text: string): Card {
    const matter = readFrontMatter(text);
    const { license, license_name: name, 'model-index': modelIndex } = matter.data;
    const licenses = [license].flat().filter((key) => typeof key === 'string').map((key) => key.trim()).filter((key) => key !== '');
    return { licenses, ...(typeof name === 'string' && name !== '' && { licenseName: name }), score: scoreCard(matter).score, modelIndex };
}

/** The licences in a line, `other` with its name; undefined when none is stated. */
export function licenseText({ licenses, licenseName }: Pick<Card, 'licenses' | 'licenseName'>): string | undefined {
    const named = licenses.map((key) => (key === 'other' && licenseName !== undefined ? `${key} (${licenseName})` : key));
    return named.length === 0 ? undefined : named.join(', ');
}
