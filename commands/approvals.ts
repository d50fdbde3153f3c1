import { answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { openApprovals } from '../flows/approval/find-approval';
import { type Approval, REQUEST_MESSAGE } from '../flows/approval/load-approval';
import { summaryFacts } from '../flows/approval/summary';
import { mayVote } from '../services/workflows/approval';
import { approvalsView, type WaitingRequest } from '../ui/approvals-view';
import { command } from './command';

export const approvals = command({
    name: 'approvals',
    aliases: ['approvals list'],
    summary: 'approvals.summary',
    example: '/hf approvals',
    args: {},
    options: {},
    read: true,
    // It names requests of other rooms.
    shareable: false,
    async run(ctx) {
        const open = await openApprovals(ctx);
        const waiting = await Promise.all(open.map((approval) => waitingRequest(ctx, approval)));
        const isMine = new Set(open.filter((approval) => waitsFor(ctx, approval)).map(({ id }) => id));
        const [mine, others] = [waiting.filter(({ id }) => isMine.has(id)), waiting.filter(({ id }) => !isMine.has(id))];
        return answer(approvalsView({ mine, others }, { lang: ctx.lang, now: ctx.clock() }), open.map((approval) => approvalData(approval, isMine.has(approval.id))));
    },
});

/** Whether a yes or no of the caller would change something. */
function waitsFor({ user }: Ctx, { state }: Approval): boolean {
    const { rule, requester } = state.request;
    const undecided = (state.phase === 'waiting' || state.phase === 'rejected') && !state.votes.some((vote) => vote.user === user.id);
    return undecided && mayVote(rule, { user: user.id, roles: user.roles }) && (user.id !== requester || rule.selfApproval);
}

async function waitingRequest(ctx: Ctx, approval: Approval): Promise<WaitingRequest> {
    const messageId = approval.posted.get(REQUEST_MESSAGE);
    return { ...summaryFacts(approval), url: messageId === undefined ? undefined : await ctx.workspace.messageUrl(messageId, approval.opened.roomId) };
}

/** For `--format json`. */
function approvalData({ id, opened, state }: Approval, waitsForYou: boolean): object {
    const { phase, votes, missing, request } = state;
    const named = votes.map(({ user, value, at }) => ({ user, value, at: new Date(at).toISOString() }));
    return { id, kind: opened.kind, title: opened.title, requester: opened.requester.username, sha: request.sha, phase, waitsForYou, votes: named, missing, expiresAt: new Date(request.expiresAt).toISOString() };
}
