import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_CHAT_FILE_BYTES } from '../../context/files';
import { checkChatFiles } from '../../flows/files/check-chat-files';
import { callPickle } from '../../playground/hub/bytes/pickle';
import { startHub, type HubServer } from '../../playground/hub/server';
import { type, typeJson } from '../helpers/run';
import { TestWorkspace } from '../helpers/test-ctx';

const MALICIOUS = callPickle('posix', 'system', 'id');
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

let hub: HubServer;
let workspace: TestWorkspace;
beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(() => {
    workspace = new TestWorkspace(hub);
});

describe('/hf check', () => {
    it('says so where nobody has put a file', async () => {
        await expect(type(workspace, 'check')).rejects.toMatchObject({ sentence: { key: 'check.no_files.here', values: { where: 'room' } } });
        await expect(type(workspace, 'check', { threadId: 't1' })).rejects.toMatchObject({ sentence: { values: { where: 'thread' } } });
    });

    it('looks at the files of the place it is typed in, the worst first', async () => {
        workspace.files.put({ name: 'notes.md', bytes: text('# Notes\n') });
        workspace.files.put({ name: 'model.pkl', bytes: MALICIOUS });
        workspace.files.put({ name: 'elsewhere.pkl', bytes: MALICIOUS, roomId: 'r-ops' });
        workspace.files.put({ name: 'in-thread.pkl', bytes: MALICIOUS, threadId: 't1' });
        const lines = (await type(workspace, 'check')).text.split('\n');
        expect(lines[0]).toBe('*Better not load 1 of these 2 files.*');
        expect(lines[1]).toMatch(/⛔ `model\.pkl`.*`posix\.system`/);
        expect(lines[2]).toMatch(/✅ `notes\.md`/);
        expect(lines.join()).not.toMatch(/elsewhere|in-thread/);
        expect((await type(workspace, 'check', { threadId: 't1' })).text).toContain('in-thread.pkl');
    });

    it('looks at the one file that is named', async () => {
        workspace.files.put({ name: 'model.pkl', bytes: MALICIOUS });
        workspace.files.put({ name: 'notes.md', bytes: text('# Notes\n') });
        expect((await type(workspace, 'check --file notes.md')).text).not.toContain('model.pkl');
        await expect(type(workspace, 'check --file missing.md')).rejects.toMatchObject({ sentence: { key: 'check.no_files.named', values: { name: 'missing.md' } } });
    });

    it('names a private key by its line and shows nothing of it', async () => {
        const body = 'MIIEowIBAAKCAQEAqWzRtPkVbNxYcLmSgHdJfTuEoAiXvKrBnQ0pLs83hGfWdC5';
        workspace.files.put({ name: 'setup.sh', bytes: text(`#!/bin/sh\n-----BEGIN RSA ${'PRIVATE'} KEY-----\n${body}\n-----END RSA ${'PRIVATE'} KEY-----\n`) });
        const answer = (await type(workspace, 'check')).text;
        expect(answer).toMatch(/🔑 `setup\.sh`, line 2/);
        expect(answer).toContain('delete the message');
        expect(answer).not.toContain(body);
    });

    it('judges a repository’s files by name, scanners and content', async () => {
        const answer = (await type(workspace, 'check google-bert/bert-base-uncased')).text;
        expect(answer).toMatch(/⛔ `pytorch_model\.bin` · name: can run code when it is loaded · Hugging Face: [^·]+ · content: [^·]+/);
        expect(answer).toMatch(/✅ `model\.safetensors`.*content: safetensors, nothing harmful found/);
        expect(answer).toMatch(/`google-bert\/bert-base-uncased` at `[0-9a-f]{7}`/);
    });

    it('names what a malicious file of a repository would call', async () => {
        const answer = (await type(workspace, 'check ykilcher/totally-harmless-model')).text;
        expect(answer.split('\n')[1]).toMatch(/⛔ `pytorch_model\.bin`.* · Hugging Face: unsafe · content: pickle, \*dangerous\* · calls `posix\.system`/);
    });

    it('judges the files that are named, and says which there are not', async () => {
        const check = await typeJson(workspace, 'check google-bert/bert-base-uncased config.json model.safetensors');
        expect(check).toMatchObject({ judgements: [{ path: 'config.json', decision: 'take' }, { path: 'model.safetensors', decision: 'take' }], secrets: [], repo: { complete: true } });
        await expect(type(workspace, 'check google-bert/bert-base-uncased no/such.bin')).rejects.toMatchObject({ sentence: { key: 'check.no_files.repo', values: { paths: 'no/such.bin' } } });
    });
});

describe('checkChatFiles', () => {
    it('judges by its name what is too large to be read, and what there is no time for', async () => {
        const ctx = workspace.ctx();
        const small = workspace.files.put({ name: 'a.pkl', bytes: MALICIOUS });
        const { judgements } = await checkChatFiles(ctx, [small, { ...small, name: 'large.bin', size: MAX_CHAT_FILE_BYTES + 1 }]);
        expect(judgements.map(({ own }) => own?.verdict)).toEqual(['dangerous', undefined]);
        let now = 0;
        const late = await checkChatFiles({ files: ctx.files, clock: () => (now += 10_000) }, [small, small, small]);
        expect(late.judgements.map(({ own }) => own?.verdict)).toEqual(['dangerous', undefined, undefined]);
    });
});
