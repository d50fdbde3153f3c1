import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { DeploymentRequest } from './deployment-request';

const en = language('en');
const MODEL = 'acme/bert-prod';
/** Longer than a start at the stand-in Hub takes. */
const START_MS = 20_000;

/** The Hub's clock stands still unless it is put forward: on a busy machine an endpoint would have started before anybody looked. */
const began = Date.now();
let ahead = 0;
let one: AppUnderTest;
let two: AppUnderTest;
/** The servers that run jobs now: which of them may do what follows is the test's to say. */
const working = new Set<AppUnderTest>();
const busy = new Set<AppUnderTest>();
let over = false;

/** Runs jobs on a server, again and again, while it is among those that work. */
async function keepWorking(server: AppUnderTest): Promise<void> {
    for (; !over; await sleep(30)) {
        if (working.has(server)) {
            busy.add(server);
            await server.host.runDueJobs();
            busy.delete(server);
        }
    }
}

/** No jobs are run from now on, and what was claimed is free again. */
async function stopWorking(): Promise<void> {
    working.clear();
    await expect.poll(() => busy.size, { timeout: 30_000 }).toBe(0);
    expect((await two.host.persistenceRecords()).filter(({ data }) => 'type' in data && data.type === 'claim')).toEqual([]);
}

beforeAll(async () => {
    one = await AppUnderTest.start({ separate: true, hub: { clock: () => began + ahead }, host: { jobPollMs: 0, appSettings: { approver_roles: 'ml-lead, security-reviewer' } } });
    two = await one.another();
    await one.speakEnglish();
    await one.signIn('alice', fakeToken('alice'));
    await one.signIn('admin', fakeToken('carol'));
    [one, two].forEach((server) => {
        working.add(server);
        void keepWorking(server);
    });
});
afterAll(async () => {
    over = true;
    await two.stop();
    await one.leave();
    expect(one.hub.violations).toEqual([]);
});

const branch = (name: string): string | undefined => one.hub.state.findRepo('model', MODEL)?.branches.get(name);
const writes = (path: string): unknown[] => one.hub.requests.filter((entry) => entry.method !== 'GET' && entry.path.endsWith(path)).map(({ status }) => status);

async function environment(words: string): Promise<string> {
    const [name = ''] = words.split(' ');
    await one.hf(`env set ${words} --gates none`, { user: 'admin' });
    return name;
}

const ask = async (server: AppUnderTest, words: string): Promise<DeploymentRequest> => DeploymentRequest.ask(server, `deploy ${MODEL} --environment ${await environment(words)}`);

async function expectOneOfEach(request: DeploymentRequest): Promise<void> {
    const replies = await request.on(two).replies();
    expect(replies.filter(({ text }) => text.includes(en.t('approval.phase.live'))).map(({ message }) => message.attachments?.length ?? 0)).toEqual([0, 1]);
}

describe('two servers of one workspace', () => {
    it('count all votes that come at once, and carry out each request once', async () => {
        const names = ['first', 'second', 'third'];
        const requests: DeploymentRequest[] = [];
        for (const name of names) {
            requests.push(await ask(one, `${name} --target branch --ref ${name} --approvals 3`));
        }
        await Promise.all(requests.flatMap((request) => [
            request.press('Approve', 'bo'),
            request.on(two).press('Approve', 'bo'),
            request.on(two).react('carol', ':thumbsup:'),
            two.hf(`approve ${request.shortId}`, { user: 'sec' }),
            one.hf(`approve ${request.shortId}`, { user: 'sec' }),
        ]));
        const cards = await Promise.all(requests.map((request) => request.untilSays(en.t('approval.phase.live'))));
        for (const { text } of cards) {
            expect(text.match(/:thumbsup: @(?:bo|carol|sec) \(/g)).toHaveLength(3);
        }
        await stopWorking();
        for (const [index, name] of names.entries()) {
            expect([branch(name), writes(`/branch/${name}`)]).toEqual([branch('main'), [200]]);
            await expectOneOfEach(requests[index]!);
        }
        [one, two].forEach((server) => working.add(server));
    });

    let followed: DeploymentRequest;
    it('go on with what is being followed when the app starts anew on both', async () => {
        followed = await ask(two, 'served --target endpoint --name acme/bert-live --hardware aws/us-east-1/nvidia-l4/x1 --approvals 1');
        await followed.approvedBy('bo');
        await followed.untilSays('`pending`');
        await stopWorking();
        await Promise.all([one, two].map((server) => server.host.restartApp()));
        ahead += START_MS;
        expect(writes('/v2/endpoint/acme')).toEqual([200]);
    });

    it('finish what the other one leaves when it dies: one that was just approved, and one under way', async () => {
        working.add(one);
        const request = await ask(one, 'last --target branch --ref last --approvals 1');
        await stopWorking();
        await request.approvedBy('bo');
        await one.kill();
        expect(writes('/branch/last')).toEqual([]);
        working.add(two);
        await request.on(two).untilSays(en.t('approval.phase.live'));
        await followed.untilSays(en.t('approval.phase.live'));
        await stopWorking();
        expect([branch('last'), writes('/branch/last'), writes('/v2/endpoint/acme')]).toEqual([branch('main'), [200], [200]]);
        for (const each of [request, followed]) {
            await expectOneOfEach(each);
        }
        expect((await two.host.jobs()).filter(({ type }) => type === 'single')).toHaveLength(1);
    });
});
