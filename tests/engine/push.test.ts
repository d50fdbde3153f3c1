import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { callPickle } from '../../playground/hub/bytes/pickle';
import type { Commit } from '../../playground/hub/model';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { readable, toldTo } from './deployment-request';
import { only, type Shown } from './shown';
import { hashesAtHub, sha256, TransferThread } from './transfer-thread';

const en = language('en');
const MIB = 1024 * 1024;
const REPO = 'alice/from-the-chat';
const CONFIG = '{"architectures":["BertForMaskedLM"],"transformers_version":"4.50.0"}';
/** Sent in parts, and small enough to be quick. */
const PART_BYTES = MIB;
const WEIGHTS = safetensors(3 * MIB);
const REVIEW = new RegExp(en.t('push.review.ask').replaceAll('*', '\\*'));

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ host: { jobPollMs: 0 }, hub: { uploads: { multipartAbove: PART_BYTES, partBytes: PART_BYTES } } });
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
});
afterEach(() => app.hub.faults.clear());
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

/** A whole file of one tensor of so many bytes. */
function safetensors(size: number): Uint8Array {
    const header = JSON.stringify({ w: { dtype: 'U8', shape: [size], data_offsets: [0, size] } }).padEnd(96);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, Buffer.from(header), randomBytes(size)]);
}

/** Only its members read it, so that it is told what a private repository holds. */
const CLOSED = 'ml-incidents';

/** A thread with these files, of which alice asks for a push. */
async function asked(files: Readonly<Record<string, Uint8Array | string>>, { words = `--repo ${REPO}`, room = 'general' } = {}): Promise<TransferThread> {
    const thread = await TransferThread.open(app, { room });
    await thread.upload(files);
    expect(toldTo('alice', await thread.type(`push ${words}`))).toMatchObject([{ text: en.t('push.started'), failed: false }]);
    return thread;
}

/** Presses *Review* and sends the form back. */
async function confirm(from: Shown, fields: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await app.press([from], en.t('push.review'));
    await app.submitForm('alice', 'push.review', { 'push.summary': 'From the chat', ...fields });
}

function commits(id = REPO): Commit[] {
    const repo = app.hub.state.findRepo('model', id);
    const found: Commit[] = [];
    for (let commit = repo?.commits.get(repo.branches.get('main') ?? ''); commit; commit = repo?.commits.get(commit.parent ?? '')) {
        found.push(commit);
    }
    return found;
}

const uploads = (): string[] => app.hub.requests.filter(({ host, method }) => host === 'cdn' && method === 'PUT').map(({ status, hasAuth }) => `${status} ${hasAuth}`);

