import * as z from 'zod/mini';

import { association } from './association';
import { newId, type PersistenceDeps } from './deps';
import { type RecordKind, Records } from './records';

interface Beat {
    readonly v: 1;
    readonly id: string;
    readonly at: number;
}

const beatKind: RecordKind<Beat> = { name: 'beat', version: 1, schema: z.object({ v: z.literal(1), id: z.string(), at: z.number() }) };

/** When a recurring job last ran, on whichever server. */
export class Heartbeat {
    private readonly records: Records<Beat>;
    private readonly group: string;

    public constructor(
        private readonly deps: PersistenceDeps,
        job: string,
    ) {
        this.records = new Records(deps, beatKind);
        this.group = association.beat(job);
    }

    /** Keeps one record; as many more as servers beat at once or died in between, until the next beat. */
    public async beat(at: number): Promise<void> {
        const older = (await this.records.read(this.group)).filter((beat) => beat.at <= at);
        await this.records.append({ v: 1, id: newId(this.deps.rand), at }, [this.group]);
        await this.records.remove(this.group, older.map((beat) => beat.id));
    }

    /** Milliseconds since 1970, or undefined if the job never ran. */
    public async lastBeat(): Promise<number | undefined> {
        const times = (await this.records.read(this.group)).map((beat) => beat.at);
        return times.length > 0 ? Math.max(...times) : undefined;
    }
}
