import type { Stores } from '../../context/ctx';
import { type Change, changeKey } from '../../services/workflows/watching';

/** The kind of due item whose subject is a `changeKey`. */
export const CHANGE_WORK = 'hub-change';

interface Tools {
    readonly stores: Pick<Stores, 'due'>;
    clock(): number;
    wakeAt(at: number): Promise<void>;
}

/**
 * Something may have changed there: a webhook says so, a poll saw it, or somebody did it by a button. What it is, is read from
 * Hugging Face by the job (`work-on-change.ts`), so that it makes no difference who said it, how often, or in which order.
 * Once this is through, nothing is lost. Three round trips at most.
 */
export async function noticeChange(tools: Tools, change: Change): Promise<void> {
    const at = tools.clock();
    await tools.stores.due.schedule({ kind: CHANGE_WORK, subject: changeKey(change), at });
    await tools.wakeAt(at);
}
