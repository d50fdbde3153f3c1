import { datasetInfo, HubError, modelInfo, spaceInfo, type Fetched, type Hub, type HubErrorKind, type RepoRef, type RepoType } from '../hub';
import { part } from './part';

/** Errors that say that there is no such repository, as far as this user can see. */
const ABSENT: ReadonlySet<HubErrorKind> = new Set(['repo-not-found', 'not-found-or-private', 'not-found']);

/**
 * The repositories that a name without owner may mean: that of each owner, and the one that the Hub itself knows by the
 * bare name (`gpt2` is openai-community/gpt2). Each once, by its real id, in the order of the owners.
 * Throws what the Hub said when it neither confirms nor denies any of them.
 */
export async function findByName(hub: Hub, { type, name, owners }: { type: RepoType; name: string; owners: readonly string[] }): Promise<RepoRef[]> {
    const ids = [...new Set([...owners.map((owner) => `${owner}/${name}`), name])];
    const answers = await Promise.all(ids.map((id) => part(record(hub, { type, id }))));
    const found = new Set(answers.flatMap((answer) => (answer.ok ? [answer.value.id] : [])));
    const refusal = answers.find((answer) => !answer.ok && !ABSENT.has(answer.facts.kind));
    if (found.size === 0 && refusal && !refusal.ok) {
        throw new HubError(refusal.facts);
    }
    return [...found].map((id) => ({ type, id }));
}

/** The same request as a report's, so that the report finds it in the cache. */
function record(hub: Hub, { type, id }: RepoRef): Promise<Fetched<{ id: string }>> {
    switch (type) {
        case 'model':
            return modelInfo(hub, { id });
        case 'dataset':
            return datasetInfo(hub, { id });
        case 'space':
            return spaceInfo(hub, { id });
    }
}
