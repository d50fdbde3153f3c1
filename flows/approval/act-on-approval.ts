import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { ApprovalEvent, ManagingActor, Refusal, Voted } from '../../services/workflows/approval';
import { approvalAnswerView, type Done } from '../../ui/approval-answer-view';
import type { View } from '../../ui/view';
import { isAdmin } from '../environment/rights';
import { type Approval, loadApproval } from './load-approval';
import { applyEvent, type Names } from './submit-event';
import { shortId } from './summary';

/** The request, if there is one and the caller may read the room it was made in. Throws UserError: it does not say which of the two it was. */
export const requireApproval = (ctx: Ctx, id: string): Promise<Approval> => requireOne(ctx, id, (approval) => ctx.workspace.mayRead(approval.opened.roomId));

/** The same for whoever wants to cancel it. */
export const requireInReach = (ctx: Ctx, id: string): Promise<Approval> => requireOne(ctx, id, (approval) => isInReach(ctx, approval));

/** Admins reach requests of every room, to cancel them: one that nobody else gets at would stand in the way of others. */
export const isInReach = async (ctx: Ctx, { opened }: Approval): Promise<boolean> => isAdmin(ctx) || ctx.workspace.mayRead(opened.roomId);

async function requireOne(ctx: Ctx, id: string, mayFind: (approval: Approval) => Promise<boolean>): Promise<Approval> {
    const approval = await loadApproval(ctx, id);
    if (!approval || !(await mayFind(approval))) {
        throw new UserError({ key: 'approval.unknown', values: { id: shortId(id) } });
    }
    return approval;
}

export async function vote(ctx: Ctx, id: string, { value, via }: Pick<Voted, 'value' | 'via'>): Promise<View> {
    const approval = await requireApproval(ctx, id);
    const event: ApprovalEvent = { type: 'vote', id: ctx.newId(), by: actor(ctx), value, via, sha: approval.state.request.sha };
    return submit(ctx, approval, { event, done: value });
}

/** Takes back what the caller has said: a vote, or that they have to be asked. */
export async function withdraw(ctx: Ctx, id: string): Promise<View> {
    const approval = await requireApproval(ctx, id);
    const { votes, asked } = approval.state;
    if (votes.some(({ user }) => user === ctx.user.id)) {
        return submit(ctx, approval, { event: { type: 'withdraw', id: ctx.newId(), user: ctx.user.id }, done: 'withdrawn' });
    }
    return asked.includes(ctx.user.id) ? submit(ctx, approval, { event: excuse(ctx), done: 'excused' }) : approvalAnswerView('nothing-to-withdraw', titleOf(approval), ctx.lang);
}

/** The caller need not be asked any more. */
export const excuse = (ctx: Ctx): ApprovalEvent => ({ type: 'excuse-reviewer', id: ctx.newId(), reviewer: ctx.user.id, by: actor(ctx) });

/** Asks somebody for their approval, which is then waited for. Throws UserError for who is not there, or no human. */
export async function askReviewer(ctx: Ctx, id: string, username: string): Promise<View> {
    const approval = await requireApproval(ctx, id);
    const reviewer = await ctx.workspace.userByName(username);
    if (!reviewer?.human) {
        throw new UserError({ key: 'approval.no_such_user', values: { user: username.replace(/^@/, '') } });
    }
    const event: ApprovalEvent = { type: 'ask-reviewer', id: ctx.newId(), by: actor(ctx), reviewer: { user: reviewer.id, roles: reviewer.roles } };
    return submit(ctx, approval, { event, done: 'asked', names: { [reviewer.id]: reviewer.username } });
}

export async function cancel(ctx: Ctx, id: string): Promise<View> {
    return submit(ctx, await requireInReach(ctx, id), { event: cancellation(ctx), done: 'cancelled' });
}

export const cancellation = (ctx: Ctx): ApprovalEvent => ({ type: 'cancel', id: ctx.newId(), by: manager(ctx) });

export async function retry(ctx: Ctx, id: string): Promise<View> {
    return submit(ctx, await requireApproval(ctx, id), { event: { type: 'retry', id: ctx.newId(), by: manager(ctx) }, done: 'retried' });
}

const actor = ({ user }: Ctx): { readonly user: string; readonly roles: readonly string[] } => ({ user: user.id, roles: user.roles });

const manager = (ctx: Ctx): ManagingActor => ({ ...actor(ctx), manager: isAdmin(ctx) });

interface Submission {
    readonly event: ApprovalEvent;
    readonly done: Done;
    readonly names?: Names;
}

async function submit(ctx: Ctx, approval: Approval, { event, done, names }: Submission): Promise<View> {
    const { refusal } = await applyEvent(ctx, approval, event, { ...names, [ctx.user.id]: ctx.user.username });
    return refusal ? refusalView(ctx, approval, refusal) : approvalAnswerView(done, titleOf(approval), ctx.lang);
}

/** Why something came to nothing, for the one who tried. */
export function refusalView({ lang }: Pick<Ctx, 'lang'>, approval: Approval, refusal: Refusal): View {
    return approvalAnswerView(refusal, titleOf(approval), lang);
}

const titleOf = ({ id, opened }: Approval): { readonly shortId: string; readonly title: string } => ({ shortId: shortId(id), title: opened.title });

