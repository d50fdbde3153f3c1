import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobRecords, LOCK_LIFETIME_MS } from '../../../playground/host/jobs/job-records';
import { JobRunner } from '../../../playground/host/jobs/job-runner';
import type { StoreDatabase } from '../../../playground/host/store/database';
import { openStore } from '../../../playground/host/store/open-store';

let dir = '';
let store: StoreDatabase;
let records: JobRecords;
let ran: unknown[] = [];

beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'jobs-test-'));
    store = openStore(dir);
    records = new JobRecords(store);
    ran = [];
    vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(async () => {
    vi.useRealTimers();
    store.close();
    await rm(dir, { recursive: true, force: true });
});

function runner(pollMs: number): JobRunner {
    const jobs = new JobRunner({ records, now: () => Date.now(), pollMs });
    jobs.define('work', (context) => {
        ran.push((context as { n?: number }).n);
        return Promise.resolve();
    });
    return jobs;
}

describe('a job runner that polls', () => {
    it('runs a job that is due at once straight away', async () => {
        const jobs = runner(5000);
        jobs.start();
        jobs.once('work', new Date(Date.now()), { n: 1 });
        await vi.advanceTimersByTimeAsync(1);
        expect(ran).toEqual([1]);
        await jobs.stop();
    });

    it('runs a job that is due before its next look in time, and a later one at a look', async () => {
        const jobs = runner(5000);
        jobs.start();
        jobs.once('work', new Date(Date.now() + 1200), { n: 1 });
        jobs.once('work', new Date(Date.now() + 7000), { n: 2 });
        await vi.advanceTimersByTimeAsync(1199);
        expect(ran).toEqual([]);
        await vi.advanceTimersByTimeAsync(1);
        expect(ran).toEqual([1]);
        await vi.advanceTimersByTimeAsync(8799);
        expect(ran).toEqual([1]);
        await vi.advanceTimersByTimeAsync(1);
        expect(ran).toEqual([1, 2]);
        await jobs.stop();
    });

    it('finds what another server has scheduled', async () => {
        const jobs = runner(5000);
        jobs.start();
        runner(0).once('work', new Date(Date.now()), { n: 7 });
        await vi.advanceTimersByTimeAsync(4999);
        expect(ran).toEqual([]);
        await vi.advanceTimersByTimeAsync(1);
        expect(ran).toEqual([7]);
        await jobs.stop();
    });

    it('takes nothing while paused or after a stop', async () => {
        const jobs = runner(5000);
        jobs.start();
        jobs.pause(true);
        jobs.once('work', new Date(Date.now()), { n: 1 });
        await vi.advanceTimersByTimeAsync(20_000);
        expect(ran).toEqual([]);
        jobs.pause(false);
        await vi.advanceTimersByTimeAsync(5000);
        expect(ran).toEqual([1]);
        await jobs.stop();
        jobs.once('work', new Date(Date.now()), { n: 2 });
        await vi.advanceTimersByTimeAsync(20_000);
        expect(ran).toEqual([1]);
    });
});

describe('jobs of one name', () => {
    it('run one after another, the oldest first', async () => {
        const jobs = new JobRunner({ records, now: () => Date.now(), pollMs: 0 });
        let running = 0;
        jobs.define('work', async (context) => {
            running += 1;
            ran.push([(context as { n?: number }).n, running]);
            await new Promise((resolve) => setTimeout(resolve, 10));
            running -= 1;
        });
        jobs.once('work', new Date(Date.now() - 1), { n: 2 });
        jobs.once('work', new Date(Date.now() - 2), { n: 1 });
        const done = jobs.runDue();
        await vi.advanceTimersByTimeAsync(20);
        expect(await done).toBe(2);
        expect(ran).toEqual([[1, 1], [2, 1]]);
    });

    it('are left to others when they waited here longer than a lock lives', async () => {
        const jobs = new JobRunner({ records, now: () => Date.now(), pollMs: 0 });
        jobs.define('work', async (context) => {
            ran.push((context as { n?: number }).n);
            await new Promise((resolve) => setTimeout(resolve, LOCK_LIFETIME_MS));
        });
        jobs.once('work', new Date(Date.now() - 2), { n: 1 });
        jobs.once('work', new Date(Date.now() - 1), { n: 2 });
        const done = jobs.runDue();
        await vi.advanceTimersByTimeAsync(LOCK_LIFETIME_MS);
        await done;
        expect(ran).toEqual([1]);
        expect(records.all().map((job) => job.data.n)).toEqual([2]);
    });
});

describe('the lock of a job', () => {
    it('is had by one server, until it is ten minutes old', () => {
        const other = openStore(dir);
        const there = new JobRecords(other);
        runner(0).once('work', new Date(Date.now()), { n: 1 });
        expect(records.claim('work', Date.now())).toHaveLength(1);
        expect(records.claim('work', Date.now())).toEqual([]);
        expect(there.claim('work', Date.now() + LOCK_LIFETIME_MS - 1)).toEqual([]);
        expect(there.claim('work', Date.now() + LOCK_LIFETIME_MS)).toHaveLength(1);
        other.close();
    });
});

describe('cancelling', () => {
    it('all jobs of an app leaves those of others', () => {
        const jobs = runner(0);
        jobs.once('work_app-1', 'in 1 hour', {});
        jobs.every('tick_app-1', '1 hour', { data: {}, skipImmediate: true });
        jobs.once('work_app-2', 'in 1 hour', {});
        jobs.cancelAll('app-1');
        expect(records.all().map((job) => job.name)).toEqual(['work_app-2']);
    });
});
