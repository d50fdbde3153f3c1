import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { hashesAtHub, sha256, TransferThread } from './transfer-thread';

const en = language('en');
const REPO = 'alice/notes-classifier';
/** After this nothing that a dead server held is held any more: neither its claims nor its jobs. */
const HELD_MS = 11 * 60_000;

let one: AppUnderTest;
let two: AppUnderTest;
let dying: AppUnderTest;
beforeAll(async () => {
    one = await AppUnderTest.start({ separate: true, host: { jobPollMs: 0 } });
    [two, dying] = await Promise.all([one.another(), one.another()]);
    await one.speakEnglish();
    await one.signIn('alice', fakeToken('alice'));
});
afterEach(() => one.hub.faults.clear());
afterAll(async () => {
    await two.stop();
    await one.leave();
    expect(one.hub.violations).toEqual([]);
});

/** Lets a server run jobs until this holds, and then kills it in the middle of them. */
async function killOnce(server: AppUnderTest, holds: () => Promise<void>): Promise<void> {
    const working = server.host.runDueJobs().catch((error: Error) => error.message);
    await holds();
    await server.kill();
    expect(await working).toBe('The host process has ended');
}

/** Of both that outlive the first test: what is due by the clock of one has to be due by that of the other. */
async function advanceClocks(ms: number): Promise<void> {
    await Promise.all([one, two].map(({ host }) => host.advanceClock(ms)));
}

const head = (): string => one.hub.state.findRepo('model', REPO)?.branches.get('main') ?? '';
const uploads = (): number => one.hub.requests.filter(({ host, method }) => host === 'cdn' && method === 'PUT').length;

describe('when a server dies, another one finishes', () => {
    it('a push of which one large file was sent: nothing is sent twice, and one commit is made although its answer is lost', async () => {
        const files = { 'first.npy': npy(), 'second.npy': npy() };
        const thread = await TransferThread.open(two);
        await thread.upload(files);
        await thread.type(`push --repo ${REPO}`);
        const plan = await thread.until(/Nothing was sent yet/);
        await two.press([plan], en.t('push.review'));
        await two.submitForm('alice', 'push.review', { 'push.summary': 'Two arrays' });
        const before = head();

        one.hub.faults.add({ match: 'POST */preupload/*', times: 1, fault: { kind: 'slow', ms: 0 } });
        one.hub.faults.add({ match: 'POST */preupload/*', times: 1, fault: { kind: 'slow', ms: 5_000 } });
        await killOnce(dying, () => expect.poll(uploads, { timeout: 30_000, interval: 10 }).toBe(1));
        expect(head()).toBe(before);

        one.hub.faults.clear();
        one.hub.faults.add({ match: 'POST */commit/*', times: 1, fault: { kind: 'cut', afterBytes: 0 } });
        await advanceClocks(HELD_MS);
        await thread.until(/does not answer just now/);
        await advanceClocks(30_000);
        await thread.until(/Committed as/);
        expect(uploads()).toBe(2);
        const commit = one.hub.state.findRepo('model', REPO)?.commits.get(head());
        expect(commit).toMatchObject({ title: 'Two arrays', parent: before });
        expect(hashesAtHub(one, 'model', REPO)).toMatchObject(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)])));
        expect(await thread.messages()).toHaveLength(1);
    }, 90_000);

    it('a pull of which one file was posted: each file is posted once', async () => {
        const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'];
        const thread = await TransferThread.open(two);
        await thread.type('pull sshleifer/tiny-gpt2');
        one.hub.faults.add({ match: 'GET *resolve*', fault: { kind: 'slow', ms: 1_500 } });
        const since = one.shown.length;
        await killOnce(one, () => thread.on(one).untilFile(since));
        const posted = (await thread.files()).length;
        expect(posted).toBeGreaterThan(0);
        expect(posted).toBeLessThan(names.length);

        one.hub.faults.clear();
        await two.host.advanceClock(HELD_MS);
        await thread.until(new RegExp(en.t('pull.end.done')));
        const hashes = hashesAtHub(one, 'model', 'sshleifer/tiny-gpt2');
        const files = (await thread.files()).map(({ name, sha256: hash }) => `${name} ${hash}`);
        expect(files.sort()).toEqual(names.map((name) => `${name} ${hashes[name]}`));
        expect(await thread.messages()).toHaveLength(1);
    }, 90_000);
});

/** An array of bytes as NumPy writes it, of a kind of its own. */
function npy(): Uint8Array {
    const size = 50_000;
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${size},), }`.padEnd(117);
    return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(`${header}\n`), randomBytes(size)]);
}
