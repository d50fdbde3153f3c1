import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHub } from '../../../playground/hub/server';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { ManualTime } from './manual-time';

const time = new ManualTime();
const hub = useHub({ clock: time.clock });
const api = (path: string, init: RequestInit = {}, user = 'alice'): Promise<Answer> => ask(hub().endpointsUrl + path, { ...init, headers: { ...as(user).headers, ...init.headers } });
const post = (path: string, body?: unknown, user = 'alice'): Promise<Answer> => api(path, body === undefined ? { method: 'POST' } : postJson(body), user);
const put = (path: string, body: unknown, user = 'alice'): Promise<Answer> => api(path, { ...postJson(body), method: 'PUT' }, user);
const state = async (name: string): Promise<unknown> => ((await api(`/endpoint/acme/${name}`)).json() as { status: { state: string } }).status.state;
const settle = (): number => (time.now += 60_000);

const SCALING = { minReplica: 0, maxReplica: 1, scaleToZeroTimeout: 15 };
const CPU = { accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x1', scaling: SCALING };
const MODEL = { repository: 'acme/bert-prod', revision: 'main', framework: 'pytorch', task: 'text-classification', image: { huggingface: {} }, env: { MODE: 'test' }, secrets: { KEY: 'hidden-value' } };
const order = (name: string, facts: Record<string, unknown> = {}): Record<string, unknown> => ({ name, type: 'authenticated', provider: { vendor: 'aws', region: 'us-east-1' }, compute: CPU, model: MODEL, tags: ['rocketchat'], ...facts });
const headOf = (id: string): string | undefined => hub().state.findRepo('model', id)?.branches.get('main');

describe('an endpoint', () => {
    it('goes from its order to answering, by the clock', async () => {
        const made = await post('/endpoint/acme', order('clock'));
        expect(made.json()).toMatchObject({
            name: 'clock', type: 'authenticated', provider: { vendor: 'aws' }, compute: { id: 'aws-us-east-1-intel-spr-x1', scaling: SCALING }, model: { repository: 'acme/bert-prod', revision: 'main', env: { MODE: 'test' } }, tags: ['rocketchat'],
            status: { state: 'pending', message: 'Endpoint waiting to be scheduled', readyReplica: 0, targetReplica: 0, createdBy: { name: 'alice' }, createdAt: new Date(time.now).toISOString() },
        });
        expect(made.json()).not.toHaveProperty('status.url');
        time.now += 3_000;
        expect((await api('/endpoint/acme/clock')).json()).toMatchObject({ status: { state: 'initializing', readyReplica: 0, targetReplica: 1 } });
        time.now += 12_000;
        expect((await api('/endpoint/acme/clock')).json()).toMatchObject({ status: { state: 'running', message: 'Endpoint is ready', readyReplica: 1, url: expect.stringMatching(/^https:\/\/[0-9a-f]{16}\.us-east-1\.aws\.endpoints\.huggingface\.cloud$/) as string } });
        expect((await api('/endpoint/acme')).json()).toMatchObject({ items: [{ name: 'bert-prod' }, { name: 'llama-eval' }, { name: 'clock' }] });
    });

    it('never tells a secret', async () => {
        const made = await post('/endpoint/acme', order('secretive'));
        expect([made.text, JSON.stringify([...hub().state.endpoints])].join('')).not.toContain('hidden-value');
        await put('/endpoint/acme/secretive', { model: { secrets: { OTHER: 'hidden-too' } } });
        expect(JSON.stringify([...hub().state.endpoints])).not.toContain('hidden-too');
        expect(hub().state.endpoints.get('acme/secretive')?.spec.secrets).toEqual(['OTHER']);
        expect((await api('/endpoint/acme/secretive', { method: 'DELETE' })).status).toBe(200);
    });

    it('without a revision serves the newest commit, by its sha', async () => {
        const made = await post('/endpoint/acme', order('newest', { accountId: null, model: { ...MODEL, revision: null } }));
        expect(made.json()).toMatchObject({ model: { revision: headOf('acme/bert-prod') } });
        await api('/endpoint/acme/newest', { method: 'DELETE' });
        expect((await api('/endpoint/acme/newest')).status).toBe(404);
    });

    it.each([
        [{ name: 'Upper' }, 'name'], [{ name: 'a'.repeat(33) }, 'name'], [{ name: '-a' }, 'name'], [{ type: 'protected' }, 'type'], [{ provider: { vendor: 'aws', region: 'mars' } }, 'not available on aws mars'],
        [{ compute: { ...CPU, instanceType: 'nvidia-l4' } }, 'not available'], [{ compute: { ...CPU, accelerator: 'gpu', instanceType: 'nvidia-h200' } }, 'not available'], [{ compute: { ...CPU, scaling: { minReplica: 2, maxReplica: 1 } } }, 'compute.scaling'],
        [{ compute: { ...CPU, scaling: { ...SCALING, measure: { load: 1 } } } }, 'measure'], [{ model: { ...MODEL, framework: 'jax' } }, 'framework'], [{ model: { ...MODEL, image: { vLLM: {} } } }, 'model.image'],
        [{ model: { ...MODEL, image: { tgi: { url: 'x' }, tei: { url: 'x' } } } }, 'model.image'], [{ model: { ...MODEL, image: { custom: { url: 'x', credentials: { password: 'p' } } } } }, 'model.image'],
        [{ model: { ...MODEL, repository: 'acme/none' } }, 'acme/none not found'], [{ model: { ...MODEL, repository: 'alice/../x' } }, 'repository'], [{ model: { ...MODEL, revision: 'nope' } }, 'Invalid rev id'], [{ route: { domain: 'x' } }, 'route'],
    ])('ordered with %j is refused', async (facts, problem) => {
        const answer = await post('/endpoint/acme', order('refused', facts));
        expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(problem)]);
    });

    it('needs a name that is free, and what it can pay', async () => {
        expect((await post('/endpoint/acme', order('bert-prod'))).status).toBe(409);
        expect((await post('/endpoint/alice', order('mine'))).status).toBe(402);
        hub().change({ kind: 'credits', account: 'acme', out: true });
        expect((await post('/endpoint/acme', order('broke'))).status).toBe(402);
        expect((await post('/endpoint/acme/llama-eval/resume')).status).toBe(402);
        expect((await put('/endpoint/acme/bert-prod', { compute: { instanceSize: 'x16' } })).status).toBe(402);
        expect((await put('/endpoint/acme/bert-prod', { tags: ['a'] })).status).toBe(200);
        hub().change({ kind: 'credits', account: 'acme', out: false });
    });

    it('needs a model whose files the caller may read', async () => {
        const answer = await post('/endpoint/acme', order('gated', { model: { ...MODEL, repository: 'meta-llama/Llama-3.1-8B-Instruct' } }));
        expect([answer.status, answer.headers.get('x-error-code')]).toEqual([403, 'GatedRepo']);
    });

    it('keeps within the quota, which only pausing gives back', async () => {
        const l4 = { accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x4', scaling: { minReplica: 1, maxReplica: 2 } };
        expect((await post('/endpoint/acme', order('quota', { compute: l4 }))).status).toBe(200);
        const used = async (): Promise<string> => (await api('/provider/acme')).text;
        expect(await used()).toContain('"quota":{"maxAccelerators":8,"usedAccelerators":8}');
        const more = await post('/endpoint/acme', order('more', { compute: { ...l4, instanceSize: 'x1' } }));
        expect([more.status, more.text]).toEqual([400, expect.stringContaining('Quota exceeded')]);
        expect((await put('/endpoint/acme/quota', { compute: { scaling: { maxReplica: 3 } } })).status).toBe(400);
        expect((await put('/endpoint/acme/quota', { compute: { scaling: { maxReplica: 1 } } })).status).toBe(200);
        settle();
        await post('/endpoint/acme/quota/scale-to-zero');
        expect(await used()).toContain('"usedAccelerators":4');
        await post('/endpoint/acme/quota/pause');
        expect(await used()).not.toContain('"usedAccelerators":4');
        expect((await api('/provider')).text).not.toContain('quota');
    });
});

