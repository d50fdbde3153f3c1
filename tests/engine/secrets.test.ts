import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppLog } from '../../playground/host/host-api';
import { PLAYGROUND_OAUTH_CLIENT } from '../../playground/hub/seed/index';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest, TOKEN_KEY } from './app-under-test';
import { only } from './shown';

/** Tokens by how they come into the app's hands. */
const TOKENS = {
    form: fakeToken('alice'),
    refusedInForm: fakeToken('never-issued'),
    waiting: fakeToken('dave'),
    argument: fakeToken('typed-as-argument'),
    message: fakeToken('leaked-in-message'),
    edit: fakeToken('leaked-in-edit'),
    errorBody: fakeToken('echoed-in-an-error'),
    requestId: fakeToken('echoed-in-a-header'),
    redirect: fakeToken('in-a-redirect'),
    card: fakeToken('in-a-model-card'),
    option: fakeToken('typed-as-option'),
    previewed: fakeToken('typed-into-the-preview'),
};

let app: AppUnderTest;
/** All secrets that ever existed in this session: also what the Hub handed out by OAuth. */
const secrets = new Map<string, string>(Object.entries(TOKENS));

function issue(value: string): void {
    app.hub.state.tokens.set(value, { value, user: 'alice', displayName: 'made for this test', role: 'read', createdAt: '2025-01-05T09:00:00.000Z' });
}

function rememberOAuthSecrets(): void {
    const { tokens, refreshGrants, deviceLogins } = app.hub.state;
    [...tokens.values()].filter(({ role }) => role === 'oauth').forEach(({ value }) => secrets.set(`oauth ${secrets.size}`, value));
    [...refreshGrants.keys()].forEach((value) => secrets.set(`refresh ${secrets.size}`, value));
    [...deviceLogins.keys()].forEach((value) => secrets.set(`device code ${secrets.size}`, value));
}

beforeAll(async () => {
    app = await AppUnderTest.start({ hub: { deviceIntervalSeconds: 1 }, host: { appSettings: { oauth_client_id: PLAYGROUND_OAUTH_CLIENT } } });
    await app.speakEnglish();
    [TOKENS.argument, TOKENS.message, TOKENS.edit].forEach(issue);
    await signInEveryWay();
    await leakInMessages();
    await meetAFaultyHub();
    await typeTokensElsewhere();
    await readEverything();
    rememberOAuthSecrets();
}, 60_000);

afterAll(() => app.stop());

async function signInEveryWay(): Promise<void> {
    await app.signIn('alice', TOKENS.refusedInForm);
    await app.submitForm('alice', 'login.token', { 'login.paste': TOKENS.form });
    await app.hf(`login ${TOKENS.argument}`, { user: 'carol' });
    app.hub.faults.add({ match: 'GET /api/whoami-v2', times: 1, fault: { status: 503, headers: { 'Retry-After': '120' }, body: `no luck, ${TOKENS.waiting}` } });
    const since = app.shown.length;
    await app.signIn('gina', TOKENS.waiting);
    await app.waitFor(({ text, user }) => user === 'gina' && text.includes('dave'), since);
    const code = await app.startDevice('bo');
    rememberOAuthSecrets();
    app.hub.device.approve(code, 'bo', ['acme']);
    await app.waitFor(({ text, user }) => user === 'bo' && text.includes('signed in as'), since);
    rememberOAuthSecrets();
    app.hub.faults.clear();
}

async function leakInMessages(): Promise<void> {
    const offer = await app.during(() => app.host.post({ user: 'alice', room: 'general', text: `use ${TOKENS.message} for now`, attachments: [{ text: TOKENS.message }] }));
    await app.press(offer, 'Revoke now');
    const message = await app.host.post({ user: 'alice', room: 'general', text: 'wait' });
    await app.host.edit({ user: 'alice', messageId: message?.id ?? '', text: `this: ${TOKENS.edit}` });
    await app.host.idle();
}

/** A Hub that says back what it must not. */
async function meetAFaultyHub(): Promise<void> {
    const { faults } = app.hub;
    const headers = { 'Retry-After': '120' };
    faults.add({ match: 'GET /api/models/faulty/body', fault: { status: 403, body: { error: `Bearer ${TOKENS.errorBody} may not read this, nor may ${TOKENS.form}` } } });
    faults.add({ match: 'GET /api/models/faulty/page', fault: { status: 500, headers, body: `<html><title>${TOKENS.errorBody}</title>Authorization: Bearer ${TOKENS.form}</html>` } });
    faults.add({ match: 'GET /api/models/faulty/header', fault: { status: 400, headers: { 'X-Request-Id': TOKENS.requestId, 'X-Error-Message': TOKENS.requestId, 'X-Error-Code': TOKENS.requestId }, body: {} } });
    faults.add({ match: 'GET /api/models/faulty/redirect', fault: { status: 307, headers: { Location: `/api/models/faulty/target?token=${TOKENS.redirect}` } } });
    faults.add({ match: 'GET /api/models/faulty/target', fault: { status: 500, headers, body: { error: `for ${TOKENS.redirect}` } } });
    faults.add({ match: 'GET /api/models/faulty/path', fault: { status: 302, headers: { Location: `${app.hub.cdnUrl}/${TOKENS.redirect}?access_token=${TOKENS.redirect}` } } });
    faults.add({ match: 'GET /api/models/faulty/shape', fault: { status: 200, body: { id: 7, token: TOKENS.errorBody } } });
    faults.add({ match: 'GET /google-bert/bert-large-cased/raw/main/README.md', fault: { status: 200, body: `---\nlicense: ${TOKENS.card}\n---\n# Use\n\nSet HF_TOKEN=${TOKENS.card}\n` } });
    for (const name of ['body', 'page', 'header', 'redirect', 'path', 'shape']) {
        expect(only(await app.hf(`info model faulty/${name}`))).toMatchObject({ failed: true });
    }
    await app.hf('model card google-bert/bert-large-cased');
    faults.clear();
}

