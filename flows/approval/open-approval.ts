import type { Ctx } from '../../context/ctx';
import { type ApprovalEvent, type ApprovalFact, type ApprovalRule, fold, judge } from '../../services/workflows/approval';
import { type Opened, RECORD } from './approval-record';
import { APPROVAL_WORK, state, wake } from './submit-event';

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

/** Longer than it takes to write a request down, milliseconds. */
const WRITTEN_MS = 60_000;

/**
 * Makes a request and returns its id. The job posts it: it alone speaks for a request, so that nothing is said twice. The fact
 * without which there is no request comes last, and the job looks for it in any case: a kill leaves all of it or nothing.
 */
export async function openApproval(ctx: Ctx, wanted: NewApproval): Promise<string> {
    const id = ctx.newId();
    const { kind, title, about, roleNames, userNames, details } = wanted;
    const requester = { id: ctx.user.id, username: ctx.user.username };
    const opened: Opened = { v: 1, kind, roomId: ctx.room.id, threadId: ctx.threadId, requester, locale: ctx.lang.locale, title, about, roleNames, userNames, details };
    await ctx.stores.due.schedule({ kind: APPROVAL_WORK, subject: id, at: ctx.clock() + WRITTEN_MS });
    await ctx.stores.approvals.append(id, { type: RECORD.opened, id: RECORD.opened, data: opened });
    const [request, ...known] = firstFacts(ctx, id, wanted);
    // Listed before it exists: whoever asks for the same a moment later has to find it.
    await ctx.stores.approvals.open({ id, kind, roomId: ctx.room.id, at: ctx.clock() });
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