describe('changing an endpoint', () => {
    it('to another revision or hardware rolls out, while the old one answers', async () => {
        const changed = await put('/endpoint/acme/clock', { model: { revision: 'v1.0' } });
        expect(changed.json()).toMatchObject({ model: { revision: 'v1.0', repository: 'acme/bert-prod', env: { MODE: 'test' } }, status: { state: 'updating', readyReplica: 1, url: expect.any(String) as string, updatedAt: new Date(time.now).toISOString() } });
        settle();
        expect(await state('clock')).toBe('running');
        expect((await put('/endpoint/acme/clock', { compute: { instanceSize: 'x2' } })).json()).toMatchObject({ compute: { id: 'aws-us-east-1-intel-spr-x2', scaling: SCALING }, status: { state: 'updating' } });
        settle();
    });

    it('in nothing that runs leaves it running', async () => {
        const body = { tags: ['live'], compute: { scaling: { minReplica: 1 } } };
        expect((await put('/endpoint/acme/clock', body)).json()).toMatchObject({ tags: ['live'], compute: { scaling: { minReplica: 1, maxReplica: 1 } }, status: { state: 'running' } });
        expect((await put('/endpoint/acme/clock', body)).json()).toMatchObject({ status: { state: 'running' } });
    });

    it.each([[{ name: 'other' }, 'name'], [{ provider: { vendor: 'gcp', region: 'us-east4' } }, 'provider'], [{ compute: { instanceSize: 'x3' } }, 'not available'], [{ compute: { scaling: { minReplica: 9 } } }, 'scaling'], [{ model: { revision: 'nope' } }, 'Invalid rev id']])('to %j is refused', async (body, problem) => {
        const answer = await put('/endpoint/acme/clock', body);
        expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(problem)]);
    });

    it('while it is held keeps the change for later', async () => {
        expect((await post('/endpoint/acme/clock/pause')).json()).toMatchObject({ status: { state: 'paused', readyReplica: 0, targetReplica: 0 } });
        expect((await put('/endpoint/acme/clock', { model: { revision: 'main' } })).json()).toMatchObject({ model: { revision: 'main' }, status: { state: 'paused' } });
        expect((await post('/endpoint/acme/clock/pause')).status).toBe(200);
        expect((await post('/endpoint/acme/clock/scale-to-zero')).status).toBe(400);
        expect((await post('/endpoint/acme/clock/resume')).json()).toMatchObject({ status: { state: 'pending' } });
        const again = await post('/endpoint/acme/clock/resume');
        expect([again.status, again.text]).toEqual([400, expect.stringContaining('already running')]);
        settle();
        expect((await post('/endpoint/acme/clock/scale-to-zero')).json()).toMatchObject({ status: { state: 'scaledToZero', readyReplica: 0, url: expect.any(String) as string } });
        expect((await post('/endpoint/acme/clock/scale-to-zero')).status).toBe(200);
        expect((await post('/endpoint/acme/clock/resume')).json()).toMatchObject({ status: { state: 'pending' } });
        settle();
    });

    it('that failed says why; a new version is the way out, as is starting it again', async () => {
        await put('/endpoint/acme/clock', { model: { revision: 'v1.0' } });
        hub().change({ kind: 'endpoint-state', namespace: 'acme', name: 'clock', state: 'updateFailed', message: 'CUDA out of memory' });
        settle();
        expect((await api('/endpoint/acme/clock')).json()).toMatchObject({ status: { state: 'updateFailed', errorMessage: 'CUDA out of memory', readyReplica: 1 } });
        expect((await put('/endpoint/acme/clock', { model: { revision: 'v1.0' } })).json()).toMatchObject({ status: { state: 'updating' } });
        expect((await api('/endpoint/acme/clock')).json()).not.toHaveProperty('status.errorMessage');
        hub().change({ kind: 'endpoint-state', namespace: 'acme', name: 'clock', state: 'failed' });
        expect((await api('/endpoint/acme/clock')).json()).toMatchObject({ status: { state: 'failed', message: 'Endpoint failed to deploy', readyReplica: 0, targetReplica: 1 } });
        expect((await post('/endpoint/acme/clock/resume')).status).toBe(400);
        await post('/endpoint/acme/clock/pause');
        await post('/endpoint/acme/clock/resume');
        settle();
        expect(await state('clock')).toBe('running');
        expect(() => hub().change({ kind: 'endpoint-state', namespace: 'acme', name: 'none', state: 'failed' })).toThrow('has no endpoint');
    });
});

