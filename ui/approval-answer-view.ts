import type { Refusal } from '../services/workflows/approval';
import { approvalTitle, type ApprovalSummary } from './approval-view';
import { button, card } from './blocks';
import type { MessageKey } from './catalogue';
import type { Lang } from './language';
import type { Surface, View } from './view';

/** What somebody did to a request. */
export type Done = 'approve' | 'reject' | 'withdrawn' | 'asked' | 'excused' | 'cancelled' | 'retried';

const SENTENCES: Readonly<Record<Done | Refusal | 'nothing-to-withdraw', MessageKey>> = {
    approve: 'approval.done.approve',
    reject: 'approval.done.reject',
    withdrawn: 'approval.done.withdrawn',
    asked: 'approval.done.asked',
    excused: 'approval.done.excused',
    cancelled: 'approval.done.cancelled',
    retried: 'approval.done.retried',
    self: 'approval.refused.self',
    'no-role': 'approval.refused.no_role',
    'other-sha': 'approval.refused.other_sha',
    closed: 'approval.refused.closed',
    'cannot-approve': 'approval.refused.cannot_approve',
    'not-allowed': 'approval.refused.not_allowed',
    'nothing-to-retry': 'approval.refused.nothing_to_retry',
    blocked: 'approval.refused.blocked',
    'nothing-to-withdraw': 'approval.refused.nothing_to_withdraw',
};

const DONE: ReadonlySet<string> = new Set<Done>(['approve', 'reject', 'withdrawn', 'asked', 'excused', 'cancelled', 'retried']);

/** The private answer to whoever voted, asked, cancelled or tried again. */
export function approvalAnswerView(what: keyof typeof SENTENCES, request: Pick<ApprovalSummary, 'shortId' | 'title'>, lang: Lang): View {
    const view = { text: lang.t(SENTENCES[what], { title: approvalTitle(request) }) };
    return DONE.has(what) ? view : { ...view, failed: true };
}

/** For a 🔍 by somebody who can't review themselves: they may want somebody else to. */
export function offerReviewerView(id: string, request: Pick<ApprovalSummary, 'shortId' | 'title'>, lang: Lang): View {
    return card({ text: lang.t('approval.offer_reviewer', { title: approvalTitle(request) }), actions: [button('approval.ask', lang.t('approval.button.ask'), id)] });
}

/** The form's only field. */
export const REVIEWER_FIELD = 'approval.reviewer';

export function askReviewerSurface(id: string, lang: Lang): Surface {
    return {
        kind: 'modal',
        id: `approval.ask:${id}`,
        title: lang.t('approval.button.ask'),
        blocks: [{ type: 'input', label: lang.t('approval.reviewer'), element: { type: 'text-input', actionId: REVIEWER_FIELD, placeholder: '@carol' }, hint: lang.t('approval.reviewer_hint') }],
        submit: lang.t('approval.ask'),
        close: lang.t('common.cancel'),
    };
}
