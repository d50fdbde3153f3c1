import { setTimeout as sleep } from 'node:timers/promises';
import { objectId } from '../store/ids';
import { intervalLength, nextRunAfter, scheduledTime } from './interval';
import { LOCK_LIFETIME_MS } from './job-records';
import type { JobRecord, JobRecords } from './job-records';

/** How long a stop waits for jobs. */
const STOP_PATIENCE_MS = 1000;

type Processor = (context: object) => Promise<void>;

export interface JobRunnerOptions {
    records: JobRecords;
    now(): number;
    /** Milliseconds between two looks at the store; 0 leaves running to `runDue`. */
    pollMs: number;
}

/**
 * Runs jobs as Agenda does for Rocket.Chat: a one-time job is deleted after success and never tried again after an
 * error; a recurring one waits for its next time; what a dead process held is run again when its lock is too old.
 * Jobs of one name run one after another in a process.
 */
export class JobRunner {
    private readonly processors = new Map<string, Processor>();
    private readonly queues = new Map<string, Promise<void>>();
    private readonly timers = new Set<NodeJS.Timeout>();
    private poll?: NodeJS.Timeout;
    private paused = false;
    private abandoned = false;

    constructor(private readonly options: JobRunnerOptions) {}

    define(name: string, processor: Processor): void {
        this.processors.set(name, processor);
    }

    start(): void {
        if (this.options.pollMs > 0) {
            this.poll = setInterval(() => void this.runDue(), this.options.pollMs);
            void this.runDue();
        }
    }

    /** Takes no new jobs and waits a little for those that run; what still runs then stays locked, as after a crash. */
    async stop(): Promise<void> {
        this.paused = true;
        clearInterval(this.poll);
        this.timers.forEach((timer) => clearTimeout(timer));
        const patience = new AbortController();
        const tooLong = sleep(STOP_PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
        await Promise.race([Promise.all(this.queues.values()), tooLong]);
        patience.abort();
        this.abandoned = true;
    }

    /** While paused no job is taken from the store. */
    pause(paused: boolean): void {
        this.paused = paused;
    }

    once(name: string, when: string | Date, data: Record<string, unknown>): string {
        const nextRunAt = scheduledTime(when, this.options.now());
        if (nextRunAt === undefined) {
            throw new Error(`Not a time: ${String(when)}`);
        }
        const job: JobRecord = { id: objectId(), name, type: 'normal', data, nextRunAt, lockedAt: null };
        this.options.records.insert(job);
        this.wakeAt(nextRunAt);
        return job.id;
    }

    /**
     * There is one recurring job per name: a second call replaces interval and data. The next run stays as it was,
     * except that `skipImmediate` and cron expressions count from now on.
     */
    every(name: string, interval: string | number, { data, skipImmediate }: { data: Record<string, unknown>; skipImmediate: boolean }): string {
        const now = this.options.now();
        const immediate = !skipImmediate && intervalLength(interval) !== undefined;
        const nextRunAt = immediate ? now : nextRunAfter(interval, now);
        const failure = nextRunAt === undefined ? failed('failed to calculate nextRunAt due to invalid repeat interval', now) : {};
        const job: JobRecord = {
            id: objectId(), name, type: 'single', data, repeatInterval: interval, nextRunAt: nextRunAt ?? null, lockedAt: null, ...failure,
        };
        const id = this.options.records.upsertRecurring(job, immediate);
        this.wakeAt(nextRunAt);
        return id;
    }

    hasOnce(name: string): boolean {
        return this.options.records.hasOnce(name);
    }

    cancel(idOrName: string): void {
        this.options.records.cancel(idOrName);
    }

    cancelAll(appId: string): void {
        this.options.records.cancelAll(appId);
    }

    /** Runs every job that is due now and nobody else holds; answers how many there were. */
    async runDue(): Promise<number> {
        if (this.paused) {
            return 0;
        }
        const counts = [...this.processors.keys()].map((name) => {
            const jobs = this.options.records.claim(name, this.options.now());
            const queue = jobs.reduce((before, job) => before.then(() => this.run(job)), this.queues.get(name) ?? Promise.resolve());
            this.queues.set(name, queue);
            return queue.then(() => jobs.length);
        });
        return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    }

    /** A job that is due before the next look at the store runs in time. */
    private wakeAt(time: number | undefined): void {
        const delay = Math.max(0, (time ?? Infinity) - this.options.now());
        if (delay <= this.options.pollMs && this.options.pollMs > 0) {
            const timer = setTimeout(() => {
                this.timers.delete(timer);
                void this.runDue();
            }, delay);
            this.timers.add(timer);
        }
    }

    private async run(job: JobRecord): Promise<void> {
        const startedAt = this.options.now();
        if (this.abandoned || (job.lockedAt ?? 0) <= startedAt - LOCK_LIFETIME_MS) {
            return; // It waited here so long that another server may have it by now.
        }
        const nextRunAt = job.repeatInterval === undefined ? null : (nextRunAfter(job.repeatInterval, startedAt) ?? null);
        const running: JobRecord = { ...job, lastRunAt: startedAt, nextRunAt };
        this.options.records.save(running);
        const failure = await this.call(running);
        if (this.abandoned) {
            return;
        }
        const endedAt = this.options.now();
        if (failure === undefined && job.type === 'normal') {
            this.options.records.remove(job.id);
            return;
        }
        const outcome = failure === undefined ? { lastFinishedAt: endedAt } : failed(failure, endedAt, job.failCount);
        this.options.records.save({ ...running, ...outcome, lockedAt: null });
        this.wakeAt(nextRunAt ?? undefined);
    }

    /** Answers why the processor failed, if it did. */
    private async call(job: JobRecord): Promise<string | undefined> {
        const data = Object.fromEntries(Object.entries(job.data).filter(([key]) => key !== 'appId'));
        try {
            await this.processors.get(job.name)?.({ ...data, jobId: job.id });
            return undefined;
        } catch (error) {
            return error instanceof Error ? error.message : String((error as { message?: unknown } | undefined)?.message ?? error);
        }
    }
}

function failed(reason: string, now: number, count = 0): Partial<JobRecord> {
    return { failReason: reason, failCount: count + 1, failedAt: now, lastFinishedAt: now };
}
