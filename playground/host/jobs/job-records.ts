import type { StoreDatabase } from '../store/database';
import { isObjectId } from '../store/ids';
import { fromStored, toStored } from '../store/stored-value';

/** A job that a process locked and that did not finish is free again after this time. */
export const LOCK_LIFETIME_MS = 10 * 60 * 1000;

/** A job document, in Agenda's terms. */
export interface JobRecord {
    id: string;
    /** `<processor>_<appId>` */
    name: string;
    /** `normal` runs once, `single` is the recurring one of its name. */
    type: 'normal' | 'single';
    data: Record<string, unknown>;
    nextRunAt: number | null;
    lockedAt: number | null;
    repeatInterval?: string | number;
    lastRunAt?: number;
    lastFinishedAt?: number;
    failedAt?: number;
    failReason?: string;
    failCount?: number;
}

interface Row {
    json: string;
    next_run_at: number | null;
    locked_at: number | null;
}

const read = (row: Row): JobRecord => ({ ...fromStored<JobRecord>(row.json), nextRunAt: row.next_run_at, lockedAt: row.locked_at });

/** The job documents that all servers share. */
export class JobRecords {
    constructor(private readonly store: StoreDatabase) {}

    insert(job: JobRecord): void {
        this.store.run(
            'INSERT INTO jobs (id, name, type, next_run_at, locked_at, json) VALUES (?, ?, ?, ?, ?, ?)',
            job.id, job.name, job.type, job.nextRunAt, job.lockedAt, toStored(job),
        );
    }

    /** Writes what a run changed. A document that was cancelled meanwhile stays away. */
    save(job: JobRecord): void {
        this.store.run(
            'UPDATE jobs SET next_run_at = ?, locked_at = ?, json = ? WHERE id = ?',
            job.nextRunAt, job.lockedAt, toStored(job), job.id,
        );
    }

    /**
     * Locks every due job of a name that nobody holds, in one statement: of several servers exactly one gets a
     * document. A lock older than LOCK_LIFETIME_MS belongs to a process that died.
     */
    claim(name: string, now: number): JobRecord[] {
        const rows = this.store.all<Row>(
            `UPDATE jobs SET locked_at = ? WHERE name = ? AND ((locked_at IS NULL AND next_run_at <= ?) OR locked_at <= ?)
             RETURNING json, next_run_at, locked_at`,
            now, name, now, now - LOCK_LIFETIME_MS,
        );
        return rows.map(read).sort((one, other) => (one.nextRunAt ?? 0) - (other.nextRunAt ?? 0));
    }

    /** Replaces the recurring job of this name, or makes it. With `keepNextRun` a known job keeps its next time. Answers its id. */
    upsertRecurring(job: JobRecord, keepNextRun: boolean): string {
        return this.store.transaction(() => {
            const row = this.store.get<Row>("SELECT * FROM jobs WHERE name = ? AND type = 'single'", job.name);
            if (!row) {
                this.insert(job);
                return job.id;
            }
            const known = read(row);
            const nextRunAt = keepNextRun ? known.nextRunAt : job.nextRunAt;
            this.save({ ...known, ...job, id: known.id, nextRunAt, lockedAt: known.lockedAt });
            return known.id;
        });
    }

    hasOnce(name: string): boolean {
        return this.store.get("SELECT id FROM jobs WHERE name = ? AND type = 'normal'", name) !== undefined;
    }

    all(): JobRecord[] {
        return this.store.all<Row>('SELECT * FROM jobs ORDER BY rowid').map(read);
    }

    remove(id: string): void {
        this.store.run('DELETE FROM jobs WHERE id = ?', id);
    }

    /** By document id (whatever follows a `_` is dropped), otherwise all jobs of a name. */
    cancel(idOrName: string): void {
        const id = idOrName.split('_')[0] ?? '';
        if (isObjectId(id)) {
            this.remove(id);
        } else {
            this.store.run('DELETE FROM jobs WHERE name = ?', idOrName);
        }
    }

    cancelAll(appId: string): void {
        this.all().filter((job) => job.name.endsWith(`_${appId}`)).forEach((job) => this.remove(job.id));
    }
}
