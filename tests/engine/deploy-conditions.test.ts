import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest, type Place } from './app-under-test';
import { DeploymentRequest, readable, toldTo } from './deployment-request';
import { only } from './shown';

const en = language('en');
const MODEL = 'acme/bert-prod';
const WEIGHTS = 'model.safetensors';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ host: { appSettings: { approver_roles: 'ml-lead, security-reviewer' } } });
    await app.speakEnglish();
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const branch = (name: string): string | undefined => app.hub.state.findRepo('model', MODEL)?.branches.get(name);
const sha = (): string => branch('main')?.slice(0, 7) ?? '';
const commit = (path: string): void => app.hub.change({ kind: 'commit', repo: { type: 'model', id: MODEL }, title: `Change ${path}`, author: 'alice', files: [{ path, content: `${path}\n` }] });
const scan = (status: 'safe' | 'unsafe'): void => app.hub.change({ kind: 'scan', repo: { type: 'model', id: MODEL }, path: WEIGHTS, status });
const moves = (name: string): number => app.hub.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(`/branch/${name}`)).length;
const env = (words: string): Promise<unknown> => app.hf(`env set ${words}`, { user: 'admin' });
const ask = (words: string, place?: Place): Promise<DeploymentRequest> => DeploymentRequest.ask(app, `deploy ${MODEL} ${words}`, place);

/** What is said to somebody whose command comes to nothing. */
async function refusal(words: string, place: Place = {}): Promise<string> {
    const { failed, text } = only(toldTo(place.user ?? 'alice', await app.hf(words, place)));
    expect({ failed, text }).toMatchObject({ failed: true });
    return readable(text);
}

async function goesLive(request: DeploymentRequest): Promise<void> {
    await request.approvedBy('bo', 'sec');
    await request.untilSays(en.t('approval.phase.live'));
}

describe('what can not be asked for', () => {
    it('is told at once, with what to do about it', async () => {
        expect(await refusal(`deploy ${MODEL}`)).toContain(en.t('deploy.sign_in'));
        await app.signIn('alice', fakeToken('alice'));
        expect(await refusal(`deploy ${MODEL}`)).toContain(en.t('deploy.ask_admin'));
        await env('staging --target branch --ref staging --approvals 2 --gates none');
        await env('prod --target branch --ref prod --approvals 2 --strict --gates security --after staging');
        expect(await refusal(`deploy ${MODEL}`)).toContain(en.t('deploy.which_environment', { names: 'prod, staging' }));
        expect(await refusal(`deploy ${MODEL} --environment moon`)).toContain(en.t('deploy.unknown_environment', { name: 'moon', names: 'prod, staging' }));
        expect(await refusal('deploy acme/no-such-model --environment staging')).toContain(en.t('hub.repo_not_found'));
        expect(await refusal(`deploy ${MODEL} --environment prod --approval-flow standard`)).toContain(en.t('deploy.strict_only', { environment: 'prod' }));
        expect(await refusal(`deploy ${MODEL} --environment staging --reviewers @gina`)).toContain(en.t('deploy.reviewer_without_right', { user: 'gina' }));
        expect(await refusal(`deploy ${MODEL} --environment staging --reviewers @alice`)).toContain(en.t('deploy.reviewer_self'));
        expect(await refusal('deploy rollback staging')).toContain(en.t('deploy.nothing_before', { environment: 'staging' }));
        expect(await app.host.messages('general')).toEqual([]);
    });

    it('is a model whose owners have not let one in', async () => {
        await app.signIn('admin', fakeToken('carol'));
        await env('served --target endpoint --name acme/served --hardware aws/us-east-1/nvidia-l4/x1 --approvals 1 --gates security');
        expect(await refusal('deploy meta-llama/Llama-3.2-1B --environment served')).toContain(en.t('hub.gated'));
        expect(app.hub.state.endpoints.has('acme/served')).toBe(false);
    });
});

