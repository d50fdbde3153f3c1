import type { ApprovalSummary } from '../../ui/approval-view';
import type { Reader } from '../../ui/reader';
import type { Approval } from './load-approval';
import type { Undertaking } from './undertaking';

/** Letters that name a request among the open ones. */
const SHORT = 6;

export const shortId = (id: string): string => id.slice(0, SHORT);

/** What views say about a request of any kind. */
export function summaryFacts({ id, opened, state, names, step, strays, intact }: Approval): Omit<ApprovalSummary, 'actions'> {
    const { title, requester, roleNames } = opened;
    return { id, shortId: shortId(id), title, requester: requester.username, state, names, roleNames, intact, strays: strays.length, ...(step && { stage: step.stage }) };
}

/** The same with what only its undertaking knows. */
export function summaryOf(approval: Approval, undertaking: Undertaking, reader: Reader): ApprovalSummary {
    const { state, failures } = approval;
    const failed = state.attempts.at(-1)?.outcome;
    const sentence = failed?.type === 'failed' ? undertaking.failure(failed.reason) : undefined;
    const details = failed && failures.get(failed.key);
    return {
        ...summaryFacts(approval),
        ...(sentence && { failure: { sentence: reader.lang.t(sentence.key, sentence.values), words: details?.words, log: details?.log } }),
        actions: undertaking.actions(approval, reader),
    };
}
