import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { askReviewer, cancel, requireApproval, retry, vote, withdraw } from '../flows/approval/act-on-approval';
import { askReviewerSurface, REVIEWER_FIELD } from '../ui/approval-answer-view';
import type { View } from '../ui/view';
import { action, submission, type Action, type Outcome, type Submission } from './action';

/** The value is the request's id. Who may do what with it, the request knows. */
const requestId = z.string().check(z.regex(/^[A-Za-z0-9]{8,40}$/));

const privately = (id: string, act: (ctx: Ctx, request: string) => Promise<View>): Action =>
    action(id, requestId, async (ctx, request) => {
        await ctx.whisper(await act(ctx, request));
        return undefined;
    });

const openReviewerForm: Action = action('approval.ask', requestId, async (ctx, id): Promise<Outcome> => {
    await requireApproval(ctx, id);
    return { kind: 'open', surface: askReviewerSurface(id, ctx.lang) };
});

const submitReviewer: Submission = submission('approval.ask', z.object({ [REVIEWER_FIELD]: z.nullish(z.string()) }), async (ctx, fields, id): Promise<Outcome | undefined> => {
    const request = requestId.safeParse(id);
    const username = fields[REVIEWER_FIELD]?.trim() ?? '';
    if (!request.success || username === '') {
        return { kind: 'errors', errors: { [REVIEWER_FIELD]: ctx.lang.t('approval.reviewer_missing') } };
    }
    return asked(ctx, request.data, username);
});

/** What is wrong with the name stands under the field. */
async function asked(ctx: Ctx, id: string, username: string): Promise<Outcome | undefined> {
    try {
        await ctx.whisper(await askReviewer(ctx, id, username));
        return undefined;
    } catch (error) {
        if (error instanceof UserError) {
            return { kind: 'errors', errors: { [REVIEWER_FIELD]: ctx.lang.t(error.sentence.key, error.sentence.values) } };
        }
        throw error;
    }
}

export const APPROVAL_ACTIONS: readonly Action[] = [
    privately('approval.approve', (ctx, id) => vote(ctx, id, { value: 'approve', via: 'button' })),
    privately('approval.reject', (ctx, id) => vote(ctx, id, { value: 'reject', via: 'button' })),
    privately('approval.withdraw', withdraw),
    privately('approval.cancel', cancel),
    privately('approval.retry', retry),
    openReviewerForm,
];

export const APPROVAL_SUBMISSIONS: readonly Submission[] = [submitReviewer];
