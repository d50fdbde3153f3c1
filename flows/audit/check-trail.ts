import { dayOf } from '../../persistence';
import { beginCheck, checkDay, strayIn, type TrailReport } from '../../services/workflows/audit/check';
import { DayReader } from './day-reader';
import { recordedDays } from './recorded-days';
import { GIVEN_UP_MS, type AuditTools } from './seal-records';

/** A handler may run for 30 s; no new day is begun after this, milliseconds. */
const BUDGET_MS = 20_000;

/**
 * Walks along the chain, day by day, up to the first thing that does not fit. `since` (ms) begins in its middle.
 *
 * What was sealed last can be taken away together with its seal, and nothing is left to tell; all that is older is named by a
 * later seal.
 */
export async function checkTrail(tools: AuditTools, since?: number): Promise<TrailReport> {
    const began = tools.clock();
    const waiting = await tools.stores.audit.waiting();
    const days = (await recordedDays(tools.stores.audit, waiting)).filter((day) => since === undefined || day >= dayOf(since));
    const reader = new DayReader(tools.stores);
    let check = beginCheck(since === undefined ? 1 : undefined);
    const report = (end: Partial<TrailReport>): TrailReport => ({ seals: check.seals, records: check.records, waiting: check.open.size, since: days[0], problem: undefined, goesOnAt: undefined, ...end });
    for (const day of days) {
        if (tools.clock() - began > BUDGET_MS) {
            return report({ goesOnAt: day });
        }
        const read = await reader.read(day);
        if (!read) {
            return report({ problem: { kind: 'seal-unreadable', day } });
        }
        const checked = checkDay(check, { day, ...read });
        check = checked.check;
        if (checked.problem) {
            return report({ problem: checked.problem });
        }
    }
    const announced = new Set(waiting.map(({ key }) => key));
    // What is recorded during the check may be announced after the list was read, and sealed after its day was.
    return report({ problem: strayIn(check, ({ key, at }) => announced.has(key) || Math.abs(at - began) < GIVEN_UP_MS) });
}
