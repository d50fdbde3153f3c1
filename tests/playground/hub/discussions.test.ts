import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Token } from '../../../playground/hub/model';
import { as, ask, postJson, useHub } from './harness';
import { useReceiver } from './receiver';

const receiver = useReceiver();
const hub = useHub();
const BASE = '/api/models/acme/bert-prod/discussions';
const get = async (path: string, user = 'alice'): Promise<unknown> => (await ask(hub().url + path, as(user))).json();
const post = (path: string, body: unknown, user = 'alice'): ReturnType<typeof ask> => ask(hub().url + path, postJson(body, as(user)));
const opened = z.object({ num: z.number(), url: z.string(), pullRequest: z.boolean() });
const scopes = async (): Promise<unknown[]> => {
    await hub().deliveries.settled();
    return receiver.received.splice(0).map(({ body }) => (body as { event: unknown }).event);
};

/** A token of the user made for one test. */
function give(name: string, facts: Partial<Token> & Pick<Token, 'user' | 'role'>): { headers: Record<string, string> } {
    const value = `hf_${name.padEnd(34, 'x')}`;
    hub().state.tokens.set(value, { value, displayName: name, createdAt: '2025-01-05T09:00:00.000Z', ...facts });
    return { headers: { Authorization: `Bearer ${value}` } };
}

beforeAll(async () => {
    await post('/api/settings/webhooks', { watched: [{ type: 'org', name: 'acme' }], domains: ['repo', 'discussion'], url: receiver.url });
});
beforeEach(() => void receiver.received.splice(0));

describe('reading one', () => {
    it('tells what happened in it', async () => {
        expect(await get(`${BASE}/1`)).toMatchObject({ num: 1, status: 'open', isPullRequest: false, events: [{ type: 'comment', author: { name: 'bo' }, data: { latest: { raw: 'Accuracy dropped on German tickets.' } } }] });
        expect(await get(`${BASE}/1`)).not.toHaveProperty('changes');
    });

    it('a pull request, with its diff when asked', async () => {
        expect(await get(`${BASE}/3?diff=1`)).toMatchObject({ isPullRequest: true, changes: { base: 'refs/heads/main' }, filesWithConflicts: [], diff: expect.stringContaining('+Accuracy 0.91') as string });
        expect(await get(`${BASE}/3`)).not.toHaveProperty('diff');
    });

    it('that is not there, or hidden', async () => {
        expect((await ask(`${hub().url}${BASE}/99`, as('alice'))).status).toBe(404);
        expect((await ask(`${hub().url}${BASE}/nope`, as('alice'))).status).toBe(404);
        expect((await ask(`${hub().url}${BASE}/1`, as('dave'))).status).toBe(404);
        expect((await ask(`${hub().url}${BASE}/1`)).status).toBe(401);
    });

    it('shows text as text', async () => {
        const { num } = opened.parse((await post(BASE, { title: 'Markup', description: '<img src=x onerror=alert(1)>' })).json());
        expect(JSON.stringify(await get(`${BASE}/${num}`))).toContain('<p>&#60;img');
    });
});

