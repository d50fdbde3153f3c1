import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { commitChanges, HubError, MAX_COMMIT_BYTES } from '../../services/hub';
import { record } from '../audit/record';
import { noticeChange } from '../watching/notice-change';
import { findCommit, newestPullRequest } from './find-commit';
import { agreedFiles, CARD_PATH, committedFiles } from './push-files';
import { notePush, type Committed, type Committing, type Confirmed, type Push } from './push-record';
import { MAIN } from './repo-now';
import { requireRoles } from './require-roles';
import { readAgreed } from './send-file';

/**
 * Makes the one commit, once: that it was about to be made is written down before, and who takes over looks for it first. A branch that
 * is not where the plan was made for is another round. Throws UserError and HubError.
 */
export async function commitPush(ctx: Ctx, push: Push, { confirmed, parent }: { readonly confirmed: Confirmed; readonly parent: string }): Promise<void> {
    const found = push.committing ? await findCommit(ctx, push, parent) : undefined;
    const committed = found ?? (await commitNow(ctx, push, { confirmed, parent }));
    if (committed) {
        await recordCommit(ctx, push, committed);
        await notePush(ctx, push.id, { type: 'committed', data: committed });
    } else {
        await notePush(ctx, push.id, { type: 'moved', data: { round: push.round } });
    }
}

/** Undefined when the branch has moved. */
async function commitNow(ctx: Ctx, push: Push, { confirmed, parent }: { readonly confirmed: Confirmed; readonly parent: string }): Promise<Committed | undefined> {
    const { type, repo } = push.wish;
    await requireRoles(ctx, confirmed);
    const changes = await changesOf(ctx, push);
    const committing = push.committing ?? (await announce(ctx, push, confirmed));
    try {
        const { commitOid, commitUrl, pullRequestUrl } = await commitChanges(ctx.hub, { type, id: repo }, { branch: MAIN, summary: confirmed.summary, parentCommit: parent, createPr: confirmed.pr, changes });
        return { oid: commitOid, url: commitUrl, ...(pullRequestUrl !== undefined && { pullRequestUrl }) };
    } catch (error) {
        if (error instanceof HubError && (error.status === 412 || error.status === 409)) {
            // Another server of ours may have been the one that moved it.
            return findCommit(ctx, { ...push, committing }, parent);
        }
        throw error;
    }
}

async function announce(ctx: Ctx, push: Push, { pr }: Confirmed): Promise<Committing> {
    const committing = { round: push.round, ...(pr && { after: await newestPullRequest(ctx, push) }) };
    await notePush(ctx, push.id, { type: 'committing', data: committing });
    return committing;
}

async function changesOf(ctx: Ctx, push: Push): Promise<Parameters<typeof commitChanges>[2]['changes']> {
    const { files, card } = agreedFiles(push);
    const regular = files.filter(({ path }) => push.uploaded.get(path) === 'regular');
    const size = regular.reduce((sum, file) => sum + file.size, card?.length ?? 0);
    if (size > MAX_COMMIT_BYTES) {
        throw new UserError({ key: 'push.too_much', values: { size: ctx.lang.bytes(size), max: ctx.lang.bytes(MAX_COMMIT_BYTES) } });
    }
    const large = files.filter(({ path }) => push.uploaded.get(path) === 'lfs').map(({ path, sha256, size: bytes }) => ({ path, lfs: { sha256, size: bytes } }));
    const small: { readonly path: string; readonly bytes: Uint8Array }[] = [];
    for (const file of regular) {
        small.push({ path: file.path, bytes: await readAgreed(ctx, file) });
    }
    return [...small, ...large, ...(card ? [{ path: CARD_PATH, bytes: card }] : [])];
}

/** Before it is noted that it was done, so that a kill in between does it again under the same id. */
async function recordCommit(ctx: Ctx, push: Push, { oid, pullRequestUrl }: Committed): Promise<void> {
    const { id, by, roomId, wish: { type, repo }, confirmed } = push;
    const details = { type, files: committedFiles(push).length, pr: pullRequestUrl !== undefined, overridden: confirmed?.override ?? false };
    await record(ctx, { id: `push:${id}:committed`, by: by.id, what: 'push.committed', subject: repo, sha: oid, roomId, result: 'done', details });
    const num = Number(pullRequestUrl?.split('/').at(-1));
    ctx.hub.forget(repo);
    await noticeChange(ctx, { repo: { type, id: repo }, thing: Number.isInteger(num) ? { kind: 'discussion', num } : { kind: 'branch', name: MAIN } });
}
