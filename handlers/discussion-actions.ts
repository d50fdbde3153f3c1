import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { requireAccount } from '../flows/discussions/carry-out';
import { askToMerge, merge } from '../flows/discussions/merge';
import { closeDiscussion, commentOn, reopenDiscussion } from '../flows/discussions/settle-discussion';
import { commitsDiff, pullRequestDiff } from '../flows/discussions/show-diff';
import { isCommitSha, isRepoId, MAX_COMMENT, type DiscussionRef } from '../services/hub';
import { COMMENT_FIELD, commentSurface } from '../ui/news/discussion-forms';
import type { View } from '../ui/view';
import { action, StaleClickError, submission, type Action, type Outcome, type Submission } from './action';

const repo = { type: z.enum(['model', 'dataset', 'space']), id: z.string().check(z.refine(isRepoId)) };
const sha = z.string().check(z.refine(isCommitSha));
/** It says which one, and nothing about what may be done: Hugging Face decides by whoever clicks. */
const discussion = z.object({ ...repo, num: z.int().check(z.minimum(1), z.maximum(1e9)) });
const agreement = z.extend(discussion, { head: z.optional(sha) });

const refOf = ({ type, id, num }: z.infer<typeof discussion>): DiscussionRef => ({ repo: { type, id }, num });

const privately = (id: string, act: (ctx: Ctx, at: DiscussionRef) => Promise<View>): Action =>
    action(id, discussion, async (ctx, at) => {
        await ctx.whisper(await act(ctx, refOf(at)));
        return undefined;
    });

const openComment: Action = action('discussion.comment', discussion, async (ctx, at): Promise<Outcome> => {
    await requireAccount(ctx);
    return { kind: 'open', surface: commentSurface(at, ctx.lang) };
});

const openMerge: Action = action('discussion.merge', discussion, async (ctx, at): Promise<Outcome> => ({ kind: 'open', surface: await askToMerge(ctx, refOf(at)) }));

const showCommits: Action = action('news.diff', z.object({ ...repo, from: sha, to: sha }), async (ctx, { type, id, from, to }) => {
    await ctx.whisper(await commitsDiff(ctx, { type, id }, { from, to }));
    return undefined;
});

const submitComment: Submission = submission('discussion.comment', z.object({ [COMMENT_FIELD]: z.nullish(z.string()) }), async (ctx, fields, carried) => {
    const at = carriedIn('discussion.comment', discussion, carried);
    const text = fields[COMMENT_FIELD]?.trim() ?? '';
    if (text === '' || text.length > MAX_COMMENT) {
        return { kind: 'errors', errors: { [COMMENT_FIELD]: ctx.lang.t('news.comment.length', { max: MAX_COMMENT }) } };
    }
    await ctx.whisper(await commentOn(ctx, refOf(at), text));
    return undefined;
});

const submitMerge: Submission = submission('discussion.merge', z.unknown(), async (ctx, _fields, carried): Promise<Outcome | undefined> => {
    const { head, ...at } = carriedIn('discussion.merge', agreement, carried);
    const merged = await merge(ctx, refOf(at), head);
    if ('kind' in merged) {
        return { kind: 'update', surface: merged };
    }
    await ctx.whisper(merged);
    return undefined;
});

/** Throws StaleClickError for what no form of ours carries. */
function carriedIn<S extends z.ZodMiniType>(id: string, schema: S, carried: string): z.output<S> {
    try {
        return schema.parse(JSON.parse(carried));
    } catch {
        throw new StaleClickError(id);
    }
}

export const DISCUSSION_ACTIONS: readonly Action[] = [
    openComment,
    openMerge,
    showCommits,
    privately('discussion.close', closeDiscussion),
    privately('discussion.reopen', reopenDiscussion),
    privately('discussion.diff', pullRequestDiff),
];

export const DISCUSSION_SUBMISSIONS: readonly Submission[] = [submitComment, submitMerge];
