import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, MESSAGES, type Locale } from '../../ui/catalogue';
import { language } from '../../ui/language';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';
import { only } from './shown';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start();
});
afterAll(() => app.stop());

const speak = (spoken: string | undefined): Promise<void> => app.host.setLanguage({ user: 'alice', language: spoken });

/** What `help` begins with in this language. */
const introOf = (locale: Locale): string => MESSAGES[locale]['help.intro'];

describe.each(LOCALES)('a user whose Rocket.Chat speaks %s', (locale) => {
    const lang = language(locale);
    beforeAll(() => speak(locale));

    it('gets help, answers and errors in it', async () => {
        expect(await app.text('help')).toContain(introOf(locale));
        expect(await app.text('status')).toContain(MESSAGES[locale]['status.none']);
        expect(await app.text('models search zzz-nothing')).toContain(lang.t('search.none_query', { type: 'model', query: 'zzz-nothing' }));
        expect(await app.text('info model nobody/nothing')).toContain(MESSAGES[locale]['hub.not_found_or_private']);
        expect(await app.text('hlep')).toContain(lang.t('error.unknown_command', { typed: 'hlep' }));
    });

    it('gets numbers and lists as they are written there', async () => {
        expect(await app.text('info dataset rajpurkar/squad')).toContain(lang.number(87_599));
        expect(await app.text('datasets search zzz --task question-answering --license mit')).toContain(lang.list(['`--task question-answering`', '`--license mit`']));
    });

    it('gets buttons, forms and what is said below their fields', async () => {
        expect(only(await app.hf('models search bert')).controls.map(({ label }) => label)).toEqual([lang.t('search.choose_info'), lang.t('search.choose_card'), lang.t('watch.choose'), lang.t('search.next')]);
        await app.hf('login');
        expect((await app.form('alice', 'login.token')).text).toContain(lang.t('login.title'));
        await app.submitForm('alice', 'login.token', { 'login.paste': fakeToken('nobody') });
        expect(app.formErrors.at(-1)?.errors).toEqual({ 'login.paste': lang.t('login.refused.refused') });
    });

    it('finds the commands explained while typing', async () => {
        const preview = await app.host.preview({ user: 'alice', room: 'general', text: '/hf tre' });
        expect(preview?.items.map(({ value }) => value).join('\n')).toContain(lang.t('tree.summary'));
    });
});

describe('the language of an answer', () => {
    it('is the nearest one of ours: a region is not a language', async () => {
        for (const [spoken, locale] of [['de-AT', 'de'], ['pt', 'pt-BR'], ['zh', 'zh-CN'], ['es-MX', 'es'], ['ja-JP', 'ja'], ['en-GB', 'en']] as const) {
            await speak(spoken);
            expect(await app.text('help')).toContain(introOf(locale));
        }
    });

    it('is what the user chose here, whatever their Rocket.Chat speaks', async () => {
        await speak('de');
        await app.hf('settings');
        const saved = await app.submitForm('alice', 'settings.user', { 'settings.language': 'ja' });
        expect(only(saved).text).toContain('日本語');
        expect(await app.text('help')).toContain(introOf('ja'));
        await app.hf('settings');
        await app.submitForm('alice', 'settings.user', { 'settings.language': 'auto' });
        expect(await app.text('help')).toContain(introOf('de'));
    });

    it('is the app’s, for those who speak none of ours', async () => {
        for (const spoken of ['fr', 'tlh', undefined]) {
            await speak(spoken);
            await app.host.setAppSetting('language', 'es');
            expect(await app.text('help')).toContain(introOf('es'));
            await app.host.setAppSetting('language', 'workspace');
        }
    });

    it('is the workspace’s when the app has none, else English', async () => {
        await speak('fr');
        await app.host.setServerSetting('Language', 'ja');
        // Nothing tells the app of a changed server setting: it remembers for minutes what it read.
        await app.host.restartApp();
        expect(await app.text('help')).toContain(introOf('ja'));
        await app.host.setServerSetting('Language', 'fr');
        await app.host.restartApp();
        expect(await app.text('help')).toContain(introOf('en'));
    });
});

describe('the languages', () => {
    it('differ from each other', () => {
        expect(new Set(LOCALES.map(introOf)).size).toBe(LOCALES.length);
    });
});
