import { cancelJob, getJob, HubApiError, listJobs, runJob, streamJobEvents, streamJobLogs } from '@huggingface/hub';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { as, ask, nextOf, postJson, useHub } from './harness';
import { ManualTime } from './manual-time';
import { openStream } from './open-stream';

const time = new ManualTime();
const hub = useHub({ clock: time.clock, scheduler: time.scheduler });
const api = (path: string, user = 'alice', init: RequestInit = {}): ReturnType<typeof ask> => ask(hub().url + path, { ...as(user), ...init, headers: { ...as(user).headers, ...init.headers } });
const at = (namespace: string): { hubUrl: string; accessToken: string; namespace: string } => ({ hubUrl: hub().url, accessToken: fakeToken('alice'), namespace });

const jobs = z.array(z.looseObject({ id: z.string(), status: z.looseObject({ stage: z.string() }), labels: z.record(z.string(), z.string()) }));
const list = async (query = '', namespace = 'acme'): Promise<z.infer<typeof jobs>> => jobs.parse((await api(`/api/jobs/${namespace}${query}`)).json());
const seeded = async (stage: string): Promise<string> => (await list(`?stage=${stage}`))[0]?.id ?? '';

const ORDER = { dockerImage: 'python:3.12', command: ['python', '-c', 'print(1)'], flavor: 'cpu-basic', environment: { MODE: 'test' }, secrets: { KEY: 'hidden' }, labels: { team: 'a' } };

describe('listing jobs', () => {
    it('by stage, by label, newest first', async () => {
        expect((await list()).map(({ status }) => status.stage)).toEqual(['RUNNING', 'ERROR', 'COMPLETED']);
        expect((await list('?stage=ERROR&stage=RUNNING')).map(({ status }) => status.stage)).toEqual(['RUNNING', 'ERROR']);
        expect((await list('?label=team=nlp&label=model')).map(({ labels }) => labels)).toEqual([{ team: 'nlp', model: 'bert-prod' }]);
        expect(await list('?label=team=none')).toEqual([]);
        expect((await api('/api/jobs/acme/count?stage=RUNNING')).json()).toEqual({ count: 1 });
        expect((await api('/api/jobs/acme?stage=DANCING')).status).toBe(400);
    });

    it('in pages', async () => {
        const [first] = hub().state.jobs.values();
        const extra = Array.from({ length: 130 }, (_, index) => `f${index.toString(16).padStart(23, '0')}`);
        extra.forEach((id) => first && hub().state.jobs.set(id, { ...first, id, owner: 'bo', createdBy: 'bo' }));
        const page = await api('/api/jobs/bo', 'bo');
        const next = nextOf(page);
        const rest = jobs.parse((await ask(next ?? '', as('bo'))).json());
        expect([...jobs.parse(page.json()), ...rest].map(({ id }) => id).sort()).toEqual(extra.sort());
        extra.forEach((id) => hub().state.jobs.delete(id));
    });

    it.each([['dave', 'acme', 403], ['alice', 'bo', 403], ['sec', 'acme', 403], ['carol', 'globex', 403], ['carol', 'acme', 403], ['bo', 'acme', 200], ['alice', 'alice', 200]])('%s may look at the jobs of %s: %i', async (user, namespace, status) => {
        expect((await api(`/api/jobs/${namespace}`, user)).status).toBe(status);
    });
});

describe('jobs of an organisation that wants single sign-on', () => {
    it('are not for a member without it, whatever the token', async () => {
        hub().state.tokens.set(fakeToken('sso'), { value: fakeToken('sso'), user: 'carol', displayName: 'sso', role: 'write', createdAt: '2025-01-05T09:00:00.000Z' });
        expect((await api('/api/jobs/acme', 'sso')).status).toBe(200);
        expect((await api('/api/jobs/globex', 'sso')).status).toBe(403);
    });
});

