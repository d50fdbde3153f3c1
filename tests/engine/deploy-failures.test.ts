import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointKey, type Endpoint } from '../../playground/hub/endpoints/endpoint';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { DeploymentRequest } from './deployment-request';

const en = language('en');
const MODEL = 'acme/bert-prod';
/** Longer than a start at the stand-in Hub takes. */
const START_MS = 20_000;

/** How far the Hub's clock is ahead. */
let ahead = 0;
let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ hub: { clock: () => Date.now() + ahead }, host: { appSettings: { approver_roles: 'ml-lead, security-reviewer' } } });
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
    await app.signIn('admin', fakeToken('carol'));
    const env = (words: string): Promise<unknown> => app.hf(`env set ${words} --target endpoint --approvals 1 --gates none`, { user: 'admin' });
    await env('broken --name acme/bert-broken --hardware aws/us-east-1/intel-spr/x1');
    await env('full --name acme/bert-full --hardware aws/us-east-1/nvidia-a10g/x1');
    await env('scoped --name acme/bert-scoped --hardware aws/us-east-1/intel-spr/x1');
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const endpoint = (name: string): Endpoint | undefined => app.hub.state.endpoints.get(endpointKey({ namespace: 'acme', name }));
const orders = (): unknown[] => app.hub.requests.filter(({ host, method }) => host === 'endpoints' && method !== 'GET').map(({ method, status }) => `${method} ${status}`);
const ask = (environment: string): Promise<DeploymentRequest> => DeploymentRequest.ask(app, `deploy ${MODEL} --environment ${environment}`);

/** Another endpoint of the account holds all the accelerators of this kind that it may have. */
function fillQuota(): void {
    const { spec, ...other } = endpoint('llama-eval') ?? unheard();
    const scaling = { ...spec.compute.scaling, maxReplica: 8 };
    app.hub.state.endpoints.set('acme/hog', { ...other, name: 'hog', spec: { ...spec, compute: { ...spec.compute, instanceType: 'nvidia-a10g', scaling } }, course: [{ state: 'running', at: 0 }] });
}

function unheard(): never {
    throw new Error('The seed has no such endpoint.');
}

let broken: DeploymentRequest;

describe('a deployment', () => {
    it('that Hugging Face can not start is followed as well', async () => {
        broken = await ask('broken');
        await broken.approvedBy('carol');
        await broken.untilSays('`pending`');
        app.hub.change({ kind: 'endpoint-state', namespace: 'acme', name: 'bert-broken', state: 'failed', message: 'CUDA out of memory' });
    });

    it('without the permission fails with Hugging Face’s own words, and may be given up', async () => {
        app.hub.faults.add({ match: 'POST /v2/endpoint/acme', times: 1, fault: { status: 403, body: { error: 'Your token "laptop" does not have the required permission "inference.endpoints.write" on acme.' } } });
        const scoped = await ask('scoped');
        await scoped.approvedBy('bo');
        const card = await scoped.untilSays(en.t('approval.phase.failed'));
        expect(card.text).toContain(en.t('deploy.failure.missing_scope'));
        expect((await scoped.told(en.t('deploy.failure.missing_scope'))).text).toContain('required permission "inference.endpoints.write" on acme');
        await scoped.press('Cancel the request', 'alice');
        await scoped.untilSays(en.t('approval.phase.cancelled'));
        expect(endpoint('bert-scoped')).toBeUndefined();
    });

    it('beyond the quota fails, and is tried again once although two ask for it', async () => {
        fillQuota();
        const full = await ask('full');
        await full.approvedBy('bo');
        const card = await full.untilSays(en.t('approval.phase.failed'));
        expect(card.text).toContain(en.t('deploy.failure.quota'));
        expect((await full.told(en.t('deploy.failure.quota'))).text).toContain('Hugging Face says: Quota exceeded: acme may use 8 of nvidia-a10g');

        app.hub.state.endpoints.delete('acme/hog');
        const before = orders().length;
        const answers = await Promise.all(['alice', 'bo'].map((user) => full.press('Try again', user)));
        expect(answers.flat().some(({ failed }) => !failed)).toBe(true);
        await full.untilSays('`pending`');
        expect(orders().slice(before)).toEqual(['POST 200']);
        ahead += START_MS;
        await full.untilSays(en.t('approval.phase.live'));
        expect(orders().slice(before)).toEqual(['POST 200']);
        expect(await full.notices()).toHaveLength(2);
    });

    it('tells why Hugging Face could not start it, with the last lines of the log', async () => {
        const card = await broken.untilSays(en.t('approval.phase.failed'));
        expect(card.text).toContain(en.t('deploy.failure.failed_state'));
        expect(card.controls.map(({ label }) => label)).toEqual(['Try again', 'Cancel the request']);
        const report = await broken.told('CUDA out of memory');
        expect(report.message.text).toMatch(/^@alice /);
        expect(report.message.attachments?.[0]).toMatchObject({ collapsed: true, title: { value: 'Last lines of the log' }, text: expect.stringContaining('CUDA out of memory') as string });
    });
});

