import { describe, expect, it } from 'vitest';
import { leakOfferView, leakRevokedView } from '../../ui/leak-view';
import { language } from '../../ui/language';
import { argumentWarningView, confirmRevokeView, deviceSurface, deviceView, loginPromptView, loginSurface, signedInView, signedOutView } from '../../ui/login-views';
import { settingsPromptView, settingsSavedView, settingsSurface } from '../../ui/settings-view';
import type { Surface, View } from '../../ui/view';
import { buttonsOf, visibleText } from '../helpers/views';

const lang = language('en');
const hubUrl = 'https://huggingface.co';
const leak = { id: 'leak-1', masked: 'hf_••••••wXyZ', at: Date.UTC(2026, 0, 1) };
const device = { flowId: 'flow-1', userCode: 'BCDF-GHJK', url: 'https://huggingface.co/oauth/device?code=BCDF-GHJK', lifetime: 900_000 };

const VIEWS: Readonly<Record<string, View | Surface>> = {
    'login form': loginSurface({ lang, hubUrl, oauth: false }),
    'login form with OAuth and a notice': loginSurface({ lang, hubUrl, oauth: true, notice: lang.t('login.device_cancelled') }),
    'login prompt': loginPromptView(lang, false),
    'login prompt with OAuth': loginPromptView(lang, true),
    'device code in the form': deviceSurface(device, lang),
    'device code in a message': deviceView(device, lang),
    'signed in': signedInView('alice', 'fineGrained', lang),
    'signed in with a token of an unknown kind': signedInView('alice', 'other', lang),
    'signed in without a name': signedInView(undefined, 'oauth', lang),
    'token in a command': argumentWarningView({ name: 'alice', kind: 'write', leak, lang }),
    'revoke for good': confirmRevokeView(leak, lang),
    'signed out': signedOutView({ name: 'alice', kind: 'token', hubUrl, lang }),
    'signed out of an OAuth sign-in': signedOutView({ kind: 'oauth', hubUrl, lang }),
    'one leak': leakOfferView([leak], leak.at + 60_000, lang),
    'two leaks': leakOfferView([leak, { ...leak, id: 'leak-2' }], leak.at + 60_000, lang),
    'leak revoked': leakRevokedView({ masked: leak.masked, own: true, hubUrl, lang }),
    'settings': settingsSurface({ defaultOrg: 'acme', language: 'auto', notifications: 'dm', workspaceOrg: 'globex', room: { name: 'ml-*ops*', linkCards: 'off', workspaceLinkCards: true }, adminUrl: 'https://chat.example/marketplace' }, lang),
    'settings prompt': settingsPromptView(lang),
    'settings saved': settingsSavedView({ defaultOrg: '', language: 'ja', notifications: 'off', linkCards: { choice: 'workspace', workspace: false }, refusedRoom: true }, lang),
};

describe.each(Object.entries(VIEWS))('%s', (_name, view) => {
    it('looks like this', () => {
        expect(view).toMatchSnapshot();
    });

    it('reads well in Rocket.Chat: its parser understands all the markdown', () => {
        expect(visibleText(view).join('\n')).not.toMatch(/[*`[\]]/);
    });

    it('has one id per action, except where each item has its own value', () => {
        const ids = buttonsOf(view).map(({ actionId, value }) => `${actionId} ${value ?? ''}`);
        expect(new Set(ids).size).toBe(ids.length);
    });
});

describe('names from outside', () => {
    it('can not write markdown of their own', () => {
        expect(signedInView('*x* [y](https://evil.example)', 'read', lang).text).not.toMatch(/\]\(https:|<https:/);
    });
});
