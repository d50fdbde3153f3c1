import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest, type Place } from './app-under-test';
import { DeploymentRequest, readable, toldTo } from './deployment-request';
import { jsonOf, only, type Shown } from './shown';

const en = language('en');
const MODEL = 'acme/bert-prod';

let app: AppUnderTest;
let request: DeploymentRequest;
beforeAll(async () => {
    app = await AppUnderTest.start({ host: { appSettings: { approver_roles: 'ml-lead, security-reviewer' } } });
    await app.speakEnglish();
    // The room and alice read English, bo German.
    await app.host.setLanguage({ user: 'bo', language: 'de' });
    await app.signIn('alice', fakeToken('alice'));
    await app.hf('env set prod --target branch --ref prod --approvals 2 --roles security-reviewer --gates security', { user: 'admin' });
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const head = (): string => app.hub.state.findRepo('model', MODEL)?.branches.get('main') ?? '';
const live = (): string | undefined => app.hub.state.findRepo('model', MODEL)?.branches.get('prod');
const moves = (): unknown[] => app.hub.requests.filter(({ method, path }) => method === 'POST' && path.includes('/branch/')).map(({ status }) => status);
const title = (of: DeploymentRequest = request): string => of.title(`${MODEL} @ ${head().slice(0, 7)} → prod`);
const answer = async (words: string, place: Place = {}): Promise<Shown> => {
    const told = only(toldTo(place.user ?? 'alice', await app.hf(words, place)));
    return { ...told, text: readable(told.text) };
};
/** Who is still missing, as the status card says it. */
const needed = (n: number, ...among: readonly string[]): string => {
    const approvals = en.t('approval.missing.approvals', { n });
    return en.t('approval.missing', { list: among.length === 0 ? approvals : en.t('approval.missing.among', { approvals, list: en.list(among) }) });
};
const CAROL = en.t('approval.missing.reviewer', { user: '@carol' });
const SECURITY = en.t('approval.missing.role', { role: 'security-reviewer' });
const refusalOf = (shown: readonly Shown[]): string => {
    const { failed, text } = only(shown);
    expect(failed).toBe(true);
    return readable(text);
};

describe('a request', () => {
    it('is posted for the room with what is asked, and answered in private', async () => {
        request = await DeploymentRequest.ask(app, `deploy ${MODEL} --environment prod`);
        const { text, message, controls } = await request.message();
        expect(text).toContain(`@alice asks to put *<${app.hub.url}/${MODEL}/commit/${head()}|${MODEL} @ ${head().slice(0, 7)}>* live in *prod*`);
        expect(text).toContain('*Live now:* nothing');
        expect(text).toContain(`Hugging Face's scanners report no issue.`);
        expect(text).toContain(en.t('deploy.request.approvals', { n: 2 }));
        expect(text).toContain(SECURITY);
        expect(text).not.toContain('*Price:*');
        expect(message.attachments?.length).toBeGreaterThan(0);
        expect(controls.map(({ label }) => label)).toEqual(['Approve', 'Reject']);

        const card = await request.untilSays(en.t('approval.phase.waiting'));
        expect(card.text).toContain(title());
        expect(card.text).toContain(needed(2, SECURITY));
        expect(card.controls.map(({ label }) => label)).toEqual(['Approve', 'Reject', 'Take back my vote', 'Ask a reviewer', 'Cancel the request']);
        expect(live()).toBeUndefined();
    });

    it('does not count whoever asked or has no role, and tells them alone, in their language', async () => {
        expect(refusalOf(await request.react('alice', ':+1:'))).toContain(en.t('approval.refused.self', { title: title() }));
        await app.host.setLanguage({ user: 'gina', language: 'de' });
        expect(refusalOf(await request.react('gina', ':thumbsup:'))).toContain(language('de').t('approval.refused.no_role', { title: title() }));
        expect(refusalOf(await request.press('Approve', 'gina'))).toContain(language('de').t('approval.refused.no_role', { title: title() }));
        const card = await request.until(({ text }) => text.includes(':thumbsup: @gina'));
        expect(card.text).toContain(en.t('approval.uncounted', { vote: ':thumbsup: @alice', reason: en.t('approval.uncounted.self') }));
        expect(card.text).toContain(needed(2, SECURITY));
    });

    it('counts a reaction in any skin tone and under any name, until it is taken away', async () => {
        expect(await request.react('bo', ':thumbsup_tone3:')).toEqual([]);
        await request.untilSays(':thumbsup: @bo (ml-lead)');
        await request.react('bo', ':thumbsup_tone3:', false);
        await request.until(({ text }) => !text.includes('@bo'));
        await request.react('bo', ':-1:');
        await request.react('bo', ':+1:');
        await request.untilSays(':thumbsup: @bo (ml-lead)');
        // The other one is still there.
        await request.react('bo', ':+1:', false);
        await request.untilSays(':thumbsdown: @bo (ml-lead)');
        await request.react('bo', ':+1:');
        await request.react('bo', ':-1:', false);
        await request.untilSays(':thumbsup: @bo (ml-lead)');
        // It says that it does not count there.
        const card = await request.until(() => true);
        expect(toldTo('sec', await app.during(() => app.host.react({ user: 'sec', messageId: card.message.id, emoji: ':+1:', on: true }))).map(({ text }) => text)).toEqual([en.t('approval.react_above')]);
        expect((await request.until(() => true)).text).not.toContain('@sec');
    });

    it('loses a vote by command and gets it back by a command in its thread', async () => {
        const taken = await answer(`approvals withdraw ${request.shortId}`, { user: 'bo', room: 'ml-models' });
        expect(taken).toMatchObject({ failed: false, text: language('de').t('approval.done.withdrawn', { title: title() }) });
        await request.until(({ text }) => !text.includes('@bo'));
        expect(refusalOf([await answer(`approvals withdraw ${request.shortId}`, { user: 'bo' })])).toContain(language('de').t('approval.refused.nothing_to_withdraw', { title: title() }));
        const given = await answer('approve', { user: 'bo', threadId: request.messageId });
        expect(given).toMatchObject({ failed: false, text: language('de').t('approval.done.approve', { title: title() }) });
        await request.untilSays(':thumbsup: @bo (ml-lead)');
    });

    it('waits for whoever wants to look at it', async () => {
        expect(readable(only(await request.react('carol', ':mag:')).text)).toContain(en.t('approval.done.asked', { title: title() }));
        const card = await request.untilSays(CAROL);
        expect(card.text).toContain(needed(1, SECURITY, CAROL));
        const offer = await request.react('gina', ':mag_right:');
        expect(only(offer).controls.map(({ label }) => label)).toEqual([language('de').t('approval.button.ask')]);
        expect((await request.until(() => true)).text).not.toContain(en.t('approval.missing.reviewer', { user: '@gina' }));
    });

    it('is on everybody’s list as it concerns them', async () => {
        expect((await answer('approvals', { user: 'carol' })).text).toContain(`*1 waits for you*\n- *\`${request.shortId}\``);
        for (const user of ['alice', 'bo', 'gina']) {
            const lang = language(user === 'alice' ? 'en' : 'de');
            const { text } = await answer('approvals', { user });
            expect(text).toContain(lang.t('approvals.nothing_for_you'));
            expect(text).toContain(lang.t('approvals.others', { n: 1 }));
        }
        const bo = (await app.host.users()).find(({ username }) => username === 'bo');
        expect(jsonOf([await answer('approvals --format json', { user: 'sec' })])).toEqual([expect.objectContaining({
            id: request.id, requester: 'alice', sha: head(), phase: 'waiting', waitsForYou: true, votes: [expect.objectContaining({ user: bo?.id, value: 'approve' })],
        })]);
    });

    it('is not said of to those who may not read its room', async () => {
        await app.hf('env set hidden --target tag --ref hidden --approvals 1 --gates none', { user: 'admin' });
        const hidden = await DeploymentRequest.ask(app, 'deploy acme/embedder --environment hidden', { room: 'ml-incidents' });
        expect((await answer('approvals', { user: 'gina' })).text).not.toContain(hidden.shortId);
        for (const words of ['approve', 'approvals withdraw', 'deploy status', 'deploy cancel', 'deploy report']) {
            expect(refusalOf([await answer(`${words} ${hidden.shortId}`, { user: 'gina' })])).toContain(language('de').t('approval.unknown', { id: hidden.shortId }));
        }
        expect((await answer('approvals', { user: 'sec' })).text).toContain(hidden.shortId);
        await answer(`deploy cancel ${hidden.shortId}`, { user: 'alice' });
        await hidden.untilSays(en.t('approval.phase.cancelled'));
    });

    it('is carried out once when the last of them agrees, and told to whoever asked', async () => {
        await request.approvedBy('sec');
        await request.untilSays(':thumbsup: @sec (security-reviewer)');
        expect(moves()).toEqual([]);
        await answer(`approve ${request.shortId}`, { user: 'carol', room: 'ml-models' });
        const card = await request.untilSays(en.t('approval.phase.live'));
        expect(card.controls).toEqual([]);
        expect(live()).toBe(head());
        expect(moves()).toEqual([200]);

        const report = await request.told(en.t('approval.phase.live'));
        expect(report.message.text).toMatch(/^@alice /);
        expect(report.text).toMatch(/Took \d+ seconds?, .*@bo.*@sec.*@carol/);
        expect(report.message.attachments?.at(-1)).toMatchObject({ collapsed: true, title: { value: en.t('deploy.report.title') } });
        expect(report.message.attachments?.at(-1)?.text).toContain(`# Compliance record of request ${request.id}`);
        expect((await request.notices()).filter(({ text }) => text.includes(en.t('approval.phase.live')))).toHaveLength(1);
    });

    it('is closed then, and still called by its name', async () => {
        expect(refusalOf(await request.react('sec', ':-1:'))).toContain(en.t('approval.refused.closed', { title: title() }));
        expect(refusalOf([await answer(`deploy cancel ${request.shortId}`, { user: 'alice' })])).toContain(en.t('approval.refused.closed', { title: title() }));
        expect((await answer('approvals')).text).toBe(en.t('approvals.none'));
        const { text, message } = await answer(`deploy report ${request.shortId.toUpperCase()}`, { user: 'gina' });
        expect(text).toContain(title());
        expect(message.attachments?.[0]?.text).toContain('| State | live |');
        expect(moves()).toEqual([200]);
    });

    it('is what the status tells, for people and for programs', async () => {
        const { text } = await answer('deploy status');
        expect(text).toContain(`|${MODEL} @ ${head().slice(0, 7)}>`);
        expect(text).toContain('@alice');
        expect(jsonOf([await answer('deploy status --format json')])).toEqual(expect.arrayContaining([
            expect.objectContaining({ name: 'prod', live: { repo: MODEL, sha: head() }, since: expect.objectContaining({ by: 'alice' }) as unknown, open: [] }),
        ]));
        expect(jsonOf([await answer(`deploy status ${request.id} --format json`)])).toMatchObject({ id: request.id, kind: 'deploy', state: { phase: 'live', final: true } });
        expect((await answer('deploy status', { threadId: request.messageId })).text).toContain(en.t('approval.phase.live'));
    });
});

describe('another request', () => {
    let other: DeploymentRequest;

    it('waits for a reviewer whom somebody asks, in the same thread or by a form', async () => {
        app.hub.change({ kind: 'commit', repo: { type: 'model', id: MODEL }, title: 'Say more', author: 'alice', files: [{ path: 'NOTES.md', content: 'more\n' }] });
        other = await DeploymentRequest.ask(app, `deploy ${MODEL} --env prod`);
        expect((await other.message()).text).toContain('1 commit on top of what is live');

        expect((await answer('approvals ask @carol', { threadId: other.messageId })).text).toBe(en.t('approval.done.asked', { title: title(other) }));
        expect((await other.told('you are asked to review')).text).toContain('@carol, you are asked to review');
        expect(refusalOf([await answer(`approvals ask @gina ${other.shortId}`)])).toContain(en.t('approval.refused.cannot_approve', { title: title(other) }));
        expect(refusalOf([await answer(`approvals ask @bo ${other.shortId}`, { user: 'gina' })])).toContain(language('de').t('approval.refused.not_allowed', { title: title(other) }));

        await app.press([await other.until(() => true)], 'Ask a reviewer', 'alice');
        await app.submitForm('alice', 'approval.ask', { 'approval.reviewer': '@nobody' });
        expect(app.formErrors.at(-1)).toMatchObject({ user: 'alice', errors: { 'approval.reviewer': en.t('approval.no_such_user', { user: 'nobody' }) } });
        await app.submitForm('alice', 'approval.ask', { 'approval.reviewer': '@bo' });
        await other.until(({ text }) => text.includes(CAROL) && text.includes(en.t('approval.missing.reviewer', { user: '@bo' })));
    });

    it('is rejected by one voice, open again when it is taken back, and cancelled', async () => {
        await answer('reject', { user: 'bo', threadId: other.messageId });
        const card = await other.untilSays(en.t('approval.phase.rejected'));
        expect(card.text).toContain(':thumbsdown: @bo (ml-lead)');
        await other.told('was rejected');
        await other.press('Take back my vote', 'bo');
        await other.untilSays(en.t('approval.phase.waiting'));

        expect(refusalOf([await answer(`deploy cancel ${other.shortId}`, { user: 'gina' })])).toContain(language('de').t('approval.refused.not_allowed', { title: title(other) }));
        expect((await answer('deploy cancel', { threadId: other.messageId })).text).toBe(en.t('approval.done.cancelled', { title: title(other) }));
        await other.untilSays(en.t('approval.phase.cancelled'));
        expect((await other.told(en.t('approval.phase.cancelled'))).message.attachments?.at(-1)?.text).toContain('| State | cancelled |');
        expect(moves()).toEqual([200]);
        expect(live()).not.toBe(head());
    });
});

describe('the audit trail', () => {
    it('lists all of it, sealed and intact', async () => {
        // The tick, once a minute, seals.
        await app.host.advanceClock(60_000);
        await app.host.runDueJobs();
        const whats = await app.text('audit --limit 50', { user: 'admin' });
        for (const what of ['set up the environment', 'asked for a deployment', 'approved the deployment', 'rejected the deployment', 'took a vote back', 'asked for another reviewer', 'began to deploy', 'deployed', 'cancelled the deployment']) {
            expect(whats).toContain(what);
        }
        const { records } = jsonOf([await answer('audit --environment prod --limit 50 --format json', { user: 'admin' })]) as { records: { what: string; result: string; username: string; details: { request?: string } }[] };
        const ofFirst = records.filter(({ details }) => details.request === request.id);
        expect(ofFirst.filter(({ what, result }) => what === 'deploy.approved' && result === 'refused').map(({ username }) => username).sort()).toEqual(['alice', 'gina', 'gina']);
        expect(ofFirst.filter(({ what }) => what === 'deploy.executed')).toHaveLength(1);
        expect(jsonOf([await answer('audit verify --format json')])).toMatchObject({ intact: true, problem: null });
    });
});

describe('a reaction that has nothing to do with a request', () => {
    it('costs no round trip', async () => {
        const message = await app.host.post({ user: 'bo', room: 'general', text: 'Lunch?' });
        const shared = (await app.hf('models search bert --public')).find(({ kind }) => kind === 'message');
        await app.host.idle();
        const before = await app.host.roundTrips();
        for (const emoji of [':+1:', ':thumbsdown:', ':mag:', ':tada:']) {
            await app.host.react({ user: 'alice', messageId: message?.id ?? '', emoji, on: true });
            await app.host.react({ user: 'alice', messageId: shared?.message.id ?? '', emoji, on: true });
        }
        await app.host.react({ user: 'alice', messageId: request.messageId, emoji: ':tada:', on: true });
        expect(await app.host.roundTrips()).toBe(before);
        // The same counter sees one that has.
        await app.host.react({ user: 'alice', messageId: request.messageId, emoji: ':+1:', on: false });
        expect(await app.host.roundTrips()).toBeGreaterThan(before);
    });
});
