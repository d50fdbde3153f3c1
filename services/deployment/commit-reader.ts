import { evaluationsOf, part, type Evaluation, type Part } from '../discovery';
import type { Fetched, Hub, TreeEntry } from '../hub';
import { cardAt, type Card } from './card-at';
import { configAt } from './config-at';
import type { Config } from './config-changes';
import type { Weights } from './evidence';
import { filesAt } from './files-at';
import type { PinnedModel } from './pinned-model';
import { resultsAt } from './results-at';
import { weightsAt } from './weights-at';

/** What a model is at one commit, part by part: each is read once, when it is first asked for. Undefined where the commit has no such thing. */
export interface CommitReader {
    files(): Promise<Part<readonly TreeEntry[]>>;
    card(): Promise<Part<Card | undefined>>;
    config(): Promise<Part<Config | undefined>>;
    weights(): Promise<Part<Weights | undefined>>;
    /** What the commit itself states: the Hub's own list also has results from open pull requests. */
    evaluations(): Promise<Part<readonly Evaluation[]>>;
}

/** Files beyond this many are not compared: five requests. */
const MAX_FILES = 5_000;

export function commitReader(hub: Hub, model: PinnedModel): CommitReader {
    const files = once(() => part(filesAt(hub, model, { limit: MAX_FILES })));
    const card = once(() => part(cardAt(hub, model)));
    return {
        files,
        card,
        config: once(() => part(configAt(hub, model))),
        weights: once(async () => following(await files(), (entries) => weightsAt(hub, model, entries))),
        evaluations: once(async () => {
            const [own, entries] = await Promise.all([card(), files()]);
            return own.ok
                ? following(entries, async (list) => evaluationsOf({ evalResults: await resultsAt(hub, model, list), 'model-index': own.value?.modelIndex }))
                : own;
        }),
    };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
    let reading: Promise<T> | undefined;
    return () => (reading ??= read());
}

/** A part that is made from another one and missing when that one is. */
async function following<A, B>(known: Part<A>, next: (value: A) => Promise<B>): Promise<Part<B>> {
    const read = async (value: A): Promise<Fetched<B>> => ({ value: await next(value), ageMs: 0, stale: false });
    return known.ok ? part(read(known.value)) : known;
}
