import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { language } from '../../ui/language';
import { AppUnderTest } from './app-under-test';
import { only } from './shown';
import { hashesAtHub, TransferThread } from './transfer-thread';

const en = language('en');
const MIB = 1024 * 1024;
const TINY = 'sshleifer/tiny-gpt2';
const TINY_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'];
const DONE = new RegExp(en.t('pull.end.done'));

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ host: { jobPollMs: 0 } });
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
});
afterEach(() => app.hub.faults.clear());
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

/** By name: the hash of each file that was posted. */
async function posted(thread: TransferThread): Promise<Record<string, string>> {
    const files = await thread.files();
    const byName = Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
    expect(Object.keys(byName)).toHaveLength(files.length);
    return byName;
}

const some = (hashes: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string | undefined> => Object.fromEntries(names.map((name) => [name, hashes[name]]));

describe('a pull', () => {
    it('brings what fits into the room, with the bytes that the Hub has, and the rest as a manifest', async () => {
        const thread = await TransferThread.open(app);
        const [answer] = await thread.type('pull openai-community/gpt2');
        expect(answer).toMatchObject({ kind: 'ephemeral', failed: false });
        expect(answer?.text).toContain('Left out: `pytorch_model.bin`');
        const { text } = await thread.until(DONE);
        const hashes = hashesAtHub(app, 'model', 'openai-community/gpt2');
        const { 'gpt2.manifest.json': manifest, ...files } = await posted(thread);
        expect(files).toEqual(some(hashes, ['README.md', ...TINY_FILES]));
        expect(manifest).toBeDefined();
        const { bytes = [] } = (await thread.files()).find(({ name }) => name === 'gpt2.manifest.json') ?? {};
        expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ files: expect.arrayContaining([expect.objectContaining({ path: 'model.safetensors', sha256: hashes['model.safetensors'] })]) as unknown });
        expect(text).toContain('hf download');
        expect(await thread.messages()).toHaveLength(1);
    });

    it('of a private model goes on in a new process of the app, and gives its token to the Hub alone', async () => {
        const thread = await TransferThread.open(app, { room: 'ml-incidents' });
        app.hub.clearRequests();
        await thread.type('pull acme/bert-prod');
        await app.host.restartApp();
        await thread.until(DONE);
        expect(await posted(thread)).toEqual(some(hashesAtHub(app, 'model', 'acme/bert-prod'), ['README.md', ...TINY_FILES, 'model.safetensors']));
        const downloads = app.hub.requests.filter(({ host, path }) => host === 'cdn' || path.includes('/resolve/'));
        expect(new Set(downloads.map(({ host, hasAuth }) => `${host} ${hasAuth}`))).toEqual(new Set(['hub true', 'cdn false']));
    });

    it('goes on where Hugging Face broke off, and shows the first rows of a dataset', async () => {
        const thread = await TransferThread.open(app);
        const [answer] = await thread.type('pull dataset dair-ai/emotion');
        expect(answer?.text).toContain('"text":"text 0"');
        const path = 'data/train-00000-of-00001.parquet';
        const ranges = noteRanges({ type: 'dataset', id: 'dair-ai/emotion' }, path);
        app.hub.faults.add({ match: 'GET /repos/*', times: 2, fault: { kind: 'cut', afterBytes: 300_000 } });
        await thread.until(DONE);
        const hashes = hashesAtHub(app, 'dataset', 'dair-ai/emotion');
        expect(await posted(thread)).toEqual({ 'README.md': hashes['README.md'], 'train-00000-of-00001.parquet': hashes[path] });
        const [first, second = 0, third = 0, ...more] = ranges.map(({ start }) => start);
        expect([first, second > 0, third > second, more]).toEqual([0, true, true, []]);
    });

    it('that is only tried posts nothing, and reads a little of a file however large it says it is', async () => {
        const id = 'Qwen/Qwen2.5-7B-Instruct-GGUF';
        const path = 'Qwen2.5-7B-Instruct-F16.gguf';
        const ranges = noteRanges({ type: 'model', id }, path);
        const thread = await TransferThread.open(app);
        const { text } = only(await thread.type(`pull ${id} --quantization F16 --dry-run`));
        expect(text).toContain(path);
        expect(text).toContain('is too much for this room');
        const bytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
        console.log(`Of 15.2 GB were read: ${(bytes / MIB).toFixed(2)} MiB`);
        expect(text).toContain('15.2 GB');
        expect(bytes).toBeGreaterThan(0);
        expect(bytes).toBeLessThan(2 * MIB);
        await app.host.runDueJobs();
        expect([await thread.messages(), await thread.files()]).toEqual([[], []]);
    });

    it('takes a bounded part of the memory', async () => {
        const thread = await TransferThread.open(app);
        await thread.type('pull dataset Salesforce/wikitext');
        const memory = await watchMemory();
        const began = Date.now();
        await thread.until(DONE);
        const { before, peak } = memory.stop();
        console.log(`Twice 6.4 MB in ${((Date.now() - began) / 1000).toFixed(1)} s; the app's process had ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most`);
        expect((await thread.files()).map(({ bytes }) => bytes.length).filter((size) => size === 6_357_543)).toHaveLength(2);
        expect(peak - before).toBeLessThan(200);
    });
});

