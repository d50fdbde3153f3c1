import { checkTrail } from '../../../flows/audit/check-trail';
import { record, type AuditEntry } from '../../../flows/audit/record';
import { sealRecords } from '../../../flows/audit/seal-records';
import { AuditTrail, KeyMemory, KeyRing, type Store } from '../../../persistence';
import type { TrailReport } from '../../../services/workflows/audit/check';
import { MemoryDatabase, memoryStore } from '../../helpers/memory-store';
import { ManualClock, testDeps } from '../../helpers/persistence-deps';

/** What one process of the app does with the trail. */
export interface AuditProcess {
    record(entry?: Partial<AuditEntry>): Promise<void>;
    seal(): Promise<void>;
    check(since?: number): Promise<TrailReport>;
    readonly audit: AuditTrail;
}

export interface AuditProcessOptions {
    readonly seed?: string;
    readonly clock?: ManualClock;
    /** The value of `TOKEN_KEY`. */
    readonly tokenKey?: string;
}

/** 32 bytes in base64: no time is lost on stretching a passphrase. */
export const TOKEN_KEY = Buffer.alloc(32, 7).toString('base64');

/** Two processes on one database need different seeds. */
export function auditProcess(store: Store, { seed = 'a', clock = new ManualClock(), tokenKey = TOKEN_KEY }: AuditProcessOptions = {}): AuditProcess {
    const deps = testDeps(store, { seed, clock });
    const audit = new AuditTrail(deps);
    const tools = { stores: { audit, keys: new KeyRing({ ...deps, environment: tokenKey, memory: new KeyMemory() }) }, clock: clock.now };
    return {
        audit,
        record: (entry = {}) => record(tools, { by: 'u-alice', what: 'deploy.requested', subject: 'acme/bert', result: 'done', ...entry }),
        seal: () => sealRecords(tools),
        check: (since) => checkTrail(tools, since),
    };
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Records and seals so many times a day, for so many days. */
export async function recordedTrail(days: number, perDay: number): Promise<{ readonly database: MemoryDatabase; readonly clock: ManualClock; readonly process: AuditProcess }> {
    const [database, clock] = [new MemoryDatabase(), new ManualClock()];
    const process = auditProcess(memoryStore(database), { clock });
    for (let day = 0; day < days; day += 1) {
        for (let turn = 0; turn < perDay; turn += 1) {
            await process.record({ id: `d${day}-${turn}` });
            clock.advance(MINUTE);
            await process.seal();
        }
        clock.advance(DAY - perDay * MINUTE);
    }
    return { database, clock, process };
}