describe('running a job', () => {
    it('goes through its stages by the clock, as the Hub\'s own client sees it', async () => {
        const job = await runJob({ ...at('acme'), ...ORDER, flavor: 'cpu-basic' });
        expect(job).toMatchObject({ type: 'job', status: { stage: 'SCHEDULING' }, owner: { name: 'acme', type: 'org' }, createdBy: { name: 'alice' }, secrets: ['KEY'], environment: { MODE: 'test' } });
        expect(JSON.stringify([job, hub().state.jobs.get(job.id)])).not.toContain('hidden');
        time.now += 4_000;
        expect(await getJob({ ...at('acme'), jobId: job.id })).toMatchObject({ status: { stage: 'RUNNING' }, startedAt: new Date(time.now).toISOString(), durations: { schedulingSecs: 4, runningSecs: 0 } });
        time.now += 120_000;
        expect(await getJob({ ...at('acme'), jobId: job.id })).toMatchObject({ status: { stage: 'COMPLETED', message: null }, durations: { runningSecs: 120, totalSecs: 124 } });
        expect((await listJobs(at('acme'))).map(({ id }) => id)).toContain(job.id);
    });

    it('ends at its timeout', async () => {
        const { id } = await runJob({ ...at('acme'), ...ORDER, flavor: 'cpu-basic', timeoutSeconds: 10 });
        time.now += 14_000;
        expect(await getJob({ ...at('acme'), jobId: id })).toMatchObject({ status: { stage: 'ERROR', message: 'Job timeout' }, durations: { runningSecs: 10 } });
    });

    it('is canceled once, and stays what it was when it had ended', async () => {
        const { id } = await runJob({ ...at('acme'), ...ORDER, flavor: 'cpu-basic' });
        time.now += 1_000;
        const canceled = await cancelJob({ ...at('acme'), jobId: id });
        expect(canceled).toMatchObject({ status: { stage: 'CANCELED' }, durations: { totalSecs: 1 } });
        expect(canceled.startedAt).toBeUndefined();
        time.now += 1_000;
        expect((await api(`/api/jobs/acme/${id}/cancel`, 'alice', { method: 'POST' })).json()).toEqual(canceled);
        const done = await seeded('COMPLETED');
        expect((await api(`/api/jobs/acme/${done}/cancel`, 'alice', { method: 'POST' })).json()).toMatchObject({ status: { stage: 'COMPLETED' } });
        expect((await api('/api/jobs/acme/nope/cancel', 'alice', { method: 'POST' })).status).toBe(404);
        expect((await api(`/api/jobs/alice/${done}`)).status).toBe(404);
    });

    it.each([
        [{ ...ORDER, dockerImage: undefined }, 'Exactly one'], [{ ...ORDER, spaceId: 'acme/demo' }, 'Exactly one'], [{ ...ORDER, flavor: 'zero-a10g' }, 'expected one of'], [{ ...ORDER, flavor: undefined }, 'flavor'],
        [{ ...ORDER, command: [] }, 'command'], [{ ...ORDER, environment: { '1A': 'x' } }, 'environment'], [{ ...ORDER, labels: { 'a b': 'x' } }, 'labels'], [{ ...ORDER, timeoutSeconds: -1 }, 'timeoutSeconds'],
        [{ ...ORDER, volumes: [] }, 'volumes'],
    ])('refuses %j', async (body, problem) => {
        const answer = await api('/api/jobs/acme', 'alice', postJson(body));
        expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(problem)]);
    });

    it('needs the right, and the Space that it runs', async () => {
        const run = async (namespace: string, user: string, body: unknown = ORDER): Promise<number> => (await api(`/api/jobs/${namespace}`, user, postJson(body))).status;
        expect([await run('acme', 'bo'), await run('acme', 'dave'), await run('bo', 'bo'), await run('acme', 'alice', { ...ORDER, dockerImage: undefined, spaceId: 'acme/nope' })]).toEqual([403, 403, 403, 404]);
        expect(await run('alice', 'alice')).toBe(402);
    });

    it('out of credits: what runs is stopped, nothing more is started, until there are some again', async () => {
        const running = await seeded('RUNNING');
        const before = await seeded('COMPLETED');
        hub().change({ kind: 'credits', account: 'acme', out: true });
        expect((await api(`/api/jobs/acme/${running}`)).json()).toMatchObject({ status: { stage: 'CANCELED', cancelReason: 'NO_CREDITS' }, finishedAt: new Date(time.now).toISOString() });
        expect((await api(`/api/jobs/acme/${before}`)).json()).toMatchObject({ status: { stage: 'COMPLETED' } });
        expect((await api('/api/jobs/acme', 'alice', postJson(ORDER))).status).toBe(402);
        hub().change({ kind: 'credits', account: 'acme', out: false });
        expect((await api('/api/jobs/acme', 'alice', postJson(ORDER))).status).toBe(200);
    });
});

