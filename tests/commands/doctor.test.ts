import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctorFacts, PATIENCE_MS, type DoctorFacts } from '../../commands/doctor-facts';
import { findingsOf } from '../../commands/doctor-findings';
import { runCommand } from '../../commands/run-command';
import { platform } from '../../context/platform';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { abilitiesOf } from '../../services/hub';
import { doctorView } from '../../ui/doctor-view';
import { language } from '../../ui/language';
import { TestWorkspace } from '../helpers/test-ctx';
import { lastWhisper, visibleText } from '../helpers/views';

const NOW = Date.UTC(2026, 0, 1);
const lang = language('en');
const answers = { state: 'answered', status: 200, ms: 42.4, skewMs: 900 } as const;

/** A workspace where nothing is wrong. */
const HEALTHY: DoctorFacts = {
    now: NOW,
    admin: true,
    version: '1.2.3',
    platform: { name: 'deno', version: '2.3.1' },
    wantedPath: 'auto',
    path: 'direct',
    probes: (['hub', 'router', 'endpoints', 'viewer'] as const).map((service) => ({ service, host: `${service}.example`, result: answers })),
    budgets: [{ bucket: 'api', remaining: 900, quota: 1000, resetsAt: NOW + 60_000 }],
    token: { state: 'none' },
    hubUrl: 'https://huggingface.co',
    key: 'environment',
    keyVariable: 'RC_APPS_X_TOKEN_KEY',
    lastTick: NOW - 40_000,
    refusedSettings: [],
    oauth: true,
    webhook: { obstacle: undefined, way: { way: 'webhook', webhookId: 'w1' }, lastEvent: NOW - 120_000 },
};

const who = { type: 'user', id: '1', name: 'alice', auth: { type: 'access_token', accessToken: { role: 'read' } } };
const token = { state: 'ok', who, abilities: abilitiesOf(who), endsAt: undefined, renews: false } as const;

function shown(change: Partial<DoctorFacts> = {}): string {
    return doctorView(findingsOf({ ...HEALTHY, ...change }, lang), lang).text;
}

/** Only the lines that complain. */
const complaints = (change: Partial<DoctorFacts>): string[] => shown(change).split('\n').filter((line) => /^(?:⚠️|❌)/.test(line));