describe('a request', () => {
    let waiting: DeploymentRequest;

    it('for an environment that comes after another one is for what is live there', async () => {
        expect(await refusal(`deploy ${MODEL} --environment prod`)).toContain(en.t('deploy.not_promoted', { environment: 'prod', before: 'staging', sha: sha() }));
        await goesLive(await ask('--environment staging'));
        expect(await refusal(`deploy ${MODEL} --environment staging`)).toContain(en.t('deploy.already_live', { repo: MODEL, sha: sha(), environment: 'staging' }));
        waiting = await ask('--environment prod');
    });

    it('keeps others out of its environment until it is decided', async () => {
        const told = await refusal(`deploy ${MODEL} --environment prod`, { room: 'ml-models' });
        expect(told).toContain(en.t('deploy.already_open', { environment: 'prod', id: waiting.shortId, requester: 'alice' }));
    });

    it('is void when the branch has moved on before the last approval', async () => {
        await waiting.approvedBy('bo');
        commit('NOTES.md');
        await waiting.approvedBy('sec');
        const card = await waiting.untilSays(en.t('approval.phase.voided'));
        expect(card.text).toContain(en.t('approval.voided.head_moved', { sha: `\`${sha()}\`` }));
        expect(card.controls).toEqual([]);
        expect((await waiting.told(en.t('approval.phase.voided'))).message.text).toMatch(/^@alice /);
        expect([branch('prod'), moves('prod')]).toEqual([undefined, 0]);
    });

    it('is void when the scanners find something before the last approval, and refused afterwards', async () => {
        await env('next --target branch --ref next --approvals 2 --strict --gates security');
        const request = await ask('--environment next');
        await request.approvedBy('bo');
        scan('unsafe');
        await request.approvedBy('carol');
        expect((await request.untilSays(en.t('approval.phase.voided'))).text).toContain(en.t('approval.voided.gate_red', { gate: '`security`' }));
        expect(await refusal(`deploy ${MODEL} --environment next`)).toContain(`${WEIGHTS} (unsafe)`);
        expect([branch('next'), moves('next')]).toEqual([undefined, 0]);
        scan('safe');
    });

    it('is void as soon as its environment is locked, and refused until it is unlocked', async () => {
        const request = await ask('--environment next');
        await request.approvedBy('carol');
        await app.hf('deploy lock next release freeze', { user: 'bo', room: 'ml-models' });
        expect((await request.untilSays(en.t('approval.phase.voided'))).text).toContain(en.t('approval.voided.locked', { reason: 'release freeze' }));
        expect(await refusal(`deploy ${MODEL} --environment next`)).toContain(en.t('deploy.locked', { environment: 'next', reason: 'release freeze' }));
        expect(await app.text('deploy status')).toContain('release freeze');
        await app.hf('deploy unlock next', { user: 'bo' });
    });

    it('is void as soon as its environment is removed', async () => {
        const request = await ask('--environment next');
        await app.press(await app.hf('env remove next', { user: 'admin' }), 'Remove it', 'admin');
        await request.untilSays(en.t('approval.phase.voided'));
        expect([branch('next'), moves('next')]).toEqual([undefined, 0]);
    });

    it('to go back is made by a command as well, under the same rule', async () => {
        const before = branch('staging');
        await goesLive(await ask('--environment staging'));
        expect(branch('staging')).toBe(branch('main'));
        const back = await DeploymentRequest.ask(app, 'deploy rollback staging');
        expect((await back.message()).text).toContain('asks to roll *staging* back to');
        await back.approvedBy('bo');
        await back.untilSays(en.t('approval.missing.approvals', { n: 1 }));
        expect(branch('staging')).toBe(branch('main'));
        await back.approvedBy('sec');
        await back.untilSays(en.t('approval.phase.live'));
        expect([branch('staging'), moves('staging')]).toEqual([before, 3]);
    });
});
