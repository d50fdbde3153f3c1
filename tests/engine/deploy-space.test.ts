import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpaceFacts } from '../../playground/hub/model';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { DeploymentRequest, readable } from './deployment-request';

const en = language('en');
const MODEL = 'acme/bert-prod';
const DEMO = 'acme/gpu-demo';
const FAILING = 'acme/demo';
/** Longer than a restart at the stand-in Hub takes. */
const RESTART_MS = 20_000;

/** How far the Hub's clock is ahead. */
let ahead = 0;
let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ hub: { clock: () => Date.now() + ahead }, host: { appSettings: { approver_roles: 'ml-lead' } } });
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const head = (): string => app.hub.state.findRepo('model', MODEL)?.branches.get('main') ?? '';
const space = (id: string): SpaceFacts | undefined => app.hub.state.findRepo('space', id)?.space;
const writes = (id: string): unknown[] => app.hub.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith(`/api/spaces/${id}/`)).map(({ method, path, status }) => `${method} ${path.split('/').at(-1) ?? ''} ${status}`);

async function approved(environment: string): Promise<DeploymentRequest> {
    const request = await DeploymentRequest.ask(app, `deploy ${MODEL} --environment ${environment}`);
    await request.approvedBy('bo');
    return request;
}

describe('a deployment to a Space', () => {
    let demo: DeploymentRequest;
    let failing: DeploymentRequest;

    it('sets the variable once, which starts the Space anew', async () => {
        await app.signIn('admin', fakeToken('alice'));
        await app.hf(`env set demo --target space --space ${DEMO} --approvals 1 --gates none`, { user: 'admin' });
        await app.hf(`env set failing --target space --space ${FAILING} --variable REVISION --approvals 1 --gates none`, { user: 'admin' });
        demo = await approved('demo');
        expect((await demo.message()).text).toContain('*Price:* $0.40 per hour, $9.60 per day');
        failing = await approved('failing');
        await Promise.all([demo, failing].map((request) => request.until(({ text }) => /`(?:BUILDING|APP_STARTING)`/.test(text))));
        expect(space(DEMO)?.variables.get('MODEL_REVISION')?.value).toBe(head());
        expect(space(FAILING)?.variables.get('REVISION')?.value).toBe(head());
        expect([writes(DEMO), writes(FAILING)]).toEqual([['POST variables 200'], ['POST variables 200']]);
    });

    it('is live when the Space runs again, and says where', async () => {
        app.hub.change({ kind: 'space-stage', space: FAILING, stage: 'BUILD_ERROR', errorMessage: 'Job failed with exit code: 1' });
        ahead += RESTART_MS;
        await demo.untilSays(en.t('approval.phase.live'));
        expect((await demo.told(en.t('approval.phase.live'))).text).toContain('acme-gpu-demo.hf.space');
        expect(writes(DEMO)).toEqual(['POST variables 200']);
        expect(readable(await app.text('deploy status'))).toContain(`|${MODEL} @ ${head().slice(0, 7)}>`);
    });

    it('tells why the Space could not be built', async () => {
        expect((await failing.untilSays(en.t('approval.phase.failed'))).text).toContain(en.t('deploy.failure.failed_state'));
        expect((await failing.told(en.t('deploy.failure.failed_state'))).text).toContain('Hugging Face says: Job failed with exit code: 1');
        expect(writes(FAILING)).toEqual(['POST variables 200']);
    });
});
