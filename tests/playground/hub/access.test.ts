import { describe, expect, it } from 'vitest';
import { as, ask, postJson, useHub } from './harness';
import type { Token, TokenScope } from '../../../playground/hub/model';
import { fakeToken } from '../../../playground/hub/seed/ids';

const hub = useHub();
const get = (path: string, user?: string, init: RequestInit = {}): ReturnType<typeof ask> => ask(hub().url + path, { ...(user && as(user)), ...init });

describe('what cannot be seen', () => {
    it('is a 401 without a code to the anonymous, whether missing or private', async () => {
        for (const path of ['/api/models/acme/bert-prod', '/api/models/acme/no-such-thing', '/acme/bert-prod/resolve/main/README.md', '/api/models/acme/bert-prod/tree/main']) {
            const answer = await get(path);
            expect([answer.status, answer.headers.get('x-error-code'), answer.headers.get('x-error-message')]).toEqual([401, null, 'Invalid username or password.']);
        }
    });

    it('is a 404 RepoNotFound to those with a token', async () => {
        for (const path of ['/api/models/acme/bert-prod', '/api/models/acme/no-such-thing', '/api/models/acme/bert-prod/refs']) {
            const answer = await get(path, 'dave');
            expect([answer.status, answer.headers.get('x-error-code')]).toEqual([404, 'RepoNotFound']);
        }
    });

    it('is a 403 that names the permission when the token, not the person, is short of it', async () => {
        const answer = await get('/api/models/acme/bert-prod', 'sec');
        expect(answer.status).toBe(403);
        expect(answer.text).toContain('repo.content.read');
        expect((await get('/api/models/acme/bert-prod', 'carol')).status).toBe(200);
        expect((await get('/api/models/alice/notes-classifier', 'carol')).status).toBe(404);
    });

    it('writing needs the role and the kind of token', async () => {
        const path = '/api/models/acme/bert-prod/auth-check/write';
        const statuses = await Promise.all(['alice', 'service', 'bo', 'carol', 'dave'].map(async (user) => (await get(path, user)).status));
        expect(statuses).toEqual([200, 200, 403, 403, 404]);
    });
});

function give(name: string, token: Pick<Token, 'user' | 'role'> & Partial<Token>): string {
    hub().state.tokens.set(fakeToken(name), { value: fakeToken(name), displayName: name, createdAt: '2025-01-05T09:00:00.000Z', ...token });
    return name;
}

describe('fine-grained tokens', () => {
    const on = (type: TokenScope['entity']['type'], name: string): Partial<Token> => ({ scoped: [{ entity: { type, name }, permissions: ['repo.write', 'discussion.write'] }] });

    it.each([
        ['the model itself', on('model', 'acme/bert-prod'), 200],
        ['a dataset of the same name', on('dataset', 'acme/bert-prod'), 403],
        ['another model', on('model', 'acme/bert-staging'), 403],
        ['its organisation', on('org', 'acme'), 200],
        ['the person alone', on('user', 'alice'), 403],
    ])('with the right on %s', async (what, scoped, status) => {
        expect((await get('/api/models/acme/bert-prod/auth-check/write', give(`on ${what}`, { user: 'alice', role: 'fineGrained', ...scoped }))).status).toBe(status);
    });
});

describe('gated, disabled, restricted', () => {
    const GATED = '/meta-llama/Llama-3.1-8B-Instruct/resolve/main/config.json';

    it('describes a gated repo to anyone but opens its files only to the granted', async () => {
        expect((await get('/api/models/meta-llama/Llama-3.1-8B-Instruct')).status).toBe(200);
        expect((await get('/api/models/meta-llama/Llama-3.1-8B-Instruct/discussions')).status).toBe(200);
        for (const [user, status] of [[undefined, 401], ['alice', 403]] as const) {
            const answer = await get(GATED, user);
            expect([answer.status, answer.headers.get('x-error-code')]).toEqual([status, 'GatedRepo']);
        }
        expect((await get(GATED, 'bo')).status).toBe(200);
        expect((await get('/api/models/meta-llama/Llama-3.1-8B-Instruct/commits/main')).headers.get('x-error-code')).toBe('GatedRepo');
        expect((await get(GATED, 'carol')).text).toContain('public gated repositories');
    });

    it('opens them to an app that was let in for gated repos only', async () => {
        const app = { user: 'bo', role: 'oauth' } as const;
        expect((await get(GATED, give('reads-gated', { ...app, oauthScopes: ['read-repos', 'gated-repos'] }))).status).toBe(200);
        expect((await get(GATED, give('reads', { ...app, oauthScopes: ['read-repos'] }))).text).toContain('gated-repos');
    });

    it('a disabled repo says so', async () => {
        const answer = await get('/api/models/dave/removed-by-the-hub', 'alice');
        expect([answer.status, answer.headers.get('x-error-message')]).toEqual([403, 'Access to this resource is disabled.']);
    });

    it('an organisation that wants single sign-on lets nobody through', async () => {
        const seed = hub().state.findRepo('model', 'acme/bert-staging');
        if (!seed) {
            throw new Error('The seed repo is gone.');
        }
        hub().state.addRepo({ ...seed, id: 'globex/model' });
        const answer = await get('/api/models/globex/model', 'carol');
        expect([answer.status, answer.text.includes('single sign-on')]).toEqual([403, true]);
    });
});

