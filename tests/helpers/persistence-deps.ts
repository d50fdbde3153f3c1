import { createHash } from 'crypto';

import type { MalformedRecord, PersistenceDeps, Store } from '../../persistence';

/** A clock that stands still until it is moved. */
export class ManualClock {
    public constructor(public time = Date.UTC(2026, 0, 1)) {}

    public readonly now = (): number => this.time;

    public advance(milliseconds: number): void {
        this.time += milliseconds;
    }
}

/** Bytes that follow from `seed`: no two calls give the same ones, every run gives the same. */
export function seededBytes(seed: string): (bytes: number) => Uint8Array {
    let count = 0;
    return (bytes) => {
        count += 1;
        return createHash('sha512').update(`${seed} ${count}`).digest().subarray(0, bytes);
    };
}

export interface TestDeps extends PersistenceDeps {
    readonly malformed: MalformedRecord[];
}

/** Dependencies of one process. Two processes on one database need different seeds. */
export function testDeps(store: Store, { seed = 'a', clock = new ManualClock() }: { seed?: string; clock?: ManualClock } = {}): TestDeps {
    const malformed: MalformedRecord[] = [];
    return { store, clock: clock.now, rand: seededBytes(seed), malformed, onMalformed: (record) => malformed.push(record) };
}
