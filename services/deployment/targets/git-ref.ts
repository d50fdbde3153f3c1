import { createTag, deleteTag, HubError, listCommits, listRefs, moveBranch, pagePath, type Hub } from '../../hub';
import type { Target } from '../../workflows/environment/environment';
import { isUntouched, overwritten } from './settling';
import type { Going, Look, Memo, Seen, Step } from './step';

export type RefTarget = Extract<Target, { kind: 'branch' | 'tag' }>;

const PAUSE_MS = 1_000;

/** The commit that the branch or tag of the model is at; undefined when there is none of that name. */
export async function commitAt(hub: Hub, { kind, ref }: RefTarget, repo: string): Promise<string | undefined> {
    const { value: { branches, tags } } = await listRefs(hub, { type: 'model', id: repo }, { fresh: true });
    return (kind === 'branch' ? branches : tags).find(({ name }) => name === ref)?.targetCommit;
}

export async function seeRef(look: Look<RefTarget>): Promise<Seen> {
    const { hub, target, order: { repo, sha }, memo } = look;
    const at = await commitAt(hub, target, repo);
    if (at === sha) {
        return { state: 'live', stage: 'ready', url: `${hub.urls.hub}${pagePath({ type: 'model', id: repo })}/tree/${encodeURIComponent(target.ref)}` };
    }
    return isUntouched(memo) ? { state: 'due', stage: 'updating', write: () => put(look, at !== undefined) } : overwritten(look, going(memo));
}

const going = (memo: Memo): Going => ({ state: 'going', memo, stage: 'updating', pauseMs: PAUSE_MS });

async function put({ hub, target: { kind, ref }, order: { repo, sha }, memo, now }: Look<RefTarget>, isThere: boolean): Promise<Step> {
    const model = { type: 'model', id: repo } as const;
    if (kind === 'branch') {
        await moveBranch(hub, model, { branch: ref, at: sha });
    } else {
        await putTag(hub, { repo, tag: ref, sha, isThere });
    }
    return going({ ...memo, changedAt: now });
}

/**
 * The Hub moves no tags: one that is elsewhere is deleted and made anew, both in one go, so that it is missing for a moment only
 * and whoever deletes it also makes it. After a kill in between it is not there, and the next call makes it.
 */
async function putTag(hub: Hub, { repo, tag, sha, isThere }: { readonly repo: string; readonly tag: string; readonly sha: string; readonly isThere: boolean }): Promise<void> {
    const model = { type: 'model', id: repo } as const;
    if (isThere) {
        // Nothing is deleted for a commit that is not there.
        await listCommits(hub, { ...model, revision: sha }, { limit: 1 });
        await deleteTag(hub, model, tag).catch(unlessGone);
    }
    await createTag(hub, model, { tag, at: sha });
}

/** Another server deleted it first. */
function unlessGone(error: unknown): void {
    if (!(error instanceof HubError) || error.kind !== 'revision-not-found') {
        throw error;
    }
}
