import { readFrontMatter, renderCard, scoreCard, splitSections, type CardScore, type Section } from '../cards';
import { cardText, type Hub, type RepoRef } from '../hub';
import { repoUrl } from './repo-summary';

/** A stretch of a card under a heading of its own, as markdown that Rocket.Chat shows. */
export interface CardSection {
    /** Empty for what stands before the first heading. */
    readonly title: string;
    readonly text: string;
}

/** What `model card` shows. */
export interface CardReport {
    readonly repo: RepoRef;
    readonly url: string;
    /** False: the repository has no README.md. */
    readonly exists: boolean;
    /** The front matter. */
    readonly metadata: Readonly<Record<string, unknown>>;
    /** Why the front matter could not be read. */
    readonly metadataError?: string;
    readonly sections: readonly CardSection[];
    /** Models only: the rules are those of model cards. */
    readonly score?: CardScore;
    readonly ageMs: number;
    readonly stale: boolean;
}

/** Reads, judges and renders a repository's card. */
export async function cardReport(hub: Hub, repo: RepoRef): Promise<CardReport> {
    const { value: text, ageMs, stale } = await cardText(hub, repo);
    const url = repoUrl(hub.urls.hub, repo);
    const matter = readFrontMatter(text ?? '');
    return {
        repo,
        url,
        exists: text !== undefined,
        metadata: matter.data,
        ...(matter.error !== undefined && { metadataError: matter.error }),
        sections: topSections(splitSections(matter.body)).map(({ title, text: body }) => ({ title, text: renderCard(body, { pageUrl: url, revision: repo.revision }) })),
        ...(repo.type === 'model' && { score: scoreCard(matter) }),
        ageMs,
        stale,
    };
}

/** Headings up to this level stand for themselves; deeper ones stay inside. */
const TOP_LEVEL = 2;

/** Folds the sections below a top heading into it. A card that only has deep headings counts its highest as top. */
export function topSections(sections: readonly Section[]): CardSection[] {
    const levels = sections.filter(({ level }) => level > 0).map(({ level }) => level);
    const top = Math.max(TOP_LEVEL, Math.min(...levels));
    const folded: { title: string; text: string }[] = [];
    for (const { level, title, text } of sections) {
        const parent = folded.at(-1);
        if (parent && level > top) {
            parent.text = `${parent.text}\n\n${'#'.repeat(level)} ${title}\n\n${text}`;
        } else {
            folded.push({ title, text });
        }
    }
    return folded.map(({ title, text }) => ({ title, text: text.trim() })).filter(({ title, text }) => title !== '' || text !== '');
}

/** For `--format json`. */
export function cardReportData({ repo, exists, metadata, metadataError, sections, score, ageMs, stale }: CardReport): object {
    return { type: repo.type, id: repo.id, exists, cardData: metadata, metadataError, sections, score, ageMs, stale };
}