/** Where a token has no business, but where people put them. What is typed as a command is in the server's log; nothing more may come of it. */
async function typeTokensElsewhere(): Promise<void> {
    await app.hf(`models search ${TOKENS.option}`);
    await app.hf(`models search --author ${TOKENS.option}`);
    await app.hf(`info model ${TOKENS.option}`);
    await app.hf(`info model acme/${TOKENS.option}`);
    await app.hf(`${TOKENS.option}`);
    await app.hf(`models search --${TOKENS.option}`);
    await app.hf(`help ${TOKENS.option}`);
    await app.host.preview({ user: 'alice', room: 'general', text: `/hf login ${TOKENS.previewed}` });
    await app.host.preview({ user: 'alice', room: 'general', text: `/hf info model ${TOKENS.previewed}` });
}

async function readEverything(): Promise<void> {
    for (const user of ['alice', 'bo', 'carol', 'gina']) {
        await app.hf('status', { user });
        await app.hf('doctor --format json', { user });
        await app.hf('settings', { user });
        await app.hf('info model acme/bert-prod', { user });
    }
    await app.hf('logout', { user: 'carol' });
}

/** Names of the secrets that stand in the text. */
const secretsIn = (text: string): string[] => [...secrets].filter(([, value]) => text.includes(value)).map(([name]) => name);

/** The server itself logs what is typed as a command, before the app sees it. */
function isTypedCommand({ method, entries }: AppLog, entry: AppLog['entries'][number]): boolean {
    return entries[0] === entry && /^slashcommand:hf:(?:executor|previewer)$/.test(method) && JSON.stringify(entry).includes('Command is being executed');
}

describe('no secret', () => {
    it('was forgotten by this test: every way in was gone', () => {
        expect(secrets.size).toBeGreaterThanOrEqual(Object.keys(TOKENS).length + 3);
        expect(app.hub.requests.some(({ hasAuth }) => hasAuth)).toBe(true);
        expect(app.hub.state.tokens.has(TOKENS.message)).toBe(false);
    });

    it('is in any message or surface that anybody was shown', async () => {
        app.shown.forEach(({ message, text }) => expect(secretsIn(JSON.stringify(message) + text)).toEqual([]));
        app.surfaces.forEach((surface) => expect(secretsIn(JSON.stringify(surface))).toEqual([]));
        expect(secretsIn(JSON.stringify(app.formErrors))).toEqual([]);
        for (const room of ['general', 'ml-models', 'ml-incidents']) {
            expect(secretsIn(JSON.stringify(await app.host.messages(room)))).toEqual([]);
        }
    });

    it('is in the app’s log, but where the server wrote down a command', async () => {
        const logs = await app.host.appLogs();
        expect(logs.length).toBeGreaterThan(20);
        for (const log of logs) {
            const { entries, ...rest } = log;
            const others = entries.filter((entry) => !isTypedCommand(log, entry));
            expect(secretsIn(JSON.stringify({ ...rest, entries: others }))).toEqual([]);
        }
        const typed = secretsIn(JSON.stringify(logs));
        expect([...typed].sort()).toEqual(['argument', 'option', 'previewed']);
    });

    it('is stored readably', async () => {
        const records = await app.host.persistenceRecords();
        expect(records.length).toBeGreaterThan(5);
        const text = JSON.stringify(records);
        expect(secretsIn(text)).toEqual([]);
        expect(text).not.toContain(TOKEN_KEY);
        // Not in another spelling either.
        [...secrets.values()].forEach((value) => {
            expect(text).not.toContain(Buffer.from(value).toString('base64').replace(/=+$/, ''));
            expect(text).not.toContain(Buffer.from(value).toString('hex'));
        });
    });

    it('travels in a job', async () => {
        expect(secretsIn(JSON.stringify(await app.host.jobs()))).toEqual([]);
    });

    it('is in an address that the Hub was asked for', () => {
        const asked = app.hub.requests.flatMap(({ path, query }) => secretsIn(path + query));
        // What the Hub itself redirects to is its own.
        expect(asked.filter((name) => name !== 'redirect')).toEqual([]);
    });

    it('went to another host', () => {
        expect(app.hub.violations).toEqual([]);
        expect(app.hub.requests.filter(({ host, hasAuth }) => host === 'cdn' && hasAuth)).toEqual([]);
    });
});
