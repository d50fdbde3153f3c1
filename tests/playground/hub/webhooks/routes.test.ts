import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { as, ask, postJson, useHub } from '../harness';

const hub = useHub();
const URL_OF = '/api/settings/webhooks';
const GOOD = { watched: [{ type: 'org', name: 'acme' }], domains: ['repo'], url: 'https://chat.example.com/hook' };

const post = (body: unknown, user = 'alice'): ReturnType<typeof ask> => ask(hub().url + URL_OF, postJson(body, as(user)));
const idOf = (json: unknown): string => z.object({ webhook: z.object({ id: z.string() }) }).parse(json).webhook.id;

function give(scopes: Partial<{ oauthScopes: string[]; scoped: { entity: { type: 'user'; name: string }; permissions: string[] }[] }>): { headers: Record<string, string> } {
    const value = `hf_${'x'.repeat(33)}${hub().state.tokens.size % 10}`;
    hub().state.tokens.set(value, { value, user: 'alice', displayName: 'made here', role: scopes.oauthScopes ? 'oauth' : 'fineGrained', createdAt: '2025-01-05T09:00:00.000Z', ...scopes });
    return { headers: { Authorization: `Bearer ${value}` } };
}

describe('managing webhooks', () => {
    it('makes, lists, changes, switches and deletes one, each user their own', async () => {
        const made = await post({ ...GOOD, secret: 's3cret' });
        const id = idOf(made.json());
        expect(made.json()).toEqual({ webhook: { id, url: GOOD.url, domains: ['repo'], disabled: false, hasSecret: true, watched: [{ type: 'org', name: 'acme', avatarUrl: expect.any(String) as string }] } });
        expect((await ask(hub().url + URL_OF, as('alice'))).json()).toHaveLength(1);
        expect((await ask(hub().url + URL_OF, as('dave'))).json()).toEqual([]);
        expect((await ask(`${hub().url}${URL_OF}/${id}`, as('dave'))).status).toBe(404);
        const changed = await ask(`${hub().url}${URL_OF}/${id}`, postJson({ ...GOOD, domains: ['discussion'] }, as('alice')));
        expect(changed.json()).toMatchObject({ webhook: { id, domains: ['discussion'], hasSecret: false } });
        for (const [action, disabled] of [['disable', true], ['enable', false]] as const) {
            expect((await ask(`${hub().url}${URL_OF}/${id}/${action}`, { method: 'POST', ...as('alice') })).json()).toMatchObject({ webhook: { disabled } });
        }
        expect((await ask(`${hub().url}${URL_OF}/${id}`, { method: 'DELETE', ...as('alice') })).json()).toEqual({});
        expect((await ask(`${hub().url}${URL_OF}/${id}`, as('alice'))).status).toBe(404);
    });

    it.each([
        [{ ...GOOD, watched: [] }, 'watched'],
        [{ ...GOOD, watched: [{ type: 'team', name: 'acme' }] }, 'watched'],
        [{ ...GOOD, watched: [{ type: 'model', name: 'acme/nope' }] }, 'watched'],
        [{ ...GOOD, domains: ['billing'] }, 'domains'],
        [{ ...GOOD, url: 'ftp://example.com' }, 'url'],
        [{ ...GOOD, url: 'file:///etc/passwd' }, 'url'],
        [{ ...GOOD, url: undefined }, 'url'],
        [{ ...GOOD, secret: 'é' }, 'secret'],
        ['not an object', 'body'],
    ])('refuses %j', async (body, at) => {
        const answer = await post(body);
        expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(`at ${at}`)]);
    });

    it('does not betray a private repo to who may not see it', async () => {
        const watching = (name: string): unknown => ({ ...GOOD, watched: [{ type: 'model', name }] });
        expect((await post(watching('acme/bert-prod'), 'alice')).status).toBe(200);
        const [hidden, unknown] = [await post(watching('acme/bert-prod'), 'dave'), await post(watching('acme/bert-none'), 'dave')];
        expect([hidden.status, hidden.text.replace('bert-prod', '')]).toEqual([unknown.status, unknown.text.replace('bert-none', '')]);
    });

    it.each([
        ['no token', () => ({}), 401, 401],
        ['a read token', () => as('bo'), 403, 403],
        ['a write token', () => as('alice'), 200, 200],
        ['fine-grained, for repos only', () => as('carol'), 403, 403],
        ['fine-grained, reading', () => give({ scoped: [{ entity: { type: 'user', name: 'alice' }, permissions: ['user.webhooks.read'] }] }), 200, 403],
        ['fine-grained, writing', () => give({ scoped: [{ entity: { type: 'user', name: 'alice' }, permissions: ['user.webhooks.write'] }] }), 200, 200],
        ['OAuth without the scope', () => give({ oauthScopes: ['openid', 'write-repos'] }), 403, 403],
        ['OAuth with the scope', () => give({ oauthScopes: ['webhooks'] }), 200, 200],
    ])('%s', async (_name, init, list, create) => {
        expect((await ask(hub().url + URL_OF, init())).status).toBe(list);
        expect((await ask(hub().url + URL_OF, postJson(GOOD, init()))).status).toBe(create);
    });
});
