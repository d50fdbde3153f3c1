import { createBranch, deleteBranch, HubApiError } from '@huggingface/hub';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeToken } from '../../../playground/hub/seed/ids';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { useReceiver } from './receiver';

const receiver = useReceiver();
const hub = useHub();
const MODEL = '/api/models/acme/bert-prod';
const api = (path: string, init: RequestInit = {}, user = 'alice'): Promise<Answer> => ask(hub().url + path, { ...init, headers: { ...as(user).headers, ...init.headers } });
const post = (path: string, body: unknown, user = 'alice'): Promise<Answer> => api(MODEL + path, postJson(body), user);
const remove = (path: string, user = 'alice'): Promise<Answer> => api(MODEL + path, { method: 'DELETE' }, user);
const outcome = ({ status, headers, text }: Answer): unknown[] => [status, headers.get('x-error-code'), text];

const list = z.array(z.object({ name: z.string(), ref: z.string(), targetCommit: z.string() }));
const refs = async (): Promise<Record<string, string>> => {
    const { branches, tags } = z.object({ branches: list, tags: list }).parse((await api(`${MODEL}/refs`)).json());
    return Object.fromEntries([...branches, ...tags].map(({ ref, targetCommit }) => [ref, targetCommit]));
};

const told = async (): Promise<unknown[]> => {
    await hub().deliveries.settled();
    return receiver.received.splice(0).map(({ body }) => z.looseObject({ event: z.object({ scope: z.string() }), updatedRefs: z.unknown() }).parse(body)).map(({ event, updatedRefs }) => [event.scope, updatedRefs]);
};

beforeAll(async () => {
    expect((await ask(`${hub().url}/api/settings/webhooks`, postJson({ watched: [{ type: 'model', name: 'acme/bert-prod' }], domains: ['repo'], url: receiver.url }, as('alice')))).status).toBe(200);
});

describe('branches', () => {
    it('are made, moved and deleted, and webhooks are told', async () => {
        const { 'refs/heads/main': main = '', 'refs/tags/v1.0': old = '' } = await refs();
        expect((await post('/branch/production', {})).status).toBe(200);
        expect(await told()).toEqual([['repo.content', [{ ref: 'refs/heads/production', oldSha: null, newSha: main }]]]);
        expect((await post('/branch/production', { startingPoint: 'v1.0', overwrite: true })).status).toBe(200);
        expect(await told()).toEqual([['repo.content', [{ ref: 'refs/heads/production', oldSha: main, newSha: old }]]]);
        expect(await refs()).toMatchObject({ 'refs/heads/main': main, 'refs/heads/production': old });
        expect((await api(`${MODEL}/revision/production`)).json()).toMatchObject({ sha: old });
        expect((await remove('/branch/production')).status).toBe(200);
        expect(await told()).toEqual([['repo.content', [{ ref: 'refs/heads/production', oldSha: old, newSha: null }]]]);
        expect(Object.keys(await refs())).toEqual(['refs/heads/main', 'refs/tags/v1.0']);
    });

    it('by the Hub\'s own client, slashes included', async () => {
        const call = { repo: { type: 'model', name: 'acme/bert-prod' } as const, branch: 'deploy/staging', hubUrl: hub().url, accessToken: fakeToken('alice') };
        await createBranch({ ...call, revision: 'main' });
        await expect(createBranch(call)).rejects.toMatchObject({ statusCode: 409 });
        await createBranch({ ...call, overwrite: true });
        expect(await refs()).toHaveProperty(['refs/heads/deploy/staging']);
        await deleteBranch(call);
        await expect(deleteBranch(call)).rejects.toBeInstanceOf(HubApiError);
        expect(await told()).toHaveLength(2);
    });

    it('that can\'t be are refused', async () => {
        for (const name of ['refs/pr/5', 'refs/something/random', 'a..b', 'a b', '-a', 'a/', 'a.lock', 'a~1', 'HEAD', '0'.repeat(40)]) {
            expect([name, ...outcome(await post(`/branch/${encodeURIComponent(name)}`, {}))]).toEqual([name, 400, null, expect.stringContaining('Invalid reference for a branch')]);
        }
        expect(outcome(await post('/branch/main', {}))).toEqual([409, null, expect.any(String)]);
        expect((await post('/branch/main', { overwrite: true, startingPoint: 'v1.0' })).status).toBe(403);
        expect(outcome(await post('/branch/x', { startingPoint: 'nope' }))).toEqual([404, 'RevisionNotFound', expect.any(String)]);
        expect((await post('/branch/x', { emptyBranch: true })).status).toBe(400);
        expect((await post('/branch/x', 'text')).status).toBe(400);
        expect(outcome(await remove('/branch/main'))).toEqual([403, null, expect.stringContaining('Cannot delete refs/heads/main')]);
        expect(outcome(await remove('/branch/v1.0'))).toEqual([404, 'RevisionNotFound', expect.stringContaining('Invalid rev id')]);
        expect(await told()).toEqual([]);
    });
});

describe('tags', () => {
    it('are made on a revision and deleted, and webhooks are told', async () => {
        const { 'refs/heads/main': main } = await refs();
        expect((await post('/tag/main', { tag: 'deployed', message: 'Live' })).status).toBe(200);
        expect(await told()).toEqual([['repo.content', [{ ref: 'refs/tags/deployed', oldSha: null, newSha: main }]]]);
        expect(outcome(await post('/tag/v1.0', { tag: 'deployed' }))).toEqual([409, null, expect.stringContaining('exists already')]);
        expect((await remove('/tag/deployed')).status).toBe(200);
        expect(await told()).toEqual([['repo.content', [{ ref: 'refs/tags/deployed', oldSha: main, newSha: null }]]]);
    });

    it('that can\'t be are refused', async () => {
        expect(outcome(await post('/tag/nope', { tag: 'a' }))).toEqual([404, 'RevisionNotFound', expect.any(String)]);
        expect(outcome(await remove('/tag/main'))).toEqual([404, 'RevisionNotFound', expect.any(String)]);
        expect((await post('/tag/main', {})).status).toBe(400);
        expect((await post('/tag/main', { tag: 'refs/tags/a' })).status).toBe(400);
    });
});

describe('who may', () => {
    it.each([['bo', 403], ['carol', 403], ['sec', 403], ['dave', 404], ['expiring', 403], ['service', 200]])('%s: %i', async (user, status) => {
        expect((await post('/branch/tried', { overwrite: true }, user)).status).toBe(status);
        expect((await post('/tag/main', { tag: `by-${user}` }, user)).status).toBe(status);
        expect((await remove(`/tag/by-${user}`, user)).status).toBe(status);
    });

    it('nobody without a login, and nobody on what is not theirs', async () => {
        expect((await ask(`${hub().url}${MODEL}/branch/x`, postJson({}))).status).toBe(401);
        expect((await api('/api/models/openai-community/gpt2/branch/x', postJson({}))).status).toBe(403);
        expect((await api('/api/datasets/acme/support-tickets/tag/main', postJson({ tag: 'kept' }))).status).toBe(200);
        expect((await api('/api/spaces/acme/demo/branch/dev', postJson({}))).status).toBe(200);
    });
});