describe('watching a job', () => {
    it('log: what is there, then what comes, until it ends; then no timer is left', async () => {
        const { id } = await runJob({ ...at('acme'), ...ORDER, flavor: 'cpu-basic' });
        const stream = await openStream(`${hub().url}/api/jobs/acme/${id}/logs`, as('alice'));
        for (let second = 0; second < 130; second += 1) {
            time.advance(1_000);
        }
        const sent = await stream.untilEnd();
        expect(sent.map(({ data }) => (data as { data: string }).data)).toEqual([expect.stringContaining('Job started at'), expect.stringContaining('python:3.12 python -c print(1)')]);
        expect(stream.comments()).toBeGreaterThan(2);
        expect(time.pending).toBe(0);
        const again: string[] = [];
        for await (const { message } of streamJobLogs({ ...at('acme'), jobId: id })) {
            again.push(message);
        }
        expect(again).toHaveLength(2);
        expect(await (await openStream(`${hub().url}/api/jobs/acme/${id}/logs?tail=1`, as('alice'))).untilEnd()).toEqual(sent.slice(1));
    });

    it('metrics: one a second while it runs, 500 when it is over', async () => {
        const { id } = await runJob({ ...at('acme'), ...ORDER, flavor: 't4-small' });
        const stream = await openStream(`${hub().url}/api/jobs/acme/${id}/metrics`, as('alice'));
        time.advance(6_000);
        await cancelJob({ ...at('acme'), jobId: id });
        time.advance(1_000);
        const events = await stream.untilEnd();
        expect(events).toHaveLength(3);
        expect(events[0]).toMatchObject({ event: 'metric', data: { cpu_usage_pct: expect.any(Number) as number, memory_total_bytes: 15 * 1024 ** 3, replica: expect.any(String) as string } });
        expect(Object.values((events[0]?.data as { gpus: object }).gpus)).toHaveLength(1);
        expect((await api(`/api/jobs/acme/${id}/metrics`)).status).toBe(500);
    });

    it('events: each stage once; a reader that leaves takes its timer along', async () => {
        const { id } = await runJob({ ...at('acme'), ...ORDER, flavor: 'cpu-basic' });
        const left = await openStream(`${hub().url}/api/jobs/acme/${id}/events`, as('alice'));
        await left.leave();
        await expect.poll(() => time.pending).toBe(0);
        const stages: unknown[] = [];
        const read = (async () => {
            for await (const text of streamJobEvents({ ...at('acme'), jobId: id })) {
                stages.push((JSON.parse(text) as { status: { stage: string } }).status.stage);
            }
        })();
        await expect.poll(() => time.pending).toBe(1);
        time.advance(200_000);
        await read;
        expect(stages).toEqual(['SCHEDULING', 'RUNNING', 'COMPLETED']);
    });

    it('is for members only', async () => {
        const id = await seeded('COMPLETED');
        for (const what of ['logs', 'metrics', 'events']) {
            expect((await api(`/api/jobs/acme/${id}/${what}`, 'dave')).status).toBe(403);
        }
        await expect(getJob({ ...at('acme'), jobId: 'nope' })).rejects.toBeInstanceOf(HubApiError);
    });
});