describe('credentials', () => {
    it('a bad one fails even where none is needed', async () => {
        for (const token of ['hf_unknown', fakeToken('revoked')]) {
            const answer = await get('/api/models/openai-community/gpt2', undefined, { headers: { Authorization: `Bearer ${token}` } });
            expect([answer.status, answer.json()]).toEqual([401, { error: 'Invalid credentials in Authorization header' }]);
        }
        expect((await get('/api/whoami-v2', 'expired')).text).toContain('is expired');
        expect((await get('/api/whoami-v2')).status).toBe(401);
    });

    it('revoking kills tokens and tells nobody whether they lived', async () => {
        expect((await get('/api/whoami-v2', 'dave')).status).toBe(200);
        const revoked = await get('/api/credentials/revoke', undefined, postJson({ credentials: [fakeToken('dave'), 'hf_nobody'] }));
        expect([revoked.status, revoked.text]).toEqual([202, '']);
        expect((await get('/api/whoami-v2', 'dave')).status).toBe(401);
        expect((await get('/api/credentials/revoke', undefined, postJson({ credentials: [] }))).status).toBe(400);
    });

    it('the request log never holds one', async () => {
        await get('/api/whoami-v2', 'alice');
        expect(hub().requests.at(-1)).toEqual({ host: 'hub', method: 'GET', path: '/api/whoami-v2', query: '', status: 200, hasAuth: true });
        expect(JSON.stringify(hub().requests)).not.toContain(fakeToken('alice'));
    });
});

describe('moved repos', () => {
    it.each([
        ['/api/models/gpt2', '/api/models/openai-community/gpt2'],
        ['/api/models/gpt2/tree/main?recursive=true', '/api/models/openai-community/gpt2/tree/main?recursive=true'],
        ['/gpt2/resolve/refs%2Fpr%2F1/config.json', '/openai-community/gpt2/resolve/refs%2Fpr%2F1/config.json'],
        ['/api/models/OpenAI-Community/GPT2', '/api/models/openai-community/gpt2'],
        ['/api/datasets/squad', '/api/datasets/rajpurkar/squad'],
        ['/datasets/glue/resolve/main/README.md', '/datasets/nyu-mll/glue/resolve/main/README.md'],
        ['/api/models/camembert/camembert-base', '/api/models/almanach/camembert-base'],
    ])('%s redirects relatively', async (from, to) => {
        const answer = await get(from);
        expect([answer.status, answer.headers.get('location')]).toEqual([307, to]);
        expect(answer.headers.get('ratelimit')).not.toBeNull();
    });

    it('does not betray where a private one went', async () => {
        expect((await get('/api/models/acme/bert-production')).status).toBe(401);
        expect((await get('/api/models/acme/bert-production', 'alice')).headers.get('location')).toBe('/api/models/acme/bert-prod');
    });
});

describe('what does not exist', () => {
    it.each(['/api/nothing', '/api/models/%zz/%zz', '/api/spaces/acme/demo/logs', '/api/models/openai-community/gpt2/card', '/api/organizations/acme/billing', '/api/spaces/acme/demo/hardware', '/api/whoami'])('%s is a 404', async (path) => {
        expect((await get(path, 'alice')).status).toBe(404);
    });

    it('revisions and entries have their own codes', async () => {
        const code = async (path: string): Promise<unknown> => [(await get(path)).status, (await get(path)).headers.get('x-error-code')];
        expect(await code('/api/models/openai-community/gpt2/revision/nope')).toEqual([404, 'RevisionNotFound']);
        expect(await code('/openai-community/gpt2/resolve/nope/config.json')).toEqual([404, 'RevisionNotFound']);
        expect(await code('/openai-community/gpt2/resolve/main/nope.json')).toEqual([404, 'EntryNotFound']);
        expect(await code('/api/models/openai-community/gpt2/tree/main/nope')).toEqual([404, 'EntryNotFound']);
    });

    it('users and organisations are kept apart', async () => {
        expect((await get('/api/users/acme/overview')).status).toBe(404);
        expect((await get('/api/organizations/acme/overview')).json()).toMatchObject({ name: 'acme', plan: 'team', numModels: 1 });
    });
});
