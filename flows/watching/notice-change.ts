import type { Stores } from '../../context/ctx';
import { type Change, changeKey } from '../../services/workflows/watching';

/** The kind of due item whose subject is a `changeKey`. */
export const CHANGE_WORK = 'hub-change';

/** So many are put on the due-list at once. */
const AT_ONCE = 20;

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
    await noticeChanges(tools, [change]);
}

/** The same for several, with one wake-up call. Two round trips each, twenty side by side. */
export async function noticeChanges(tools: Tools, changes: readonly Change[]): Promise<void> {
    const at = tools.clock();
    const subjects = [...new Set(changes.map(changeKey))];
    for (let done = 0; done < subjects.length; done += AT_ONCE) {
        await Promise.all(subjects.slice(done, done + AT_ONCE).map((subject) => tools.stores.due.schedule({ kind: CHANGE_WORK, subject, at })));
    }
    if (subjects.length > 0) {
        await tools.wakeAt(at);
    }
}
