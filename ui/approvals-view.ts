import { type ApprovalSummary, approvalTitle, missingText, since } from './approval-view';
import type { Lang } from './language';
import type { Reader } from './reader';
import { code, link, plain } from './text';
import type { View } from './view';

/** An open request in the list of approvals. */
export interface WaitingRequest extends Omit<ApprovalSummary, 'actions'> {
    /** The message to vote on, where its address is known. */
    readonly url: string | undefined;
}

/** What waits for the reader first, then what waits for others. */
export function approvalsView({ mine, others }: { readonly mine: readonly WaitingRequest[]; readonly others: readonly WaitingRequest[] }, { lang }: Reader): View {
    if (mine.length + others.length === 0) {
        return { text: lang.t('approvals.none') };
    }
    const part = (title: string, requests: readonly WaitingRequest[]): string[] => (requests.length === 0 ? [] : [`*${title}*`, ...requests.map((request) => waitingLine(request, lang))]);
    const lines = [...(mine.length === 0 ? [lang.t('approvals.nothing_for_you')] : part(lang.t('approvals.mine', { n: mine.length }), mine)), ...part(lang.t('approvals.others', { n: others.length }), others)];
    return { text: lines.join('\n') };
}

function waitingLine(request: WaitingRequest, lang: Lang): string {
    const { shortId, title, url, requester, state } = request;
    const name = url === undefined ? approvalTitle(request) : `*${code(shortId)} ${link(plain(title), url)}*`;
    const missing = missingText(request, lang);
    const facts = [lang.t('approvals.by', { user: `@${plain(requester)}` }), lang.t('approval.expires', { when: since(state.request.expiresAt) }), missing === undefined ? lang.t(`approval.phase.${state.phase}`) : lang.t('approval.missing', { list: missing })];
    return `- ${name} – ${facts.join(' · ')}`;
}
