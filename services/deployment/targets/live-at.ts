import { endpointPhase, isCommitSha, listRefs, spaceRuntime, spaceVariables, type Hub } from '../../hub';
import type { Target } from '../../workflows/environment/environment';
import { findEndpoint, type EndpointTarget } from './endpoint';
import { asRefusal } from './failure';
import { commitAt } from './git-ref';
import { answers, type SpaceTarget } from './space';

/** What serves at a target now. */
export interface Live {
    /** `owner/name` */
    readonly repo: string;
    /** The commit; the revision's name where its commit is not to be found out. */
    readonly sha: string;
}

/**
 * Undefined when nothing is live: there is no such endpoint or branch, the variable is not set to a commit, or nothing answers
 * (paused, failed) or it is not told which commit does (while it changes). A Space does not say of which model its variable
 * names a commit: it is taken for `repo`.
 */
export async function liveAt(hub: Hub, target: Target, repo: string): Promise<Live | undefined> {
    switch (target.kind) {
        case 'endpoint':
            return atEndpoint(hub, target);
        case 'space':
            return asLive(repo, await atSpace(hub, target));
        case 'branch':
        case 'tag':
            return asLive(repo, await commitAt(hub, target, repo));
    }
}

const asLive = (repo: string, sha: string | undefined): Live | undefined => (sha === undefined ? undefined : { repo, sha });

async function atEndpoint(hub: Hub, target: EndpointTarget): Promise<Live | undefined> {
    const endpoint = await findEndpoint(hub, target);
    if (endpoint === undefined || (endpointPhase(endpoint.status.state) !== 'live' && endpoint.status.state !== 'scaledToZero')) {
        return undefined;
    }
    const { repository, revision } = endpoint.model;
    return { repo: repository, sha: await commitOf(hub, repository, revision ?? 'main') };
}

async function commitOf(hub: Hub, repo: string, revision: string): Promise<string> {
    if (isCommitSha(revision)) {
        return revision;
    }
    try {
        const { value: { branches, tags } } = await listRefs(hub, { type: 'model', id: repo }, { fresh: true });
        return [...branches, ...tags].find(({ name, ref }) => name === revision || ref === revision)?.targetCommit ?? revision;
    } catch (error) {
        if (asRefusal(error)) {
            return revision;
        }
        throw error;
    }
}

async function atSpace(hub: Hub, { space, variable }: SpaceTarget): Promise<string | undefined> {
    const [{ value: variables }, { value: runtime }] = await Promise.all([spaceVariables(hub, space), spaceRuntime(hub, space, { fresh: true })]);
    const value = variables[variable]?.value;
    return value !== undefined && isCommitSha(value) && answers(runtime) ? value : undefined;
}
