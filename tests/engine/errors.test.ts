import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../playground/hub/faults';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only, type Shown } from './shown';

const PRIVATE = 'acme/bert-prod';
const PUBLIC = 'google-bert/bert-base-uncased';

/** Read commands about one repository, by its type. */
const ABOUT = [
    ['info model', 'model'],
    ['info dataset', 'dataset'],
    ['info space', 'space'],
    ['model card', 'model'],
    ['compare google-bert/bert-base-cased', 'model'],
] as const;

/** Every read command that asks Hugging Face, each about something that nobody asked before. */
const READS = ['models search bert', 'datasets search squad', 'spaces search demo', 'papers search attention', `info model ${PUBLIC}`, 'info dataset rajpurkar/squad', 'info space acme/demo', `model card ${PUBLIC}`, `compare ${PUBLIC} FacebookAI/roberta-base`];

const PRIVATE_OF = { model: PRIVATE, dataset: 'acme/support-tickets', space: 'acme/annotator' } as const;

/** The server gives up on a handler after this, milliseconds. */
const HANDLER_LIFE_MS = 30_000;

let app: AppUnderTest;
/** How long all read commands took, milliseconds. They wait for half a minute: begun with the first test, looked at by the last. */
let waits: Record<'broken' | 'silent', Promise<number>>;
beforeAll(async () => {
    app = await AppUnderTest.start();
    await app.speakEnglish();
    waits = { broken: readsWith({ kind: 'cut', afterBytes: 5 }, /can't be reached/), silent: readsWith({ kind: 'slow', ms: HANDLER_LIFE_MS }, /took too long/) };
    // One that fails early is the failure of its own test.
    void Promise.allSettled(Object.values(waits));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

/** What every failure looks like: seen by the caller alone, a sentence, no inner workings, and a reference that the app's log has as well. */
async function expectHelpfulFailure(from: AppUnderTest, shown: readonly Shown[], { sentence, user = 'alice' }: { readonly sentence: RegExp; readonly user?: string }): Promise<void> {
    const answer = only(shown);
    expect(answer).toMatchObject({ kind: 'ephemeral', user, failed: true });
    expect(answer.text).toMatch(sentence);
    expect(answer.text).not.toMatch(/\bat \S+ \(|\.ts\b|\.js\b|undefined|\[object|Error:|TypeError|hf_[A-Za-z]/);
    const reference = /Reference (\w+)/.exec(answer.text)?.[1];
    expect(reference).toMatch(/^\w{8}$/);
    const logged = async (): Promise<number> => (await from.host.appLogs()).flatMap(({ entries }) => entries).filter(({ severity, args }) => severity === 'error' && JSON.stringify(args).includes(`reference=${reference}`)).length;
    // The server keeps a log when the handler has ended, which is after its answer.
    await expect.poll(logged).toBe(1);
}

/** Runs the commands with these answers of the Hub, in a process that has kept nothing. */
async function withFault(from: AppUnderTest, fault: Fault, lines: readonly string[]): Promise<Shown[][]> {
    await from.host.restartApp();
    from.hub.faults.add({ match: '* /*', fault });
    try {
        return await from.hfAtOnce(lines);
    } finally {
        from.hub.faults.clear();
    }
}

/** Runs all read commands in a workspace of its own. */
async function readsWith(fault: Fault, sentence: RegExp): Promise<number> {
    const own = await AppUnderTest.start({ separate: true });
    try {
        const started = Date.now();
        const answers = await withFault(own, fault, READS);
        const took = Date.now() - started;
        for (const answer of answers) {
            await expectHelpfulFailure(own, answer, { sentence });
        }
        return took;
    } finally {
        await own.stop();
    }
}

describe.each(ABOUT)('%s', (line, type) => {
    it('of a private repository, without a token: asks to sign in', async () => {
        const shown = await app.hf(`${line} ${PRIVATE_OF[type]}`);
        await expectHelpfulFailure(app, shown, { sentence: /no such repository, or it is private.*sign in/ });
        expect(only(shown).controls.map(({ actionId }) => actionId)).toEqual(['login.open']);
    });

    it('of a repository that does not exist, signed in: says so', async () => {
        await app.signIn('gina', fakeToken('dave'));
        await expectHelpfulFailure(app, await app.hf(`${line} nobody/has-this`, { user: 'gina' }), { sentence: /no such repository, or your account can't see it/, user: 'gina' });
    });

    it('with a token that lacks the permission: names it', async () => {
        await app.signIn('sec', fakeToken('sec'));
        await expectHelpfulFailure(app, await app.hf(`${line} ${PRIVATE_OF[type]}`, { user: 'sec' }), { sentence: /lacks the permission `repo\.content\.read`/, user: 'sec' });
    });
});

describe('a token that stopped working', () => {
    const lines = [...READS.filter((line) => !line.startsWith('papers')), 'status'];

    it('because it was revoked: every command says so and offers to sign in', async () => {
        await app.signIn('bo', fakeToken('bo'));
        app.hub.state.tokens.delete(fakeToken('bo'));
        await app.host.restartApp();
        for (const answer of await app.hfAtOnce(lines, { user: 'bo' })) {
            await expectHelpfulFailure(app, answer, { sentence: /does not accept your token any more/, user: 'bo' });
            expect(only(answer).controls.map(({ actionId }) => actionId)).toEqual(['login.open']);
        }
    });

    it('because it expired: every command says so and offers to sign in', async () => {
        await app.signIn('carol', fakeToken('expiring'));
        const token = app.hub.state.tokens.get(fakeToken('expiring'));
        Object.assign(token ?? {}, { expiresAt: Date.now() - 1 });
        await app.host.restartApp();
        for (const answer of await app.hfAtOnce(lines, { user: 'carol' })) {
            await expectHelpfulFailure(app, answer, { sentence: /token has expired/, user: 'carol' });
            expect(only(answer).controls.map(({ actionId }) => actionId)).toEqual(['login.open']);
        }
    });
});

describe('a Hub in trouble', () => {
    /** `Retry-After` beyond a handler's life ends the retries at once; how they go is the retries' own test. */
    const NOT_SOON = { 'Retry-After': '120' };

    it.each<[string, Fault, RegExp]>([
        ['500', { status: 500, headers: NOT_SOON }, /has a problem right now \(status 500\)/],
        ['503 with a page of HTML', { status: 503, headers: NOT_SOON, body: '<html><head><title>503</title></head><body>at Object.<anonymous> (/srv/hub.js:1:1)</body></html>' }, /has a problem right now \(status 503\)/],
        ['429', { kind: 'rate-limited', resetSeconds: 200 }, /Too many requests.*<t:\d+:R>/],
        ['429 that names no end', { status: 429, headers: NOT_SOON }, /Too many requests/],
        ['an answer that breaks off in the middle of its JSON', { kind: 'malformed' }, /answered in a form this app does not know/],
        ['JSON of another shape', { status: 200, body: { surprise: true } }, /answered in a form this app does not know/],
        ['a page of HTML with status 200', { status: 200, body: '<html>maintenance</html>' }, /answered in a form this app does not know/],
        ['403 without a reason', { status: 403, body: {} }, /may not do this/],
        ['402', { status: 402, body: { error: 'Payment needed' } }, /asks for a paid plan/],
        ['400', { status: 400, body: { error: 'Invalid parameter' } }, /did not understand/],
        ['418', { status: 418, body: '' }, /status 418/],
        ['a redirect in a circle', { status: 302, headers: { Location: '/api/models' } }, /form this app does not know/],
    ])('answers with %s: every read command fails with help', async (_name, fault, sentence) => {
        // A card is text: any answer is one.
        const readable = fault.kind === 'malformed' || ('status' in fault && fault.status === 200);
        const lines = readable ? READS.filter((line) => !line.startsWith('model card')) : READS;
        for (const answer of await withFault(app, fault, lines)) {
            await expectHelpfulFailure(app, answer, { sentence });
        }
    });

    it('recovers within a command’s patience: nobody notices', async () => {
        await app.host.restartApp();
        app.hub.faults.add({ match: 'GET /api/models', times: 2, fault: { status: 503 } });
        const before = app.shown.length;
        const answer = only(await app.hf('models search bert'));
        app.hub.faults.clear();
        expect(answer).toMatchObject({ kind: 'ephemeral', failed: false });
        // While it waited, it said so in the place of the answer.
        const [placeholder] = app.shown.slice(before);
        expect(placeholder).toMatchObject({ kind: 'ephemeral', message: { id: answer.message.id } });
        expect(placeholder?.text).toContain('Asking Hugging Face');
    });

    it('posts nothing publicly, whatever fails', () => {
        expect(app.shown.filter(({ kind, message }) => kind !== 'ephemeral' && message.sender === 'hf-teamflow.bot')).toEqual([]);
    });
});

describe('a Hub that takes time', () => {
    it('by breaking every connection is asked again as long as there is time', async () => {
        expect(await waits.broken).toBeLessThan(HANDLER_LIFE_MS);
    }, 60_000);

    it('by not answering is given up on before the server gives up on the command', async () => {
        expect(await waits.silent).toBeLessThan(HANDLER_LIFE_MS);
    }, 60_000);

    /** How long an answer counts as fresh, milliseconds. */
    const FRESH_MS = 60_000;

    it('by being away does not take away what it said before: its age is told', async () => {
        const own = await AppUnderTest.start({ separate: true });
        try {
            await own.hfAtOnce(READS);
            own.hub.faults.add({ match: '* /*', fault: { kind: 'down' } });
            for (const answer of await own.hfAtOnce(READS)) {
                expect(only(answer)).toMatchObject({ kind: 'ephemeral', failed: false });
                expect(only(answer).text).not.toContain('does not answer');
            }
            await own.host.advanceClock(FRESH_MS);
            for (const answer of await own.hfAtOnce(READS)) {
                expect(only(answer)).toMatchObject({ kind: 'ephemeral', failed: false });
                expect(only(answer).text).toContain('Hugging Face does not answer right now; this is what it said 1 minute ago.');
            }
            expect(jsonOf(await own.hf(`${READS[0] ?? ''} --format json`))).toMatchObject({ stale: true });
        } finally {
            await own.stop();
        }
    }, 60_000);
});
