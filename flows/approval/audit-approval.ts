import type { Ctx } from '../../context/ctx';
import type { ApprovalFact } from '../../services/workflows/approval';
import { type AuditEntry, record } from '../audit/record';
import { RECORD } from './approval-record';
import type { Approval } from './load-approval';

/** Names of what happened on the audit record, after the undertaking's kind: `deploy.approved`. */
const WHAT: Readonly<Record<Exclude<ApprovalFact['type'], 'voted'>, string>> = {
    requested: 'requested',
    withdrawn: 'withdrawn',
    'reviewer-asked': 'reviewer-asked',
    'reviewer-excused': 'reviewer-excused',
    gate: 'gate',
    'head-moved': 'head-moved',
    locked: 'locked',
    unlocked: 'unlocked',
    cancelled: 'cancelled',
    expired: 'expired',
    'execution-begun': 'begun',
    executed: 'executed',
    failed: 'failed',
    retried: 'retried',
};

/** Puts every fact on the audit record that is not there yet. Killed in between, it does some again under the same ids. */
export async function auditApproval(ctx: Pick<Ctx, 'stores' | 'clock'>, approval: Approval): Promise<void> {
    const fresh = approval.state.facts.filter(({ id }) => !approval.audited.has(id));
    for (const fact of fresh) {
        await record(ctx, entryOf(approval, fact));
    }
    if (fresh.length > 0) {
        await ctx.stores.approvals.append(approval.id, { type: RECORD.audited, data: { ids: fresh.map(({ id }) => id) } });
    }
}

function entryOf({ id, opened, state }: Approval, fact: ApprovalFact): AuditEntry {
    return {
        id: `${id}:${fact.id}`,
        by: actorOf(fact),
        what: `${opened.kind}.${fact.type === 'voted' ? (fact.value === 'approve' ? 'approved' : 'rejected') : WHAT[fact.type]}`,
        subject: opened.about.subject,
        sha: state.request.sha,
        roomId: opened.roomId,
        result: fact.type === 'failed' ? 'failed' : state.uncounted.some(({ vote, why }) => vote.id === fact.id && why !== 'withdrawn' && why !== 'superseded') ? 'refused' : 'done',
        details: { ...opened.about.details, request: id },
    };
}

function actorOf(fact: ApprovalFact): string {
    switch (fact.type) {
        case 'requested':
            return fact.requester;
        case 'voted':
        case 'withdrawn':
            return fact.user;
        case 'reviewer-asked':
        case 'reviewer-excused':
        case 'locked':
        case 'unlocked':
        case 'cancelled':
        case 'retried':
            return fact.by;
        default:
            return 'app';
    }
}
