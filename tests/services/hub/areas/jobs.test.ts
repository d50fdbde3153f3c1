import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { cancelJob, createHub, createHubShared, directCarrier, getJob, hourlyCost, jobHardware, jobLog, listJobs, runJob, systemClock, type Hub, type JobSpec } from '../../../../services/hub';
import { json, makeHub, rejection } from '../fakes';

let standIn: HubServer;
let ahead = 0;

beforeAll(async () => { standIn = await startHub({ clock: () => Date.now() + ahead }); });
afterAll(async () => {
    expect(standIn.violations).toEqual([]);
    await standIn.stop();
});

function as(name: string): Hub {
    const urls = { hub: standIn.url, router: standIn.routerUrl, endpoints: standIn.endpointsUrl, viewer: standIn.viewerUrl };
    return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, clock: systemClock, token: () => Promise.resolve({ id: name, token: fakeToken(name) }) });
}

const convert = (request: string): JobSpec => ({ namespace: 'acme', dockerImage: 'python:3.12', command: ['python', '-c', 'print(1)'], flavor: 'cpu-basic', secrets: { HF_TOKEN: 'hf_secret' }, timeoutSeconds: 600, labels: { request } });

describe('jobs', () => {
    it('run, are followed to their end, and write a log', async () => {
        const alice = as('alice');
        const job = await runJob(alice, convert('r-1'));
        expect(job).toMatchObject({ flavor: 'cpu-basic', status: { stage: 'SCHEDULING' }, labels: { request: 'r-1' } });
        expect(JSON.stringify(job)).not.toContain('hf_secret');
        const ref = { namespace: 'acme', id: job.id };
        ahead += 10_000;
        expect((await getJob(alice, ref)).value.status.stage).toBe('RUNNING');
        expect(await jobLog(alice, ref, { deadlineMs: 300 })).toMatchObject({ ended: 'deadline' });
        ahead += 1_000_000;
        expect((await getJob(alice, ref)).value.status.stage).toBe('COMPLETED');
        const { lines, ended } = await jobLog(alice, ref, { deadlineMs: 5_000, tail: 1 });
        expect(ended).toBe('server');
        expect(lines).toHaveLength(1);
    });

    it('are found again by their label', async () => {
        const alice = as('alice');
        const { id } = await runJob(alice, convert('r-2'));
        const { value: { items } } = await listJobs(alice, { namespace: 'acme', label: 'request=r-2' });
        expect(items.map((job) => job.id)).toEqual([id]);
        expect((await listJobs(alice, { namespace: 'acme', label: ['request=r-2', 'team=nlp'] })).value.items).toEqual([]);
        expect((await listJobs(alice, { namespace: 'acme', label: 'request=r-2', stage: ['COMPLETED', 'ERROR'] })).value.items).toEqual([]);
    });

    it('come in pages', async () => {
        const alice = as('alice');
        await Promise.all(Array.from({ length: 101 }, () => runJob(alice, convert('many'))));
        const first = (await listJobs(alice, { namespace: 'acme', label: 'request=many' })).value;
        const second = (await listJobs(alice, { namespace: 'acme', label: 'request=many', cursor: first.next })).value;
        expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(101);
        expect(second.next).toBeUndefined();
    });

    it('are cancelled', async () => {
        const alice = as('alice');
        const { id } = await runJob(alice, convert('r-3'));
        expect((await cancelJob(alice, { namespace: 'acme', id })).status.stage).toBe('CANCELED');
        expect((await cancelJob(alice, { namespace: 'acme', id })).status.stage).toBe('CANCELED');
    });

    it('are refused in the words of the Hub', async () => {
        const none = { namespace: 'acme', id: '0'.repeat(24) };
        expect(await rejection(getJob(as('alice'), none))).toMatchObject({ kind: 'job-not-found' });
        expect(await rejection(jobLog(as('alice'), none, { deadlineMs: 1_000 }))).toMatchObject({ kind: 'job-not-found' });
        expect(await rejection(runJob(as('alice'), { ...convert('x'), flavor: 'none' }))).toMatchObject({ kind: 'bad-request' });
        expect(await rejection(runJob(as('bo'), { ...convert('x'), namespace: 'alice' }))).toMatchObject({ status: 403 });
        const { hub } = makeHub(() => json({ error: 'Running Jobs needs a positive credit balance.' }, { status: 402 }));
        expect(await rejection(runJob(hub, convert('x')))).toMatchObject({ kind: 'payment-required' });
    });

    it('is not started a second time by itself', async () => {
        const { hub, calls } = makeHub(() => json({ error: 'later' }, { status: 503 }));
        expect(await rejection(runJob(hub, convert('x')))).toMatchObject({ kind: 'unavailable' });
        expect(calls).toHaveLength(1);
    });

    it('have hardware with prices', async () => {
        const { value } = await jobHardware(as('alice'));
        const basic = value.find(({ name }) => name === 'cpu-basic');
        expect(basic && hourlyCost(basic)).toBeCloseTo(0.01);
    });
});
