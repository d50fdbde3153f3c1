import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { ANSWER_WITHIN_MS, within } from '../../context/within';
import { diffPaths, discussionDetails, HubError, mergePullRequest, type DiscussionDetails, type DiscussionRef } from '../../services/hub';
import { mergeSurface } from '../../ui/news/discussion-forms';
import type { Surface, View } from '../../ui/view';
import { newsRepo } from '../watching/reports/as-seen';
import { stateOf } from '../watching/reports/discussion-report';
import { carryOut, requireAccount } from './carry-out';
import { answer } from './settle-discussion';

/** The newest commit of the pull request. */
const headOf = ({ events }: DiscussionDetails): string | undefined => events.findLast(({ type }) => type === 'commit')?.data?.oid ?? undefined;

/** `refs/heads/main` → `main`. */
const baseOf = ({ changes }: DiscussionDetails): string => (changes?.base ?? 'main').replace(/^refs\/heads\//, '');

/** What would be merged into what, for a yes. Within the time that a click has. Throws UserError and HubError. */
export async function askToMerge(ctx: Ctx, at: DiscussionRef): Promise<Surface> {
    await requireAccount(ctx);
    const looked = await within(ANSWER_WITHIN_MS, (signal) => withDiff(ctx, at, signal));
    if (!looked.inTime) {
        throw new UserError({ key: 'news.late' });
    }
    return surfaceFor(ctx, at, looked.value);
}

/**
 * Merges what was agreed to. The Hub has no way to name the commit, so that it is looked right before: when there are others now, the
 * question is asked anew. Between the look and the merge a moment is left.
 */
export async function merge(ctx: Ctx, at: DiscussionRef, agreed: string | undefined): Promise<View | Surface> {
    await requireAccount(ctx);
    const details = await discussionDetails(ctx.hub, at.repo, at.num);
    if (details.status === 'open' && headOf(details) !== agreed) {
        return askToMerge(ctx, at);
    }
    if (details.status === 'closed' || details.status === 'draft') {
        throw new UserError({ key: 'news.not_open', values: { repo: at.repo.id, num: at.num } });
    }
    const carried = await carryOut(ctx, at, {
        deed: 'discussion.merged',
        isReached: ({ status }) => status === 'merged',
        write: () => mergePullRequest(ctx.hub, at),
        branch: baseOf(details),
        sha: agreed,
    });
    return answer(ctx, at, 'merged', carried);
}

/** A diff that is too long to be read is left out. */
async function withDiff(ctx: Ctx, at: DiscussionRef, signal: AbortSignal): Promise<DiscussionDetails> {
    try {
        return await discussionDetails(ctx.hub, at.repo, at.num, { diff: true, signal });
    } catch (error) {
        if (error instanceof HubError && error.kind === 'too-large') {
            return discussionDetails(ctx.hub, at.repo, at.num, { signal });
        }
        throw error;
    }
}

function surfaceFor(ctx: Ctx, at: DiscussionRef, details: DiscussionDetails): Surface {
    if (details.status !== 'open') {
        throw new UserError({ key: 'news.not_open', values: { repo: at.repo.id, num: at.num } });
    }
    const { filesWithConflicts, diff } = details;
    const conflicts = Array.isArray(filesWithConflicts) ? filesWithConflicts : [];
    return mergeSurface({
        state: stateOf(details, newsRepo(ctx.hub, at.repo)),
        base: baseOf(details),
        files: typeof diff === 'string' ? diffPaths(diff).length : undefined,
        conflicts,
        head: headOf(details),
    }, ctx.lang);
}
