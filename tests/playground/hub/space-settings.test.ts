import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { startHub } from '../../../playground/hub/server';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { ManualTime } from './manual-time';
import { useReceiver } from './receiver';

const time = new ManualTime();
const hub = useHub({ clock: time.clock });
const receiver = useReceiver();
const space = (path: string, init: RequestInit = {}, user = 'alice'): Promise<Answer> => ask(`${hub().url}/api/spaces/${path}`, { ...init, headers: { ...as(user).headers, ...init.headers } });
const save = (path: string, body: unknown, user = 'alice'): Promise<Answer> => space(path, postJson(body), user);
const remove = (path: string, key: unknown, user = 'alice'): Promise<Answer> => space(path, { ...postJson({ key }), method: 'DELETE' }, user);
const stage = async (name: string): Promise<unknown> => ((await space(`${name}/runtime`)).json() as { stage: string }).stage;

beforeEach(() => {
    time.now += 60_000;
});

describe('variables of a Space', () => {
    it('are saved, told and deleted; each change starts the Space again', async () => {
        const at = new Date(time.now).toISOString();
        expect((await space('acme/demo/variables')).json()).toEqual({});
        const revision = { key: 'MODEL_REVISION', value: 'a'.repeat(40), description: 'What is live', updatedAt: at };
        expect((await save('acme/demo/variables', { key: 'MODEL_REVISION', value: 'a'.repeat(40), description: 'What is live' })).json()).toEqual({ MODEL_REVISION: revision });
        expect(await stage('acme/demo')).toBe('BUILDING');
        time.now += 15_000;
        expect(await stage('acme/demo')).toBe('RUNNING');
        expect((await save('acme/demo/variables', { key: 'EMPTY' })).json()).toMatchObject({ MODEL_REVISION: revision, EMPTY: { key: 'EMPTY', value: '' } });
        expect((await save('acme/demo/variables', { key: 'MODEL_REVISION', value: 'b' })).json()).toMatchObject({ MODEL_REVISION: { value: 'b' } });
        time.now += 15_000;
        expect((await remove('acme/demo/variables', 'MODEL_REVISION')).json()).toEqual({ EMPTY: expect.anything() as unknown });
        expect(await stage('acme/demo')).toBe('BUILDING');
        expect((await remove('acme/demo/variables', 'MODEL_REVISION')).status).toBe(404);
    });

    it.each([{ value: 'x' }, { key: '' }, { key: '1A', value: 'x' }, { key: '_A', value: 'x' }, { key: 'A-B', value: 'x' }, { key: 'A', value: 1 }, 'text'])('%j is refused', async (body) => {
        expect([(await save('acme/demo/variables', body)).status, (await save('acme/demo/secrets', body)).status]).toEqual([400, 400]);
        expect(await stage('acme/demo')).toBe('RUNNING');
    });

    it('do not wake a paused Space, nor mend one that can\'t be built', async () => {
        await save('acme/annotator/variables', { key: 'A', value: 'x' });
        expect(await stage('acme/annotator')).toBe('PAUSED');
        await save('acme/broken/variables', { key: 'A', value: 'x' });
        time.now += 60_000;
        expect(await stage('acme/broken')).toBe('BUILD_ERROR');
    });
});

describe('secrets of a Space', () => {
    it('are told by name and time only, and are nowhere else', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'hub-secrets-'));
        const options = { journal: join(folder, 'journal.jsonl'), clock: time.clock };
        const first = await startHub(options);
        const at = (url: string): string => `${url}/api/spaces/acme/demo/secrets`;
        const saved = await ask(at(first.url), postJson({ key: 'HF_TOKEN', value: 'hidden-value', description: 'For the model' }, as('alice')));
        const listed = await ask(at(first.url), as('alice'));
        expect(listed.json()).toEqual({ HF_TOKEN: { key: 'HF_TOKEN', description: 'For the model', updatedAt: new Date(time.now).toISOString() } });
        const kept = JSON.stringify([...(first.state.findRepo('space', 'acme/demo')?.space?.secrets ?? [])]);
        await first.stop();
        const second = await startHub(options);
        expect((await ask(at(second.url), as('alice'))).json()).toEqual(listed.json());
        await second.stop();
        expect([saved.text, listed.text, kept, readFileSync(options.journal, 'utf8'), JSON.stringify([first.requests, second.requests])].join('')).not.toContain('hidden-value');
        rmSync(folder, { recursive: true });
    });

    it('start the Space again, and are gone when deleted', async () => {
        expect((await save('acme/demo/secrets', { key: 'KEY', value: 'x' })).json()).toEqual({});
        expect(await stage('acme/demo')).toBe('BUILDING');
        expect((await remove('acme/demo/secrets', 'KEY')).json()).toEqual({});
        expect((await space('acme/demo/secrets')).json()).toEqual({});
        expect((await remove('acme/demo/secrets', 'KEY')).status).toBe(404);
    });

    it('webhooks are told that a setting changed, and nothing of it', async () => {
        await ask(`${hub().url}/api/settings/webhooks`, postJson({ watched: [{ type: 'space', name: 'acme/demo' }], domains: ['repo'], url: receiver.url }, as('alice')));
        await save('acme/demo/secrets', { key: 'TOLD_KEY', value: 'hidden-value' });
        await hub().deliveries.settled();
        expect(receiver.received).toMatchObject([{ body: { event: { scope: 'repo.config', action: 'update' }, updatedConfig: {}, repo: { name: 'acme/demo' } } }]);
        expect(JSON.stringify([receiver.received, hub().deliveries.log])).not.toMatch(/hidden-value|TOLD_KEY/);
    });
});

describe('who may', () => {
    it.each([['acme/demo', 'bo', 403], ['acme/demo', 'carol', 403], ['acme/demo', 'dave', 403], ['acme/demo', 'expiring', 403], ['acme/annotator', 'dave', 404], ['acme/demo', 'service', 200], ['acme/none', 'alice', 404]])('%s, %s: %i', async (name, user, status) => {
        for (const kind of ['variables', 'secrets']) {
            expect((await save(`${name}/${kind}`, { key: 'A', value: 'x' }, user)).status).toBe(status);
            expect((await space(`${name}/${kind}`, {}, user)).status).toBe(status);
            expect((await remove(`${name}/${kind}`, 'A', user)).status).toBe(status);
        }
    });

    it('nobody without a login', async () => {
        expect((await ask(`${hub().url}/api/spaces/acme/demo/variables`)).status).toBe(401);
        expect((await ask(`${hub().url}/api/spaces/acme/demo/secrets`, postJson({ key: 'A' }))).status).toBe(401);
    });
});