describe('taking part', () => {
    it('opens, says, names, closes and opens again, each told to webhooks', async () => {
        const made = opened.parse((await post(BASE, { title: 'A question', description: 'Why?' })).json());
        expect(made).toMatchObject({ pullRequest: false, url: `${hub().url}/acme/bert-prod/discussions/${made.num}` });
        const said = await post(`${BASE}/${made.num}/comment`, { comment: 'Because' });
        expect([said.status, said.json()]).toMatchObject([201, { newMessage: { type: 'comment', data: { latest: { raw: 'Because' } } } }]);
        expect((await post(`${BASE}/${made.num}/title`, { title: 'Answered' })).json()).toMatchObject({ newTitle: { data: { from: 'A question', to: 'Answered' } } });
        expect((await post(`${BASE}/${made.num}/status`, { status: 'closed', comment: 'Done' })).json()).toMatchObject({ newStatus: { type: 'status-change', data: { status: 'closed' } } });
        expect((await post(`${BASE}/${made.num}/status`, { status: 'open' })).status).toBe(200);
        expect(await get(`${BASE}/${made.num}`)).toMatchObject({ title: 'Answered', status: 'open' });
        const told = await scopes();
        expect(told).toHaveLength(6);
        expect(told).toEqual(expect.arrayContaining([{ scope: 'discussion', action: 'create' }, { scope: 'discussion', action: 'update' }, { scope: 'discussion.comment', action: 'create' }]));
    });

    it('says nothing when the status is refused', async () => {
        await post(`${BASE}/2/comment`, { comment: 'One' });
        const before = await get(`${BASE}/2`);
        expect((await post(`${BASE}/2/status`, { status: 'closed', comment: 'Twice' })).status).toBe(400);
        expect(await get(`${BASE}/2`)).toEqual(before);
    });

    it('merges a pull request, once, by who may write', async () => {
        expect((await post(`${BASE}/3/merge`, {}, 'bo')).status).toBe(403);
        expect((await post(`${BASE}/1/merge`, {})).status).toBe(400);
        const merged = await ask(`${hub().url}${BASE}/3/merge`, { method: 'POST', ...as('alice') });
        expect([merged.status, merged.json()]).toMatchObject([200, { newStatus: { data: { status: 'merged' } } }]);
        const sha = hub().state.findRepo('model', 'acme/bert-prod')?.branches.get('main');
        expect(await get(`${BASE}/3?diff=1`)).toMatchObject({ status: 'merged', changes: { mergeCommitId: sha }, diff: expect.stringContaining('+Accuracy 0.91') as string });
        expect((await ask(`${hub().url}/acme/bert-prod/raw/main/README.md`, as('alice'))).text).toContain('Accuracy 0.91');
        expect((await post(`${BASE}/3/merge`, {})).status).toBe(400);
    });

    it('a pull request without a commit is a draft that can\'t be merged', async () => {
        const { num, pullRequest } = opened.parse((await post(BASE, { title: 'Later', description: '', pullRequest: true })).json());
        expect([pullRequest, await get(`${BASE}/${num}`)]).toMatchObject([true, { status: 'draft', isPullRequest: true }]);
        expect((await post(`${BASE}/${num}/merge`, {})).status).toBe(400);
    });

    it.each([[{ title: 'ab', description: '' }], [{ title: 'x'.repeat(201), description: '' }], [{ title: 'Fine' }], [{ title: 'Fine', description: 'x'.repeat(65_537) }]])('refuses a strange opening', async (body) => {
        expect((await post(BASE, body)).status).toBe(400);
    });

    it.each([
        ['nobody', () => ({}), 401],
        ['a read token', () => as('bo'), 403],
        ['a stranger to a private repo', () => as('dave'), 404],
        ['fine-grained without the permission', () => as('carol'), 403],
        ['fine-grained with it', () => give('talk', { user: 'carol', role: 'fineGrained', scoped: [{ entity: { type: 'org', name: 'acme' }, permissions: ['repo.content.read', 'discussion.write'] }] }), 200],
        ['OAuth that only reads', () => give('reads', { user: 'alice', role: 'oauth', oauthScopes: ['read-repos'], oauthOrgs: ['acme'] }), 403],
        ['OAuth for discussions', () => give('talks', { user: 'alice', role: 'oauth', oauthScopes: ['read-repos', 'write-discussions'], oauthOrgs: ['acme'] }), 200],
    ])('%s', async (_who, init, status) => {
        expect((await ask(hub().url + BASE, postJson({ title: 'May I', description: 'Hello' }, init()))).status).toBe(status);
    });

    it('a bystander may talk, and settle only what is theirs', async () => {
        const base = '/api/models/acme/embedder/discussions';
        const own = opened.parse((await post(base, { title: 'From outside', description: 'Hi' }, 'dave')).json());
        const other = opened.parse((await post(base, { title: 'From inside', description: 'Hi' })).json());
        const close = async (num: number): Promise<number> => (await post(`${base}/${num}/status`, { status: 'closed' }, 'dave')).status;
        expect([await close(own.num), await close(other.num), (await post(`${base}/${other.num}/title`, { title: 'Mine now' }, 'dave')).status]).toEqual([200, 403, 403]);
    });
});