describe('a push of files of a thread', () => {
    it('makes a private repository with exactly these bytes and a card, after a review; large files go to LFS in parts', async () => {
        const thread = await asked({ 'config.json': CONFIG, 'model.safetensors': WEIGHTS });
        const plan = await thread.until(REVIEW);
        expect(readable(plan.text)).toContain(en.t('push.plan.makes', { visibility: 'private' }));
        expect(app.hub.state.findRepo('model', REPO)).toBeUndefined();
        await app.press([plan], en.t('push.review'));
        expect((await app.form('alice', 'push.review')).text).toMatch(/model\.safetensors[^]*README\.md/);
        app.hub.clearRequests();
        await app.submitForm('alice', 'push.review', { 'push.summary': 'The first weights' });
        const { text } = await thread.until(/Committed as/);

        expect(app.hub.state.findRepo('model', REPO)?.private).toBe(true);
        const [commit] = commits();
        expect(commit?.title).toBe('The first weights');
        expect(text).toContain(commit?.id.slice(0, 7));
        expect(hashesAtHub(app, 'model', REPO)).toMatchObject({ 'config.json': sha256(Buffer.from(CONFIG)), 'model.safetensors': sha256(WEIGHTS) });
        expect([commit?.files.get('model.safetensors')?.lfs, commit?.files.get('config.json')?.lfs]).toEqual([true, false]);
        expect(Buffer.from(commit?.files.get('README.md')?.bytes.read() ?? []).toString()).toContain('pipeline_tag: "fill-mask"');
        expect(uploads()).toEqual(Array.from({ length: 4 }, () => '200 false'));
        expect(await thread.messages()).toHaveLength(1);
    });

    it('commits nothing when the repository has it all', async () => {
        const before = commits().length;
        const thread = await asked({ 'config.json': CONFIG, 'model.safetensors': WEIGHTS }, { room: CLOSED });
        const { text, controls } = await thread.until(new RegExp(en.t('push.end.unchanged')));
        expect(controls).toEqual([]);
        expect(text).not.toContain('README.md');
        expect(commits()).toHaveLength(before);
    });

    it('is planned and reviewed anew when the branch moves in between', async () => {
        const thread = await asked({ 'notes.txt': 'one', 'config.json': '{}' }, { room: CLOSED });
        const plan = await thread.until(REVIEW);
        app.hub.change({ kind: 'commit', repo: { type: 'model', id: REPO }, author: 'alice', title: 'Somebody else', files: [{ path: 'notes.txt', content: 'one' }] });
        await confirm(plan);
        const again = await thread.until(/The repository has changed meanwhile/);
        expect(commits()[0]?.title).toBe('Somebody else');
        expect(readable(again.text)).toMatch(/1 file is there already, unchanged/);
        await confirm(again, { 'push.summary': 'After all' });
        await thread.until(/Committed as/);
        expect(commits().slice(0, 2).map(({ title }) => title)).toEqual(['After all', 'Somebody else']);
    });

    it('is proposed as a pull request where that is wanted', async () => {
        const before = commits().length;
        const thread = await asked({ 'more.txt': 'more' }, { words: `--repo ${REPO} --pr` });
        await confirm(await thread.until(REVIEW));
        const { text } = await thread.until(/Proposed as pull request/);
        const repo = app.hub.state.findRepo('model', REPO);
        const num = repo?.discussions.at(-1)?.num ?? 0;
        expect(text).toContain(`${REPO}/discussions/${num}`);
        expect(repo?.discussions.at(-1)).toMatchObject({ isPullRequest: true, title: 'From the chat' });
        const head = [...(repo?.pullRequests.values() ?? [])].at(-1) ?? '';
        expect(Buffer.from(repo?.commits.get(head)?.files.get('more.txt')?.bytes.read() ?? []).toString()).toBe('more');
        expect(commits()).toHaveLength(before);
    });

    it('stops at a secret, shows it nowhere and sends nothing', async () => {
        const before = commits().length;
        const secret = fakeToken('in a file of the chat');
        app.hub.clearRequests();
        const thread = await asked({ 'more.json': '{}', '.env': `HF_TOKEN=${secret}\n` });
        const { text, controls } = await thread.until(/Stopped/);
        expect(text).toMatch(/🔑 .*\.env/);
        expect(controls).toEqual([]);
        expect(commits()).toHaveLength(before);
        expect(app.hub.requests.filter(({ path }) => /preupload|lfs|\/commit\//.test(path))).toEqual([]);
        expect(JSON.stringify([await app.host.persistenceRecords(), app.shown, await app.host.appLogs()])).not.toContain(secret);
    });

    it('leaves out a pickle that does harm, whatever it is called, and takes the rest', async () => {
        const thread = await asked({ 'fine.txt': 'fine', 'weights.pkl': callPickle('posix', 'system', 'id'), 'evil.safetensors': callPickle('posix', 'system', 'id') });
        const plan = await thread.until(REVIEW);
        expect(plan.text.match(/⛔.*runs what an attacker wants/g)).toHaveLength(2);
        await confirm(plan);
        await thread.until(/Committed as/);
        expect(Object.keys(hashesAtHub(app, 'model', REPO))).toContain('fine.txt');
        expect(Object.keys(hashesAtHub(app, 'model', REPO)).filter((path) => /pkl|evil/.test(path))).toEqual([]);
    });

    it('is refused to whoever may not, and reviewed by nobody else', async () => {
        const thread = await asked({ 'other.txt': 'other' });
        const plan = await thread.until(REVIEW);
        expect(only(await app.press([plan], en.t('push.review'), 'carol')).text).toContain('alice');
        expect(await app.host.surfaces('carol')).toEqual([]);
        expect(only(await thread.type(`push --repo ${REPO}`, 'gina'))).toMatchObject({ kind: 'ephemeral', failed: true });
        await app.press([plan], en.t('common.cancel'));
        await thread.until(/Cancelled/);
    });

    it('is on record, with who did it', async () => {
        const told = await app.text('audit --limit 50', { user: 'admin' });
        expect(told).toMatch(new RegExp(`${en.t('audit.what.push.repo-made')} .*${REPO}`));
        expect(told.split(en.t('audit.what.push.committed'))).toHaveLength(5);
    });
});
