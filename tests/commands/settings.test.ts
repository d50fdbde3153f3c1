import { beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { interact, submit } from '../../handlers/interact';
import type { Outcome } from '../../handlers/action';
import { SETTINGS_FIELDS } from '../../ui/settings-view';
import type { Surface } from '../../ui/view';
import { ALICE, GENERAL, TestWorkspace, type TestCtx, type TestCtxOptions } from '../helpers/test-ctx';
import { buttonsOf, lastWhisper } from '../helpers/views';

let workspace: TestWorkspace;
beforeEach(() => {
    workspace = new TestWorkspace();
});

async function open(options: TestCtxOptions = {}): Promise<TestCtx> {
    const ctx = workspace.ctx(options);
    await runCommand(ctx, ['settings']);
    return ctx;
}

function fieldsOf(surface: Surface | undefined): Record<string, string | undefined> {
    const inputs = (surface?.blocks ?? []).flatMap((block) => (block.type === 'input' ? [block.element] : []));
    return Object.fromEntries(inputs.map(({ actionId, initial }) => [actionId, initial]));
}

async function save(fields: Record<string, unknown>, options: TestCtxOptions = {}): Promise<{ readonly ctx: TestCtx; readonly outcome: Outcome | undefined }> {
    const ctx = workspace.ctx(options);
    return { outcome: await submit(ctx, { surfaceId: 'settings.user', fields }), ctx };
}

const { org, language, notifications, linkCards } = SETTINGS_FIELDS;

describe('/hf settings', () => {
    it('opens a bar with what holds now', async () => {
        await workspace.stores.preferences.set(ALICE.id, { defaultOrg: 'acme', language: 'de', notifications: 'off' });
        const { opened } = await open();
        expect(opened[0]).toMatchObject({ kind: 'contextualBar', id: 'settings.user' });
        expect(fieldsOf(opened[0])).toEqual({ [org]: 'acme', [language]: 'de', [notifications]: 'off' });
    });

    it('offers the room\'s link cards to those who manage it, and the app\'s settings to admins', async () => {
        const manager = await open({ manager: true });
        expect(fieldsOf(manager.opened[0])).toMatchObject({ [linkCards]: 'workspace' });
        expect(JSON.stringify(manager.opened)).not.toContain('/marketplace/');
        const admin = await open({ user: { roles: ['user', 'admin'] } });
        expect(JSON.stringify(admin.opened)).toContain('https://chat.example.org/marketplace/private/info/6f1c2b8e-3d4a-4c7b-9e21-5a0d8f7c3b16/0.0.0-test/settings');
    });

    it('offers a button when nothing can be opened', async () => {
        const ctx = await open({ trigger: false });
        expect(buttonsOf(lastWhisper(ctx)).map(({ actionId }) => actionId)).toEqual(['settings.open']);
        expect(await interact(ctx, { actionId: 'settings.open', value: undefined })).toMatchObject({ kind: 'open', surface: { id: 'settings.user' } });
    });
});

describe('saving', () => {
    it('stores what changed and lists it', async () => {
        const { ctx, outcome } = await save({ [org]: ' acme ', [language]: 'auto', [notifications]: 'ephemeral' });
        expect(outcome).toBeUndefined();
        expect(lastWhisper(ctx).text).toBe('Saved: Default organisation is now *acme* and Notifications is now *Note in the room that only you see*.');
        expect(await workspace.stores.preferences.get(ALICE.id)).toEqual({ defaultOrg: 'acme', notifications: 'ephemeral' });
    });

    it('leaves alone what was not touched, and says when that is all', async () => {
        await workspace.stores.preferences.set(ALICE.id, { defaultOrg: 'acme', language: 'ja' });
        const { ctx } = await save({ [org]: undefined, [language]: null });
        expect(lastWhisper(ctx).text).toBe('Nothing was changed.');
        expect(await workspace.stores.preferences.get(ALICE.id)).toMatchObject({ defaultOrg: 'acme', language: 'ja' });
    });

    it('empties what was emptied', async () => {
        await workspace.stores.preferences.set(ALICE.id, { defaultOrg: 'acme', language: 'ja' });
        await save({ [org]: '', [language]: 'auto' });
        expect(await workspace.stores.preferences.get(ALICE.id)).toEqual({ notifications: 'dm' });
    });

    it.each(['-acme', 'a', 'ac me', 'acme--x', 'https://huggingface.co/acme', 'x'.repeat(43)])('refuses %j under its field and saves nothing', async (name) => {
        const { ctx, outcome } = await save({ [org]: name, [notifications]: 'off' });
        expect(outcome).toMatchObject({ kind: 'errors', errors: { [org]: expect.stringContaining('not the name of an organisation') as string } });
        expect(ctx.whispered).toEqual([]);
        expect(await workspace.stores.preferences.get(ALICE.id)).toEqual({ notifications: 'dm' });
    });

    it('refuses values that the form does not offer', async () => {
        await expect(save({ [language]: 'xx' })).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
    });

    it('sets the room\'s link cards for those who manage it, and refuses others', async () => {
        const forged = await save({ [linkCards]: 'off' });
        expect(lastWhisper(forged.ctx).text).toContain('Only those who own, lead or moderate this room');
        expect(await workspace.stores.roomSettings.get(GENERAL.id)).toEqual({});
        const managed = await save({ [linkCards]: 'off' }, { manager: true });
        expect(lastWhisper(managed.ctx).text).toBe('Saved: Cards for Hugging Face links is now *Off*.');
        expect(await workspace.stores.roomSettings.get(GENERAL.id)).toEqual({ linkCards: false });
        await save({ [linkCards]: 'workspace' }, { manager: true });
        expect(await workspace.stores.roomSettings.get(GENERAL.id)).toEqual({});
    });
});
