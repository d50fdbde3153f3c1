import { describe, expect, it } from 'vitest';
import { as, ask, postJson, useHub } from './harness';
import { ManualTime } from './manual-time';
import type { OpenStream, StreamedEvent } from './open-stream';
import { openStream } from './open-stream';

const time = new ManualTime();
const hub = useHub({ clock: time.clock, scheduler: time.scheduler });
const post = (path: string, body?: unknown, user = 'alice'): ReturnType<typeof ask> =>
    ask(`${hub().url}/api/spaces/${path}`, body === undefined ? { method: 'POST', ...as(user) } : postJson(body, as(user)));
const runtime = async (name: string): Promise<unknown> => (await ask(`${hub().url}/api/spaces/${name}/runtime`, as('alice'))).json();
const stream = (path: string, user = 'alice'): Promise<OpenStream> => openStream(`${hub().url}/api/spaces/${path}`, as(user));
const text = ({ data }: StreamedEvent): string => (data as { data: string }).data;

describe('controlling a Space', () => {
    it('pauses and restarts it, by the clock', async () => {
        expect((await post('acme/demo/pause')).json()).toMatchObject({ stage: 'PAUSED', hardware: { current: null, requested: 'cpu-basic' } });
        expect((await post('acme/demo/restart')).json()).toMatchObject({ stage: 'BUILDING' });
        time.now += 5_000;
        expect(await runtime('acme/demo')).toMatchObject({ stage: 'APP_STARTING' });
        time.now += 10_000;
        expect(await runtime('acme/demo')).toMatchObject({ stage: 'RUNNING', hardware: { current: 'cpu-basic' } });
        expect((await post('acme/demo/restart?factory=true')).json()).toMatchObject({ stage: 'BUILDING' });
        time.now += 39_000;
        expect(await runtime('acme/demo')).toMatchObject({ stage: 'BUILDING' });
        time.now += 11_000;
    });

    it('does not heal a build error by itself: only a commit does', async () => {
        await post('acme/broken/restart?factory=true');
        expect(await runtime('acme/broken')).not.toHaveProperty('errorMessage');
        time.now += 60_000;
        expect(await runtime('acme/broken')).toMatchObject({ stage: 'BUILD_ERROR', errorMessage: expect.stringContaining('grado==5.0') as string });
        hub().change({ kind: 'commit', repo: { type: 'space', id: 'acme/broken' }, title: 'Mend', author: 'alice', files: [{ path: 'requirements.txt', content: 'gradio==5.0\n' }] });
        time.now += 60_000;
        expect(await runtime('acme/broken')).toMatchObject({ stage: 'RUNNING' });
    });

    it('sets when it sleeps, which is fixed on the free hardware', async () => {
        expect((await post('acme/gpu-demo/sleeptime', { seconds: 900 })).json()).toMatchObject({ gcTimeout: 900 });
        expect((await post('acme/gpu-demo/sleeptime', { seconds: -1 })).json()).toMatchObject({ gcTimeout: null });
        expect((await post('acme/demo/sleeptime', { seconds: 900 })).json()).toMatchObject({ gcTimeout: 172_800 });
        expect((await post('acme/gpu-demo/sleeptime', { seconds: -2 })).status).toBe(400);
    });

    it('is in Dev Mode with its next start, where the owner has a plan', async () => {
        expect((await post('acme/demo/dev-mode', { enabled: true })).json()).toMatchObject({ stage: 'BUILDING', devMode: true });
        time.now += 15_000;
        expect(await runtime('acme/demo')).toMatchObject({ stage: 'RUNNING', devMode: true });
        expect((await post('acme/demo/dev-mode', { enabled: true })).json()).toMatchObject({ stage: 'RUNNING' });
        expect((await post('acme/annotator/dev-mode', { enabled: true })).json()).toMatchObject({ stage: 'PAUSED', devMode: true });
        const acme = hub().state.orgs.get('acme');
        hub().state.orgs.set('acme', { ...acme!, plan: undefined });
        expect((await post('acme/demo/dev-mode', { enabled: true })).status).toBe(402);
        expect((await post('acme/demo/dev-mode', { enabled: false })).json()).toMatchObject({ devMode: false });
        hub().state.orgs.set('acme', acme!);
        time.now += 15_000;
        expect([(await post('acme/demo/dev-mode', {})).status, (await post('acme/demo/dev-mode', { enabled: true }, 'bo')).status, (await post('huggingface/hf-docs-search/dev-mode', { enabled: true })).status]).toEqual([400, 403, 403]);
    });

    it('moves to other hardware by starting again; a paused one keeps it for later', async () => {
        expect((await post('acme/demo/hardware', { flavor: 't4-small', sleepTimeSeconds: 600 })).json()).toMatchObject({ stage: 'BUILDING', hardware: { current: null, requested: 't4-small' }, gcTimeout: 600 });
        time.now += 15_000;
        expect(await runtime('acme/demo')).toMatchObject({ stage: 'RUNNING', hardware: { current: 't4-small' } });
        expect((await post('acme/annotator/hardware', { flavor: 'cpu-basic' })).json()).toMatchObject({ stage: 'PAUSED', hardware: { requested: 'cpu-basic' }, gcTimeout: 172_800 });
        expect((await post('acme/demo/hardware', { flavor: 'h100' })).status).toBe(400);
        expect((await post('acme/annotator/hardware', { flavor: 'zero-a10g' })).status).toBe(400);
    });

    it('wants payment for what costs, from an account that has none left', async () => {
        hub().change({ kind: 'credits', account: 'acme', out: true });
        expect((await post('acme/demo/hardware', { flavor: 'a10g-small' })).status).toBe(402);
        expect((await post('acme/gpu-demo/restart')).status).toBe(402);
        expect((await post('acme/demo/hardware', { flavor: 'cpu-basic' })).status).toBe(200);
        hub().change({ kind: 'credits', account: 'acme', out: false });
        expect((await post('acme/gpu-demo/restart')).status).toBe(200);
    });

    it.each([
        ['acme/demo', 'bo', 403], ['acme/demo', 'dave', 403], ['acme/annotator', 'dave', 404], ['acme/annotator', 'sec', 403], ['acme/demo', 'carol', 403], ['acme/demo', 'service', 200],
        ['gradio/hello_world', 'alice', 403], ['acme/nope', 'alice', 404],
    ])('%s by %s: %i', async (space, user, status) => {
        expect((await post(`${space}/pause`, undefined, user)).status).toBe(status);
    });

    it('is not possible where nothing runs', async () => {
        hub().state.users.get('julien-c')?.orgs.push({ org: 'huggingface', role: 'admin' });
        const value = 'hf_julien';
        hub().state.tokens.set(value, { value, user: 'julien-c', displayName: 'here', role: 'write', createdAt: '2025-01-05T09:00:00.000Z' });
        const init = { method: 'POST', headers: { Authorization: `Bearer ${value}` } };
        expect((await ask(`${hub().url}/api/spaces/huggingface/hf-docs-search/restart`, init)).status).toBe(400);
        expect((await ask(`${hub().url}/api/spaces/huggingface/hf-docs-search/metrics`, { headers: init.headers })).status).toBe(404);
    });

    it('by OAuth needs more than reading', async () => {
        const pause = async (oauthScopes: string[]): Promise<number> => {
            const value = `hf_oauth_${oauthScopes.join()}`;
            hub().state.tokens.set(value, { value, user: 'alice', displayName: 'app', role: 'oauth', createdAt: '2025-01-05T09:00:00.000Z', oauthScopes, oauthOrgs: ['acme'] });
            return (await ask(`${hub().url}/api/spaces/acme/demo/pause`, { method: 'POST', headers: { Authorization: `Bearer ${value}` } })).status;
        };
        expect([await pause(['read-repos']), await pause(['write-repos'])]).toEqual([403, 200]);
    });
});

