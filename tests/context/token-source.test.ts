import { beforeEach, describe, expect, it } from 'vitest';
import { tokenSource } from '../../context/engine/token-source';
import type { Hub } from '../../services/hub';
import { ALICE, TestWorkspace } from '../helpers/test-ctx';

const MINUTE = 60_000;
let workspace: TestWorkspace;
beforeEach(async () => {
    workspace = new TestWorkspace();
    const expiresAt = workspace.clock.time + MINUTE;
    await workspace.stores.accounts.put(ALICE.id, { kind: 'oauth', token: 'hf_oauth_old', refreshToken: 'refresh-old', expiresAt, scopes: ['read-repos'], name: 'alice' });
});

/** Refreshes the token that is about to end; `meanwhile` happens while the Hub takes its time. */
function refreshing({ meanwhile = () => Promise.resolve(), scope }: { meanwhile?: () => Promise<unknown>; scope?: string } = {}) {
    const answer = { access_token: 'hf_oauth_new', refresh_token: 'refresh-new', expires_in: 3600, scope };
    const hub = { send: () => meanwhile().then(() => answer) } as unknown as Hub;
    const log = { info: () => undefined, error: () => undefined };
    return tokenSource({ stores: workspace.stores, user: ALICE, hub, clientId: 'teamflow', clock: workspace.clock.now, log, refreshes: new Map() })();
}

const stored = () => workspace.stores.accounts.get(ALICE.id);

describe('a token that is about to end', () => {
    it('is refreshed, and what the Hub does not repeat holds on', async () => {
        expect(await refreshing()).toMatchObject({ token: 'hf_oauth_new' });
        const account = { kind: 'oauth', token: 'hf_oauth_new', refreshToken: 'refresh-new', scopes: ['read-repos'], name: 'alice', expiresAt: workspace.clock.time + 60 * MINUTE };
        expect(await stored()).toMatchObject({ state: 'ok', account });
    });

    it('takes over the scopes that the Hub names', async () => {
        await refreshing({ scope: 'openid read-billing' });
        expect(await stored()).toMatchObject({ account: { scopes: ['openid', 'read-billing'] } });
    });

    it('stays away when its owner signs out meanwhile', async () => {
        await refreshing({ meanwhile: () => workspace.stores.accounts.remove(ALICE.id) });
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('gives way to a token that its owner signs in with meanwhile', async () => {
        const token = await refreshing({ meanwhile: () => workspace.signIn('hf_other') });
        expect(token).toMatchObject({ token: 'hf_other' });
        expect(await stored()).toMatchObject({ account: { kind: 'token', token: 'hf_other' } });
    });
});