describe('watching an endpoint', () => {
    it('logs as text, replicas as they answer', async () => {
        const logs = await api('/endpoint/acme/clock/logs');
        expect([logs.headers.get('content-type'), logs.text]).toEqual(['text/plain; charset=utf-8', expect.stringMatching(/^\S+Z Preparing model acme\/bert-prod at v1\.0\n\S+Z Application startup complete\.\n$/)]);
        expect((await api('/endpoint/acme/clock/logs?tail=1')).text.split('\n')).toHaveLength(2);
        expect((await api('/endpoint/acme/clock/logs?tail=x')).status).toBe(400);
        expect((await api('/endpoint/acme/clock/logs?follow=true')).status).toBe(400);
        expect((await api('/endpoint/acme/clock/logs?replica=none')).status).toBe(400);
        expect((await api('/endpoint/acme/clock/replica')).json()).toMatchObject({ items: [{ state: 'running' }] });
        expect((await api('/endpoint/acme/llama-eval/replica')).json()).toEqual({ items: [] });
    });
});

describe('who may', () => {
    const WRITES = [['POST', ''], ['PUT', '/bert-prod'], ['DELETE', '/bert-prod'], ['POST', '/bert-prod/pause'], ['POST', '/bert-prod/resume'], ['POST', '/bert-prod/scale-to-zero']] as const;

    it.each(['bo', 'sec', 'dave', 'service', 'expiring'])('write: not %s', async (user) => {
        for (const [method, path] of WRITES) {
            expect([method, path, (await api(`/endpoint/acme${path}`, { method, ...(method !== 'DELETE' && { body: JSON.stringify(order('forbidden')) }) }, user)).status]).toEqual([method, path, 403]);
        }
        expect(await state('bert-prod')).toBe('running');
    });

    it('write: a token made for it, and never the anonymous', async () => {
        expect((await put('/endpoint/acme/bert-prod', { tags: ['by-carol'] }, 'carol')).json()).toMatchObject({ tags: ['by-carol'], status: { updatedBy: { name: 'carol' } } });
        for (const [method, path] of WRITES) {
            expect((await ask(`${hub().endpointsUrl}/endpoint/acme${path}`, { method })).status).toBe(401);
        }
    });

    it.each([[['read-endpoints'], ['acme'], 200, 403], [['write-endpoints'], ['acme'], 200, 200], [['write-endpoints'], [], 403, 403], [['write-repos'], ['acme'], 403, 403]])('with the scopes %j on %j: look %i, change %i', async (oauthScopes, oauthOrgs, look, change) => {
        const value = `hf_oauth_${oauthScopes.join()}${oauthOrgs.join()}`;
        hub().state.tokens.set(value, { value, user: 'alice', displayName: 'app', role: 'oauth', createdAt: '2025-01-05T09:00:00.000Z', oauthScopes, oauthOrgs });
        const headers = { Authorization: `Bearer ${value}` };
        expect((await ask(`${hub().endpointsUrl}/endpoint/acme/bert-prod`, { headers })).status).toBe(look);
        expect((await ask(`${hub().endpointsUrl}/endpoint/acme/bert-prod/pause`, { method: 'POST', headers })).status).toBe(change);
    });

    it('see those of an organisation without billing: nobody', async () => {
        hub().state.users.get('alice')?.orgs.push({ org: 'google-bert', role: 'admin' });
        expect((await api('/endpoint/google-bert')).status).toBe(401);
    });

    it('the Hub itself tells', async () => {
        const check = async (path: string, user: string): Promise<number> => (await ask(`${hub().url}/api/inference-endpoints/acme${path}`, { method: 'POST', ...as(user) })).status;
        expect([await check('/auth-check/read', 'bo'), await check('/auth-check/write', 'bo'), await check('/auth-check/write', 'alice'), await check('/none/auth-check/read', 'alice'), await check('/auth-check/dance', 'alice')]).toEqual([200, 403, 200, 404, 400]);
    });
});

describe('a Hub started again', () => {
    it('has its endpoints as they were, and no secret in its journal', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'hub-endpoints-'));
        const options = { journal: join(folder, 'journal.jsonl'), clock: time.clock };
        const list = async (url: string): Promise<unknown> => (await ask(`${url}/endpoint/acme`, as('alice'))).json();
        const first = await startHub(options);
        await ask(`${first.endpointsUrl}/endpoint/acme`, postJson(order('kept'), as('alice')));
        await ask(`${first.endpointsUrl}/endpoint/acme/llama-eval`, { method: 'DELETE', ...as('alice') });
        await ask(`${first.endpointsUrl}/endpoint/acme/kept`, { ...postJson({ model: { revision: 'v1.0' } }, as('alice')), method: 'PUT' });
        const before = await list(first.endpointsUrl);
        await first.stop();
        const second = await startHub(options);
        expect(await list(second.endpointsUrl)).toEqual(before);
        expect(before).toMatchObject({ items: [{ name: 'bert-prod' }, { name: 'kept', model: { revision: 'v1.0' } }] });
        await second.stop();
        expect(readFileSync(options.journal, 'utf8')).not.toContain('hidden-value');
        rmSync(folder, { recursive: true });
    });
});