describe('watching a Space', () => {
    it('logs: the lines so far, then what comes, and the stream stays open', async () => {
        await post('acme/demo/restart');
        const build = await stream('acme/demo/logs/build');
        expect((await build.first(3)).map(text)).toEqual([expect.stringContaining('Build Queued at'), expect.stringContaining('--> FROM'), '--> WORKDIR /app\n']);
        time.advance(6_000);
        expect((await build.first(4)).map(text).at(-1)).toBe('--> DONE\n');
        const run = await stream('acme/demo/logs/run?tail=1');
        expect((await run.first(1)).map(text)).toEqual([expect.stringContaining('Application Startup')]);
        time.advance(10_000);
        expect((await run.first(2)).map(text).at(-1)).toContain('Running on local URL');
        hub().change({ kind: 'space-stage', space: 'acme/demo', stage: 'RUNTIME_ERROR', errorMessage: 'Memory limit exceeded (16Gi)' });
        const failed = await stream('acme/demo/logs/run?tail=1');
        expect((await failed.first(1)).map(text)).toEqual(['Memory limit exceeded (16Gi)\n']);
        await Promise.all([build.leave(), run.leave(), failed.leave()]);
        await expect.poll(() => time.pending).toBe(0);
    });

    it('logs: what somebody lets it write, each line once and in its time, until it starts anew', async () => {
        hub().change({ kind: 'space-stage', space: 'acme/demo', stage: 'RUNNING' });
        time.advance(1);
        const run = await stream('acme/demo/logs/run?tail=0');
        hub().change({ kind: 'space-log', space: 'acme/demo', lines: ['epoch 1', 'same', 'same'] });
        hub().change({ kind: 'space-log', space: 'acme/demo', log: 'build', lines: ['--> RUN pip install'] });
        time.advance(1_000);
        hub().change({ kind: 'space-log', space: 'acme/demo', lines: ['same'] });
        time.advance(2_000);
        expect((await run.first(4)).map(text)).toEqual(['epoch 1\n', 'same\n', 'same\n', 'same\n']);
        const build = await stream('acme/demo/logs/build');
        expect((await build.first(5)).map(text)).toContain('--> RUN pip install\n');
        await post('acme/demo/restart');
        time.advance(20_000);
        const anew = await stream('acme/demo/logs/run');
        expect((await anew.first(2)).map(text).join('')).not.toContain('same');
        await Promise.all([run.leave(), build.leave(), anew.leave()]);
    });

    it('metrics: the load that it was given, once a second, while it is up', async () => {
        hub().change({ kind: 'space-stage', space: 'acme/gpu-demo', stage: 'RUNNING' });
        const metrics = await stream('acme/gpu-demo/metrics');
        hub().change({ kind: 'space-cpu', space: 'acme/gpu-demo', percent: 97.5 });
        time.advance(1_000);
        hub().change({ kind: 'space-stage', space: 'acme/gpu-demo', stage: 'PAUSED' });
        time.advance(3_000);
        hub().change({ kind: 'space-stage', space: 'acme/gpu-demo', stage: 'RUNNING' });
        time.advance(1_000);
        expect(await metrics.first(3)).toMatchObject([3, 97.5, 97.5].map((percent) => ({ event: 'metric', data: { cpu_usage_pct: percent, memory_total_bytes: 15 * 1024 ** 3, gpus: expect.any(Object) as object } })));
        await metrics.leave();
    });

    it('metrics: the memory that somebody said is in use, until they say nothing of it', async () => {
        hub().change({ kind: 'space-stage', space: 'acme/gpu-demo', stage: 'RUNNING' });
        hub().change({ kind: 'space-cpu', space: 'acme/gpu-demo', percent: 20, memoryPercent: 50 });
        const metrics = await stream('acme/gpu-demo/metrics');
        hub().change({ kind: 'space-cpu', space: 'acme/gpu-demo', percent: 20 });
        time.advance(1_000);
        expect(await metrics.first(2)).toMatchObject([7.5, 1.5].map((gib) => ({ data: { memory_used_bytes: gib * 1024 ** 3 } })));
        await metrics.leave();
    });

    it('events: the runtime, whenever it changes', async () => {
        hub().change({ kind: 'space-stage', space: 'acme/demo', stage: 'SLEEPING' });
        const events = await stream('acme/demo/events', 'dave');
        hub().change({ kind: 'commit', repo: { type: 'space', id: 'acme/demo' }, title: 'Wake', author: 'alice', files: [{ path: 'app.py', content: 'print(1)\n' }] });
        time.advance(40_000);
        expect((await events.first(4)).map(({ data }) => (data as { stage: string }).stage)).toEqual(['SLEEPING', 'BUILDING', 'APP_STARTING', 'RUNNING']);
        await events.leave();
    });

    it.each([['demo/logs/run', undefined, 401], ['demo/logs/run', 'dave', 403], ['demo/metrics', 'bo', 403], ['annotator/events', 'dave', 404], ['demo/logs/other', 'alice', 404]])('%s for %s: %i', async (path, user, status) => {
        expect((await ask(`${hub().url}/api/spaces/acme/${path}`, user === undefined ? {} : as(user))).status).toBe(status);
    });
});
