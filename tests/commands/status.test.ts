import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { UserError } from '../../context/user-error';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import type { View } from '../../ui/view';
import { ALICE, TestWorkspace } from '../helpers/test-ctx';
import { buttonsOf, lastWhisper, visibleText } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub({ clock: () => workspace?.clock.time ?? Date.UTC(2026, 0, 1) });
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.faults.clear();
    workspace = new TestWorkspace(hub);
});

async function status(...options: string[]): Promise<View> {
    const ctx = workspace.ctx();
    await runCommand(ctx, ['status', ...options]);
    expect(ctx.said).toEqual([]);
    return lastWhisper(ctx);
}

/** The stand-in takes a free port, which a snapshot must not hold. */
const stable = (text: string): string => text.replaceAll(hub.url, 'https://hub.example');

async function json(): Promise<Record<string, unknown>> {
    const { text } = await status('--format', 'json');
    return JSON.parse(/^```json\n([\s\S]*)\n```$/.exec(text)?.[1] ?? '') as Record<string, unknown>;
}

describe('/hf status', () => {
    it.each(['alice', 'bo', 'carol', 'sec', 'dave', 'service', 'expiring'])('tells what the token of %s is and opens', async (name) => {
        await workspace.signIn(fakeToken(name));
        const view = await status();
        expect(stable(view.text)).toMatchSnapshot();
        expect(view.text).not.toContain(fakeToken(name));
        expect(view.text.length).toBeLessThan(4500);
        expect(visibleText(view).join('\n')).not.toMatch(/[*`[\]]/);
    });

    it('tells an OAuth sign-in by what was granted', async () => {
        const value = 'hf_oauth_test.payload.signature';
        const oauthScopes = ['openid', 'profile', 'read-repos', 'inference-api'];
        hub.state.tokens.set(value, { value, user: 'bo', displayName: 'app', role: 'oauth', createdAt: '2026-01-01T00:00:00.000Z', oauthScopes, expiresAt: workspace.clock.time + 28_800_000 });
        await workspace.stores.accounts.put(ALICE.id, { kind: 'oauth', token: value, refreshToken: 'r', scopes: oauthScopes, expiresAt: workspace.clock.time + 28_800_000, name: 'bo' });
        const { text } = await status();
        expect(stable(text)).toMatchSnapshot();
        expect(text).toContain('Hugging Face does not tell this sign-in');
    });

    it('shows what is open without a token, and the way in', async () => {
        const view = await status();
        expect(view.text).toMatchSnapshot();
        expect(buttonsOf(view).map(({ actionId }) => actionId)).toEqual(['login.open']);
        expect(await json()).toMatchObject({ signedIn: false, reason: 'none', level: 'anonymous' });
    });

    it('says when the stored token can not be read any more', async () => {
        await workspace.signIn(fakeToken('alice'));
        workspace.database.tamper((data) => JSON.parse(JSON.stringify(data).replace(/"keyId":"[^"]+"/, '"keyId":"00000000"')) as unknown);
        expect((await status()).text).toContain("can't be read any more");
    });

    it('is refused with the Hub\'s reason when the token was revoked', async () => {
        await workspace.signIn(fakeToken('revoked'));
        await expect(status()).rejects.toMatchObject({ kind: 'unauthorized' });
    });

    it('asks Hugging Face once for several calls, and says how old the answer is', async () => {
        await workspace.signIn(fakeToken('alice'));
        hub.clearRequests();
        await status();
        await status();
        expect(hub.requests).toHaveLength(1);
    });

    it('gives the same as data, but never into the room', async () => {
        await workspace.signIn(fakeToken('carol'));
        expect(await json()).toMatchObject({
            signedIn: true,
            account: { name: 'carol', isPro: false, canPay: true },
            organizations: [{ name: 'acme', plan: 'team', role: 'admin', securityRestrictions: [] }, { name: 'globex', securityRestrictions: ['sso'] }],
            token: { source: 'token', role: 'fineGrained', permissions: { 'repo.content.read': ['acme'] } },
            abilities: { 'write': { held: 'none' }, 'infer': { held: 'some', on: ['acme'] }, 'read-gated': { held: 'none' } },
            level: 'team',
        });
        await expect(status('--public')).rejects.toBeInstanceOf(UserError);
    });

    it('does not count an organisation whose door is closed to the token', async () => {
        const carol = hub.state.users.get('carol');
        const before = carol?.orgs ?? [];
        if (carol) {
            carol.orgs = before.filter(({ org }) => org === 'globex');
        }
        await workspace.signIn(fakeToken('carol'));
        expect(await json()).toMatchObject({ level: 'free' });
        if (carol) {
            carol.orgs = before;
        }
    });
});
