import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobRecord } from '../../../playground/host/jobs/job-records';
import { startProbe } from './probe';
import type { Probe } from './probe';

const MINUTE = 60_000;
let probe: Probe;
let clock = Date.parse('2025-03-01T10:00:00Z');
let runs = 0;

beforeAll(async () => {
    probe = await startProbe({ clock: () => clock });
});

afterAll(() => probe.stop());

beforeEach(async () => {
    for (const job of await probe.host.jobs()) {
        await probe.tell('job.cancel', { id: job.id });
    }
    runs = (await probe.seen('job')).length;
});

/** Data of the runs since the test began. */
const ran = async (): Promise<Array<Record<string, unknown>>> => (await probe.seen('job')).slice(runs);

async function onlyJob(): Promise<JobRecord> {
    const [job, ...others] = await probe.host.jobs();
    expect(others).toEqual([]);
    if (!job) {
        throw new Error('no job');
    }
    return job;
}

describe('one-time jobs', () => {
    it('run when they are due, get their id, and are gone afterwards', async () => {
        const { result: id } = await probe.tell('job.once', { when: clock + MINUTE, data: { subject: 'a' } });
        expect(await probe.host.runDueJobs()).toBe(0);
        clock += MINUTE;
        expect(await probe.host.runDueJobs()).toBe(1);
        expect(await ran()).toEqual([{ subject: 'a', jobId: id }]);
        expect(await probe.host.jobs()).toEqual([]);
    });

    it('take a phrase as their time', async () => {
        await probe.tell('job.once', { when: 'in 10 minutes', data: {} });
        expect((await onlyJob()).nextRunAt).toBe(clock + 10 * MINUTE);
    });

    it('answer nothing when they cannot be scheduled', async () => {
        expect(await probe.tell('job.once', { when: 'some day', data: {} })).toEqual({ result: null });
    });

    it('are not de-duplicated', async () => {
        await probe.tell('job.once', { when: clock, data: { n: 1 } });
        await probe.tell('job.once', { when: clock, data: { n: 1 } });
        expect(await probe.host.runDueJobs()).toBe(2);
    });

    it('are never tried again after an error, and stay behind', async () => {
        await probe.tell('job.once', { when: clock, data: { mode: 'fail' } });
        expect(await probe.host.runDueJobs()).toBe(1);
        expect(await onlyJob()).toMatchObject({ failReason: expect.any(String) as string, failCount: 1, nextRunAt: null, lockedAt: null });
        clock += 60 * MINUTE;
        expect(await probe.host.runDueJobs()).toBe(0);
    });

    it('can be cancelled by their id', async () => {
        const { result: id } = await probe.tell('job.once', { when: clock, data: {} });
        await probe.tell('job.cancel', { id });
        expect(await probe.host.runDueJobs()).toBe(0);
    });

    it('can be cancelled by the name of their processor', async () => {
        await probe.tell('job.once', { when: clock, data: {} });
        await probe.tell('job.once', { when: clock, data: {} });
        await probe.tell('job.cancel', { id: 'work' });
        expect(await probe.host.jobs()).toEqual([]);
    });
});

describe('a recurring job', () => {
    it('runs at once and then at its interval', async () => {
        await probe.tell('job.every', { interval: '5 minutes', data: {} });
        expect(await probe.host.runDueJobs()).toBe(1);
        expect((await onlyJob()).nextRunAt).toBe(clock + 5 * MINUTE);
        clock += 5 * MINUTE;
        expect(await probe.host.runDueJobs()).toBe(1);
    });

    it('is one per processor: a second call replaces interval and data and keeps the next run', async () => {
        await probe.tell('job.every', { interval: 10 * MINUTE, data: { v: 1 } });
        await probe.host.runDueJobs();
        const next = clock + 10 * MINUTE;
        clock += MINUTE;
        await probe.tell('job.every', { interval: '1 hour', data: { v: 2 } });
        expect(await onlyJob()).toMatchObject({ repeatInterval: '1 hour', data: { v: 2 }, nextRunAt: next });
        clock = next;
        expect(await probe.host.runDueJobs()).toBe(1);
        expect((await ran()).at(-1)).toMatchObject({ v: 2 });
    });

    it('starts its interval anew at each registration with skipImmediate', async () => {
        await probe.tell('job.every', { interval: '1 hour', skipImmediate: true });
        expect(await probe.host.runDueJobs()).toBe(0);
        expect((await onlyJob()).nextRunAt).toBe(clock + 60 * MINUTE);
        clock += 50 * MINUTE;
        await probe.tell('job.every', { interval: '1 hour', skipImmediate: true });
        expect((await onlyJob()).nextRunAt).toBe(clock + 60 * MINUTE);
    });

    it('takes a cron expression', async () => {
        await probe.tell('job.every', { interval: '0 9 * * *' });
        expect(new Date((await onlyJob()).nextRunAt ?? 0).toISOString()).toMatch(/T09:00:00/);
    });

    it('fails with an interval that makes no sense', async () => {
        await probe.tell('job.every', { interval: 'whenever' });
        expect(await onlyJob()).toMatchObject({ nextRunAt: null, failReason: 'failed to calculate nextRunAt due to invalid repeat interval' });
        expect(await probe.host.runDueJobs()).toBe(0);
    });

    it('waits for its next time after an error', async () => {
        await probe.tell('job.every', { interval: '5 minutes', data: { mode: 'fail' } });
        await probe.host.runDueJobs();
        expect(await onlyJob()).toMatchObject({ failCount: 1, nextRunAt: clock + 5 * MINUTE, lockedAt: null });
        clock += 5 * MINUTE;
        expect(await probe.host.runDueJobs()).toBe(1);
        expect(await onlyJob()).toMatchObject({ failCount: 2 });
    });
});

describe('while the app is disabled', () => {
    it('a one-time job that comes due counts as done, and a recurring one goes on', async () => {
        await probe.tell('job.once', { when: clock + MINUTE, data: { lost: true } });
        await probe.tell('job.every', { interval: '1 minute', skipImmediate: true, data: { kept: true } });
        await probe.host.disableApp();
        clock += MINUTE;
        expect(await probe.host.runDueJobs()).toBe(2);
        expect((await probe.host.jobs()).map((job) => job.data)).toEqual([expect.objectContaining({ kept: true })]);
        await probe.host.enableApp();
        expect(await probe.host.status()).toBe('manually_enabled');
    });
});
