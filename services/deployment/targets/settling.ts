import { failed } from './failure';
import type { Going, Look, Memo, Step } from './step';

/** For so long after a change the Hub may go on telling the stage from before it. */
const GRACE_MS = 30_000;

/** Whether what the Hub tells is about the change. `toldChangedAt`: when the target says it was changed last, ISO 8601, for calls that do not remember it. */
export function isSettled({ startedAt, changedAt, moved }: Memo, now: number, toldChangedAt?: string | null): boolean {
    const told = Date.parse(toldChangedAt ?? '');
    // The Hub's clock may be ahead of ours: nothing is waited for longer than from the first call on.
    const since = changedAt ?? (Number.isNaN(told) ? startedAt : Math.min(told, startedAt));
    return moved === true || now - since >= GRACE_MS;
}

/** We have not acted yet and saw nothing move: what failed, failed before, and what is elsewhere was there before. */
export const isUntouched = ({ changedAt, moved }: Memo): boolean => changedAt === undefined && moved !== true;

/** The target is not as we left it: the Hub may be behind for a moment, otherwise it was somebody else. */
export const overwritten = ({ memo, now }: Look, waiting: Going): Step => (isSettled(memo, now) ? failed('overwritten', { stage: waiting.stage }) : waiting);
