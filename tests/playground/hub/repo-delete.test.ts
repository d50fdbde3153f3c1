import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { startHub } from '../../../playground/hub/server';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { useReceiver } from './receiver';

const hub = useHub();
const receiver = useReceiver();
const remove = (body: unknown, user?: string, url = hub().url): Promise<Answer> => ask(`${url}/api/repos/delete`, { ...postJson(body, user === undefined ? {} : as(user)), method: 'DELETE' });
const there = async (type: string, id: string, url = hub().url): Promise<number> => (await ask(`${url}/api/${type}s/${id}`, as('alice'))).status;

beforeEach(() => {
    receiver.received.length = 0;
});

describe('deleting a repository', () => {
    it('is for who may write there: 403 for the others, 404 or 401 for what they can\'t see', async () => {
        const demo = { name: 'demo', organization: 'acme', type: 'space' };
        expect([(await remove(demo, 'bo')).status, (await remove(demo, 'dave')).status, (await remove(demo)).status]).toEqual([403, 403, 401]);
        expect((await remove({ name: 'annotator', organization: 'acme', type: 'space' }, 'dave')).status).toBe(404);
        const unknown = await remove({ name: 'none', organization: 'acme', type: 'space' }, 'alice');
        expect([unknown.status, unknown.headers.get('x-error-code')]).toEqual([404, 'RepoNotFound']);
        expect((await remove({ organization: 'acme', type: 'space' }, 'alice')).status).toBe(400);
        expect(await there('space', 'acme/demo')).toBe(200);
    });

    it('means a model of the caller\'s own when neither owner nor type is given', async () => {
        expect((await remove({ name: 'demo' }, 'alice')).status).toBe(404);
        expect(await there('space', 'acme/demo')).toBe(200);
    });

    it('takes the repository away, and webhooks are told', async () => {
        await ask(`${hub().url}/api/settings/webhooks`, postJson({ watched: [{ type: 'org', name: 'acme' }], domains: ['repo'], url: receiver.url }, as('alice')));
        expect((await remove({ name: 'gpu-demo', organization: 'acme', type: 'space' }, 'alice')).status).toBe(200);
        expect(await there('space', 'acme/gpu-demo')).toBe(404);
        expect((await remove({ name: 'gpu-demo', organization: 'acme', type: 'space' }, 'alice')).status).toBe(404);
        await expect.poll(() => receiver.received.map(({ body }) => body)).toMatchObject([{ event: { scope: 'repo', action: 'delete' }, repo: { type: 'space', name: 'acme/gpu-demo', private: true } }]);
    });

    it('lasts: a Hub started again does not have it', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'hub-delete-'));
        const options = { journal: join(folder, 'journal.jsonl') };
        const first = await startHub(options);
        await remove({ name: 'demo', organization: 'acme', type: 'space' }, 'alice', first.url);
        await first.stop();
        const second = await startHub(options);
        expect([await there('space', 'acme/demo', second.url), await there('space', 'acme/annotator', second.url)]).toEqual([404, 200]);
        await second.stop();
        rmSync(folder, { recursive: true });
    });
});