describe('what the findings say', () => {
    it('is that everything works where it does', () => {
        expect(shown()).toMatchSnapshot();
        expect(shown({ platform: { name: 'unknown', version: '' }, budgets: [] })).toContain('*Everything works.*');
    });

    it.each<[string, Partial<DoctorFacts>, string]>([
        ['the Hub is out of reach', { probes: [{ service: 'hub', host: 'huggingface.co', result: { state: 'unreachable' } }] }, '❌ The Hub can\'t be reached. The server must be let out to `huggingface.co` on port 443.'],
        ['a service is silent', { probes: [{ service: 'router', host: 'r', result: { state: 'silent' } }, ...HEALTHY.probes.slice(0, 1)] }, '⚠️ Inference Providers did not answer within 5 seconds.'],
        ['a service fails', { probes: [{ service: 'viewer', host: 'v', result: { ...answers, status: 503 } }, ...HEALTHY.probes.slice(0, 1)] }, '⚠️ The dataset viewer answers with status 503.'],
        ['our clock is slow', { probes: [{ service: 'hub', host: 'h', result: { ...answers, skewMs: 61_000 } }] }, '⚠️ The server\'s clock is 61 seconds behind.'],
        ['our clock is far ahead', { probes: [{ service: 'hub', host: 'h', result: { ...answers, skewMs: -600_000 } }] }, '❌ The server\'s clock is 600 seconds ahead.'],
        ['few requests are left', { budgets: [{ bucket: 'api', remaining: 3, quota: 500, resetsAt: NOW }] }, '⚠️ Few requests left: 3 of 500 (api).'],
        ['the webhook is suspended', { webhook: { obstacle: undefined, way: { way: 'polling', reason: 'suspended' }, lastEvent: undefined } }, '⚠️ What you watch is looked for every few minutes, because the webhook is switched off on Hugging Face. `/hf watch list` has a button that enables it again.'],
        ['the token was refused', { token: { state: 'refused' } }, '❌ Hugging Face does not accept your token any more.'],
        ['the token can\'t be opened', { token: { state: 'unreadable' } }, '❌ Your stored token can\'t be read any more.'],
        ['the token could not be checked', { token: { state: 'unchecked' } }, '⚠️ Your token could not be checked.'],
        ['the token ends soon', { token: { ...token, endsAt: NOW + 2 * 86_400_000 } }, '⚠️ Your token expires in 2 days.'],
        ['an organisation is closed', { token: { ...token, who: { ...who, orgs: [{ name: 'globex', securityRestrictions: ['sso'] }] } } }, '⚠️ One organisation is closed to your token: `globex`.'],
        ['the key is a generated one', { key: 'generated' }, '⚠️ Tokens are sealed with a key that lies in the same database. Set the environment variable `RC_APPS_X_TOKEN_KEY`'],
        ['the scheduler never ran', { lastTick: undefined }, '⚠️ The scheduler has not run yet.'],
        ['the scheduler stands still', { lastTick: NOW - 10 * 60_000 }, '❌ The scheduler last ran 10 minutes ago, but should run every minute.'],
        ['settings are not valid', { refusedSettings: ['hub_url', 'language'] }, '❌ 2 app settings are not valid and count as the default: `hub_url`, `language`.'],
    ])('names it and its fix when %s', (_name, change, line) => {
        expect(complaints(change)).toEqual([expect.stringContaining(line)]);
    });

    it('counts what is wrong', () => {
        expect(shown({ lastTick: undefined, key: 'generated' })).toContain('*It works, but 2 things could be better.*');
        expect(shown({ lastTick: NOW - 3_600_000, key: 'generated' })).toContain('*One thing does not work.*');
    });

    it('keeps what only admins can mend from others', () => {
        const text = shown({ admin: false, key: 'generated', refusedSettings: ['hub_url'], oauth: false, lastTick: undefined });
        expect(text).not.toMatch(/RC_APPS|hub_url|OAuth|Disable/);
        expect(text).toContain('Your admin can mend this');
    });

    it('does not complain about a token that is meant to read only, or one that renews itself', () => {
        expect(complaints({ token: { ...token, endsAt: NOW + 60_000, renews: true } })).toEqual([]);
        expect(shown({ token })).toContain("✅ Your token works, as `alice`, but can't push");
    });

    it('reads well in Rocket.Chat', () => {
        expect(visibleText({ text: shown({ token, key: 'generated' }) }).join('\n')).not.toMatch(/[*`[\]]/);
    });
});

describe('/hf doctor', () => {
    let hub: HubServer;
    let workspace: TestWorkspace;
    beforeAll(async () => {
        hub = await startHub({ clock: () => workspace?.clock.time ?? NOW });
    });
    afterAll(() => hub.stop());
    afterEach(() => {
        vi.unstubAllGlobals();
        vi.useRealTimers();
    });
    beforeEach(() => {
        hub.faults.clear();
        hub.clearRequests();
        workspace = new TestWorkspace(hub);
        workspace.clock.time = Date.now();
    });

    it('looks at the real thing', async () => {
        await workspace.signIn(fakeToken('alice'));
        await workspace.stores.heartbeat.beat(workspace.clock.time - 30_000);
        const ctx = workspace.ctx();
        await runCommand(ctx, ['doctor']);
        const { text } = lastWhisper(ctx);
        expect(text).toContain('✅ The Hub answers after');
        expect(text).toContain("✅ The server's clock is right.");
        expect(text).toContain('✅ Your token works, as `alice`.');
        expect(text).toContain('✅ The scheduler last ran 30 seconds ago.');
        expect(text).toMatch(/Requests left: [\d,]+ of [\d,]+ \(whoami\)|Requests left: [\d,]+ of [\d,]+ \(api\)/);
        expect(hub.requests.filter(({ hasAuth }) => hasAuth).map(({ path }) => path)).toEqual(['/api/whoami-v2']);
        expect(hub.violations).toEqual([]);
    });

    it('answers with data for machines', async () => {
        const ctx = workspace.ctx();
        await runCommand(ctx, ['doctor', '--format', 'json']);
        expect(lastWhisper(ctx).text).toContain('"check": "token.none"');
    });

    it('tells a dead service from a refused token', async () => {
        await workspace.signIn(fakeToken('revoked'));
        hub.faults.add({ match: 'GET /healthcheck', fault: { kind: 'down' } });
        const facts = await doctorFacts(workspace.ctx());
        expect(facts.token).toEqual({ state: 'refused' });
        expect(facts.probes.find(({ service }) => service === 'viewer')?.result).toEqual({ state: 'unreachable' });
        expect(facts.probes.find(({ service }) => service === 'hub')?.result).toMatchObject({ state: 'answered', status: 200 });
    });

    it('waits for nobody longer than its patience', async () => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        const ctx = workspace.ctx();
        const deaf = { ...ctx, runtime: { ...ctx.runtime, carrier: { send: () => new Promise<never>(() => undefined), path: () => 'direct' as const } } };
        const looking = doctorFacts(deaf);
        await vi.advanceTimersByTimeAsync(PATIENCE_MS);
        expect((await looking).probes.map(({ result }) => result.state)).toEqual(['silent', 'silent', 'silent', 'silent']);
    });

    it.each([
        ['Deno/2.3.1', { name: 'deno', version: '2.3.1' }],
        ['Node.js/22', { name: 'node', version: '22' }],
        ['Mozilla/5.0', { name: 'unknown', version: '' }],
    ])('knows the runtime by %s', (userAgent, expected) => {
        vi.stubGlobal('navigator', { userAgent });
        expect(platform()).toEqual(expected);
    });
});
