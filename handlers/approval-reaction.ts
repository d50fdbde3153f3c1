import type { Ctx } from '../context/ctx';
import { askReviewer, excuse, refusalView } from '../flows/approval/act-on-approval';
import { type Approval, loadApproval, REQUEST_MESSAGE, STATUS_MESSAGE } from '../flows/approval/load-approval';
import { applyEvent, type Submitted } from '../flows/approval/submit-event';
import { shortId } from '../flows/approval/summary';
import { type ApprovalEvent, emojiVote, mayVote, type VoteValue } from '../services/workflows/approval';
import { offerReviewerView } from '../ui/approval-answer-view';

/** A reaction to a message that says it belongs to a request. */
export interface Reacted {
    /** The request's id, as the message has it. */
    readonly id: string;
    readonly messageId: string;
    /** `:thumbsup:`, under any of its names. */
    readonly emoji: string;
    /** False: it was taken away. */
    readonly on: boolean;
    /** Whose reactions stand on the message now: usernames by emoji. */
    readonly reactions: Readonly<Record<string, readonly string[]>>;
}

/** 👍 and 👎 vote, taking them away withdraws, 🔍 asks for the approval of whoever reacts, until it is taken away. Only what came to nothing is answered, in private. */
export async function approvalReaction(ctx: Ctx, reacted: Reacted): Promise<void> {
    const meaning = emojiVote(reacted.emoji);
    const approval = await loadApproval(ctx, reacted.id);
    if (!approval || !meaning) {
        return;
    }
    if (approval.posted.get(STATUS_MESSAGE) === reacted.messageId) {
        // The card is edited, and an edit may lose reactions: a vote has to stand where everybody can count on it.
        await ctx.whisper({ text: ctx.lang.t('approval.react_above') });
        return;
    }
    // A message that the app was killed before writing down is the request's as well: its reactions are read again by the job.
    if ((approval.posted.get(REQUEST_MESSAGE) ?? reacted.messageId) !== reacted.messageId) {
        return;
    }
    if (meaning === 'review') {
        await (reacted.on ? review(ctx, approval) : submit(ctx, approval, excuse(ctx)));
    } else {
        await (reacted.on ? submit(ctx, approval, voteFor(ctx, approval, meaning)) : takeBack(ctx, approval, meaning, reacted));
    }
}

function voteFor({ user, newId }: Pick<Ctx, 'user'> & { readonly newId: () => string }, { state }: Approval, value: VoteValue): ApprovalEvent {
    return { type: 'vote', id: newId(), by: { user: user.id, roles: user.roles }, value, via: 'reaction', sha: state.request.sha };
}

/** Whoever had both on the message means the one that is left. The same sign in another skin tone: nothing was taken back. */
async function takeBack(ctx: Ctx, approval: Approval, value: VoteValue, { reactions }: Reacted): Promise<void> {
    const left = Object.entries(reactions).filter(([, usernames]) => usernames.includes(ctx.user.username)).map(([emoji]) => emojiVote(emoji));
    if (left.includes(value)) {
        return;
    }
    const { approval: without, refusal } = await submit(ctx, approval, { type: 'withdraw', id: ctx.newId(), user: ctx.user.id, value });
    const other: VoteValue = value === 'approve' ? 'reject' : 'approve';
    if (!refusal && left.includes(other)) {
        await submit(ctx, without, voteFor(ctx, without, other));
    }
}

async function submit(ctx: Ctx, approval: Approval, event: ApprovalEvent): Promise<Submitted> {
    const submitted = await applyEvent(ctx, approval, event, { [ctx.user.id]: ctx.user.username });
    if (submitted.refusal) {
        await ctx.whisper(refusalView(ctx, approval, submitted.refusal));
    }
    return submitted;
}

/** Whoever may vote wants to look before it goes ahead; anybody else may want somebody who can. */
async function review(ctx: Ctx, approval: Approval): Promise<void> {
    const { requester, rule } = approval.state.request;
    const self = ctx.user.id === requester && !rule.selfApproval;
    const able = mayVote(rule, { user: ctx.user.id, roles: ctx.user.roles }) && !self;
    const request = { shortId: shortId(approval.id), title: approval.opened.title };
    await ctx.whisper(able ? await askReviewer(ctx, approval.id, ctx.user.username) : offerReviewerView(approval.id, request, ctx.lang));
}
