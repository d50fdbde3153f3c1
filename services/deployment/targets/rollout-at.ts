import { endpointPhase, isCommitSha, listRefs, spaceRuntime, spaceVariables, stageGroup, type Hub } from '../../hub';
import type { Target } from '../../workflows/environment/environment';
import { findEndpoint, type EndpointTarget } from './endpoint';
import { asRefusal } from './failure';
import { commitAt, type RefTarget } from './git-ref';
import { answers, type SpaceTarget } from './space';

/** A commit of a model. */
export interface Live {
    /** `owner/name`; left out where it is not known: a Space does not say of which model its variable names a commit. */
    readonly repo?: string | undefined;
    /** The commit; the revision's name where its commit is not to be found out. */
    readonly sha: string;
}

/** What serves at a target now, or, while it is `moving`, what it is being changed to: what serves until then is not told. */
export interface Rollout extends Live {
    readonly moving: boolean;
}

/**
 * Undefined when nothing is live or on its way: there is no such endpoint or branch (of `repo`), the variable is not set to a
 * commit, or nothing answers (paused, failed).
 */
export async function rolloutAt(hub: Hub, target: Target, repo: string): Promise<Rollout | undefined> {
    switch (target.kind) {
        case 'endpoint':
            return atEndpoint(hub, target);
        case 'space':
            return atSpace(hub, target);
        case 'branch':
        case 'tag':
            return atRef(hub, target, repo);
    }
}

async function atEndpoint(hub: Hub, target: EndpointTarget): Promise<Rollout | undefined> {
    const endpoint = await findEndpoint(hub, target);
    if (!endpoint) {
        return undefined;
    }
    const { model: { repository, revision }, status: { state } } = endpoint;
    const [phase, wakes] = [endpointPhase(state), state === 'scaledToZero'];
    return phase === 'live' || phase === 'moving' || wakes ? { repo: repository, sha: await commitOf(hub, repository, revision ?? 'main'), moving: phase === 'moving' } : undefined;
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

async function atSpace(hub: Hub, { space, variable }: SpaceTarget): Promise<Rollout | undefined> {
    const [{ value: variables }, { value: runtime }] = await Promise.all([spaceVariables(hub, space), spaceRuntime(hub, space, { fresh: true })]);
    const sha = variables[variable]?.value;
    const moving = stageGroup(runtime.stage) === 'moving';
    return sha !== undefined && isCommitSha(sha) && (moving || answers(runtime)) ? { sha, moving } : undefined;
}

async function atRef(hub: Hub, target: RefTarget, repo: string): Promise<Rollout | undefined> {
    const sha = await commitAt(hub, target, repo);
    return sha === undefined ? undefined : { repo, sha, moving: false };
}
