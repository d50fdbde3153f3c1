import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointKey, type Endpoint } from '../../playground/hub/endpoints/endpoint';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { DeploymentRequest, toldTo } from './deployment-request';

const en = language('en');
const MODEL = 'acme/bert-prod';
/** Longer than a start or a roll-out at the stand-in Hub takes. */
const START_MS = 20_000;

/** How far the Hub's clock is ahead. */
let ahead = 0;
let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ hub: { clock: () => Date.now() + ahead }, host: { appSettings: { approver_roles: 'ml-lead, security-reviewer' } } });
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
    await app.signIn('admin', fakeToken('carol'));
    const env = (words: string): Promise<unknown> => app.hf(`env set ${words} --target endpoint`, { user: 'admin' });
    await env('fresh --name acme/bert-fresh --hardware aws/us-east-1/nvidia-l4/x1 --min-replicas 1 --approvals 2 --strict --gates security');
    await env('prod --name acme/bert-prod --hardware aws/us-east-1/intel-spr/x2 --approvals 2 --strict --gates security');
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const repo = () => app.hub.state.findRepo('model', MODEL);
const head = (): string => repo()?.branches.get('main') ?? '';
const endpoint = (name: string): Endpoint | undefined => app.hub.state.endpoints.get(endpointKey({ namespace: 'acme', name }));
const writes = (path: RegExp): unknown[] => app.hub.requests.filter((entry) => entry.host === 'endpoints' && entry.method !== 'GET' && path.test(entry.path)).map(({ method, status }) => `${method} ${status}`);
const CREATED = /^\/v2\/endpoint\/acme$/;
const ask = (words: string): Promise<DeploymentRequest> => DeploymentRequest.ask(app, `deploy ${MODEL} ${words}`);

function serve(name: string, revision: string): void {
    const served = endpoint(name);
    if (!served) {
        throw new Error('The seed has no such endpoint.');
    }
    app.hub.state.endpoints.set(endpointKey(served), { ...served, spec: { ...served.spec, model: { ...served.spec.model, revision } } });
}

let fresh: DeploymentRequest;
let prod: DeploymentRequest;
let older: string;

describe('a deployment to an endpoint', () => {
    it('says what it will cost, and goes ahead on this hardware after two approvals', async () => {
        fresh = await ask('--environment fresh');
        const { text } = await fresh.message();
        expect(text).toContain('*Live now:* nothing');
        expect(text).toContain('*Price:* $0.80 per hour, $19.20 per day');
        await fresh.approvedBy('bo');
        await fresh.untilSays(en.t('approval.missing.approvals', { n: 1 }));
        expect(writes(CREATED)).toEqual([]);
        await fresh.approvedBy('sec');
        const card = await fresh.untilSays(`*${en.t('approval.phase.executing')}* – \`pending\``);
        expect(card.controls).toEqual([]);
        expect(writes(CREATED)).toEqual(['POST 200']);
        expect(endpoint('bert-fresh')).toMatchObject({
            created: { by: 'alice' },
            spec: {
                type: 'authenticated',
                provider: { vendor: 'aws', region: 'us-east-1' },
                compute: { accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1', scaling: { minReplica: 1, maxReplica: 1 } },
                model: { repository: MODEL, revision: head(), task: 'text-classification' },
            },
        });
    });

    it('moves one that serves another commit', async () => {
        older = [...(repo()?.commits.values() ?? [])].find(({ id }) => id === head())?.parent ?? '';
        serve('bert-prod', older);
        prod = await ask('--environment prod');
        expect((await prod.message()).text).toContain(`|${MODEL} @ ${older.slice(0, 7)}>`);
        expect((await prod.message()).text).toContain('*Price:* $0.00 – $0.067 per hour');
        await prod.approvedBy('bo', 'sec');
        await prod.untilSays(`*${en.t('approval.phase.executing')}* – \`updating\``);
        expect(endpoint('bert-prod')?.spec.model.revision).toBe(head());
        expect(writes(/bert-prod$/)).toEqual(['PUT 200']);
        ahead += START_MS;
    });

    it('is live when the endpoint runs, with its address, time and price in the report', async () => {
        await fresh.untilSays(en.t('approval.phase.live'));
        const report = await fresh.told(en.t('approval.phase.live'));
        expect(report.text).toContain('.us-east-1.aws.endpoints.huggingface.cloud');
        expect(report.text).toContain('*Price:* $0.80 per hour, $19.20 per day');
        expect(report.text).toMatch(/Took \d+ seconds, .*@bo.*@sec/);
        await prod.untilSays(en.t('approval.phase.live'));
        expect([writes(CREATED), writes(/bert-prod$/), writes(/bert-fresh$/)]).toEqual([['POST 200'], ['PUT 200'], []]);
    });
});

describe('afterwards', () => {
    let back: DeploymentRequest;
    let next: DeploymentRequest;

    it('a rollback by the button needs approval again', async () => {
        const card = await prod.until(() => true);
        const question = toldTo('alice', await app.press([card], 'Roll back', 'alice'));
        expect(question.map(({ text }) => text)).toEqual([expect.stringContaining(en.t('deploy.private', { repo: MODEL }))]);
        back = await DeploymentRequest.posted(app, toldTo('alice', await app.press(question, en.t('deploy.private.button'), 'alice')), { threadId: prod.threadId });
        expect((await back.message()).text).toContain('@alice asks to roll *prod* back to');
        expect((await back.message()).text).toContain('takes back 1 commit that is live');
        await back.approvedBy('bo');
        await back.untilSays(en.t('approval.missing.approvals', { n: 1 }));
        expect(endpoint('bert-prod')?.spec.model.revision).toBe(head());
        await back.approvedBy('carol');
        await back.untilSays('`updating`');
    });

    it('the next commit moves the endpoint that was made', async () => {
        app.hub.change({ kind: 'commit', repo: { type: 'model', id: MODEL }, title: 'Say more', author: 'alice', files: [{ path: 'NOTES.md', content: 'more\n' }] });
        next = await ask('--environment fresh');
        expect((await next.message()).text).toContain('1 commit on top of what is live');
        await next.approvedBy('bo', 'sec');
        await next.untilSays('`updating`');
        ahead += START_MS;
        await Promise.all([next, back].map((request) => request.untilSays(en.t('approval.phase.live'))));
        expect([endpoint('bert-fresh')?.spec.model.revision, endpoint('bert-prod')?.spec.model.revision]).toEqual([head(), older]);
        expect([writes(/bert-fresh$/), writes(/bert-prod$/)]).toEqual([['PUT 200'], ['PUT 200', 'PUT 200']]);
    });
});
