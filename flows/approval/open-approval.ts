import type { Ctx } from '../../context/ctx';
import { type ApprovalEvent, type ApprovalFact, type ApprovalRule, fold, judge } from '../../services/workflows/approval';
import { type Opened, RECORD } from './approval-record';
import { state, wake } from './submit-event';

/** A request that is about to be made. */
export interface NewApproval {
    readonly kind: string;
    /** One line for lists, as plain text. */
    readonly title: string;
    readonly about: Opened['about'];
    readonly sha: string;
    readonly rule: ApprovalRule;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    readonly roleNames: Opened['roleNames'];
    readonly userNames: Opened['userNames'];
    readonly details: unknown;
    /** What is known from the start: verdicts of gates, reviewers who were asked. */
    readonly events: readonly ApprovalEvent[];
}

/**
 * Makes a request and returns its id. The job posts it: it alone speaks for a request, so that nothing is said twice. The fact
 * without which there is no request comes last, so that a kill leaves either all of it or nothing.
 */
export async function openApproval(ctx: Ctx, wanted: NewApproval): Promise<string> {
    const id = ctx.newId();
    const { kind, title, about, roleNames, userNames, details } = wanted;
    const requester = { id: ctx.user.id, username: ctx.user.username };
    const opened: Opened = { v: 1, kind, roomId: ctx.room.id, threadId: ctx.threadId, requester, locale: ctx.lang.locale, title, about, roleNames, userNames, details };
    await ctx.stores.approvals.append(id, { type: RECORD.opened, id: RECORD.opened, data: opened });
    const [request, ...known] = firstFacts(ctx, id, wanted);
    await state(ctx.stores, { id, facts: [...known, request] });
    await wake(ctx, id);
    return id;
}

function firstFacts(ctx: Ctx, id: string, { about: { subject }, sha, rule, expiresAt, events }: NewApproval): [ApprovalFact, ...ApprovalFact[]] {
    const now = ctx.clock();
    const request: ApprovalFact = { v: 1, id, at: now, type: 'requested', subject, sha, requester: ctx.user.id, rule, expiresAt };
    const facts: [ApprovalFact, ...ApprovalFact[]] = [request];
    for (const event of events) {
        const before = fold(facts, now);
        facts.push(...(before ? judge(before, event, now).facts : []));
    }
    return facts;
}