describe('files that can run code', () => {
    it('are refused, with the reason and what there is instead', async () => {
        const thread = await TransferThread.open(app);
        const { text } = only(await thread.type(`pull ${TINY} pytorch_model.bin`));
        expect(text).toContain('⛔ Refused: `pytorch_model.bin`');
        expect(text).toContain(`/hf convert ${TINY} --to safetensors`);
        expect(only(await thread.type(`pull ${TINY} --allow-unsafe`))).toMatchObject({ failed: true, text: expect.stringContaining('You may not pull files that can run code') as unknown });
        await app.host.runDueJobs();
        expect([await thread.messages(), await thread.files()]).toEqual([[], []]);
    });

    it('come for those with the right who type the repository’s name, with a warning and on record', async () => {
        const id = 'ykilcher/totally-harmless-model';
        const thread = await TransferThread.open(app, { user: 'admin' });
        const plan = await thread.type(`pull ${id} pytorch_model.bin --allow-unsafe`);
        await app.press(plan, en.t('pull.unsafe.open'), 'admin');
        await app.submitForm('admin', 'pull.unsafe', { 'pull.unsafe.name': 'harmless-model' });
        expect(app.formErrors.at(-1)).toMatchObject({ user: 'admin', errors: { 'pull.unsafe.name': en.t('pull.unsafe.mismatch', { repo: id }) } });
        expect(await thread.messages()).toEqual([]);
        await app.submitForm('admin', 'pull.unsafe', { 'pull.unsafe.name': id });
        const { text } = await thread.until(DONE);
        expect(text).toMatch(/🛑 .*Dangerous.*pytorch_model\.bin/);
        expect(await posted(thread)).toEqual(some(hashesAtHub(app, 'model', id), ['pytorch_model.bin']));
        expect(await app.text('audit', { user: 'admin' })).toMatch(new RegExp(`${en.t('audit.what.pull.unsafe')} .*${id}`));
    });
});

describe('what the server takes', () => {
    afterEach(async () => {
        await app.host.setServerSetting('FileUpload_MaxFileSize', 104_857_600);
        await app.host.setServerSetting('FileUpload_MediaTypeWhiteList', '');
    });

    it('is no larger than its limit: the rest is named by the manifest', async () => {
        await app.host.setServerSetting('FileUpload_MaxFileSize', 100_000);
        const thread = await TransferThread.open(app);
        await thread.type('pull dataset dair-ai/emotion');
        await thread.until(DONE);
        expect(Object.keys(await posted(thread)).sort()).toEqual(['README.md', 'emotion.manifest.json']);
    });

    it('is of the media types that it allows: the others are named with its reason', async () => {
        await app.host.setServerSetting('FileUpload_MediaTypeWhiteList', 'text/*');
        const thread = await TransferThread.open(app);
        await thread.type(`pull ${TINY} config.json vocab.txt`);
        const { text } = await thread.until(new RegExp(en.t('pull.end.incomplete')));
        expect(text).toMatch(/❌ `config\.json`.*not taken by this server.*File type is not accepted/);
        expect(Object.keys(await posted(thread))).toEqual(['vocab.txt']);
    });
});

interface ByteRange {
    readonly start: number;
    readonly end: number;
}

/** Which ranges of a file of the main branch the Hub gives out from now on. */
function noteRanges({ type, id }: { readonly type: 'model' | 'dataset'; readonly id: string }, path: string): readonly ByteRange[] {
    const repo = app.hub.state.findRepo(type, id);
    const file = repo?.commits.get(repo.branches.get('main') ?? '')?.files.get(path);
    if (!file) {
        throw new Error(`${id} has no ${path}.`);
    }
    const ranges: ByteRange[] = [];
    const { bytes } = file;
    file.bytes = {
        size: bytes.size,
        read: (start = 0, end = bytes.size) => {
            ranges.push({ start, end });
            return bytes.read(start, end);
        },
        stream: (start, end) => {
            ranges.push({ start, end });
            return bytes.stream(start, end);
        },
        sha256: () => bytes.sha256(),
    };
    return ranges;
}

/** What the app's process has in memory, MiB, from now until `stop`. */
async function watchMemory(): Promise<{ readonly stop: () => { readonly before: number; readonly peak: number } }> {
    const pid = await app.host.appPid();
    const look = (): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
    const before = look();
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, look())), 250);
    return {
        stop: () => {
            clearInterval(timer);
            return { before, peak: Math.max(peak, look()) };
        },
    };
}
