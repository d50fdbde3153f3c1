import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callPickle } from '../../playground/hub/bytes/pickle';
import { AppUnderTest, type Place } from './app-under-test';
import { only, type Shown } from './shown';

const MALICIOUS = callPickle('posix', 'system', 'id');
const HEADER = '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
const SAFETENSORS = new Uint8Array([HEADER.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(HEADER), ...new Uint8Array(8)]);
/** Made up, and put together here so that no scanner takes this file for one that holds it. */
const TOKEN = `${'hf'}_qWzRtPkVbNxYcLmSgHdJfTuEoAiXvKrBnQ`;
const DOTENV = new TextEncoder().encode(`MODE=test\nHF_TOKEN=${TOKEN}\n`);

describe('looking into files', () => {
    let app: AppUnderTest;
    beforeAll(async () => {
        app = await AppUnderTest.start();
        await app.speakEnglish();
    });
    afterAll(() => app.stop());

    /** Somebody uploads a file; answers the id of its message. */
    async function upload(name: string, bytes: Uint8Array, { user = 'alice', room = 'general', threadId }: Place = {}): Promise<string> {
        const { message } = await app.host.upload({ user, room, name, bytes, ...(threadId !== undefined && { threadId }) });
        return message?.id ?? '';
    }

    /** Presses *Check this file* on a message. */
    const press = (messageId: string, { user = 'alice', room = 'general' }: Place = {}): Promise<Shown[]> => app.during(() => app.host.actionButton({ user, actionId: 'check.file', context: 'messageAction', room, messageId }));

    describe('*Check this file*', () => {
        it('is offered in the menu of messages, in all languages', async () => {
            expect(await app.host.actionButtons()).toMatchObject([{ actionId: 'check.file', context: 'messageAction', labelI18n: 'check_file' }]);
        });

        it.each([['model.pkl'], ['model.safetensors'], ['notes.txt']])('names what a malicious pickle called %s would call, to who asked alone', async (name) => {
            const answer = only(await press(await upload(name, MALICIOUS)));
            expect(answer).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: false });
            expect(answer.text).toMatch(/⛔ .*pickle.*dangerous.*posix\.system/);
        });

        it('finds nothing against safetensors, and says what that is worth', async () => {
            const { text } = only(await press(await upload('model.safetensors', SAFETENSORS)));
            expect(text).toMatch(/✅ .*model\.safetensors/);
            expect(text).not.toContain('⛔');
            expect(text).toContain('proves nothing');
        });

        it('finds the token in a file, and shows it nowhere', async () => {
            const { text } = only(await press(await upload('.env', DOTENV)));
            expect(text).toMatch(/🔑 .*\.env.*line 2/);
            expect(text).not.toContain(TOKEN);
        });

        it('answers in the thread that the message stands in', async () => {
            const root = await app.host.post({ user: 'alice', room: 'general', text: 'a thread' });
            const answer = only(await press(await upload('model.pkl', MALICIOUS, { threadId: root?.id ?? '' })));
            expect(answer.message.threadId).toBe(root?.id);
        });

        it('says so when the message carries no file', async () => {
            const message = await app.host.post({ user: 'alice', room: 'general', text: 'no file here' });
            expect(only(await press(message?.id ?? ''))).toMatchObject({ failed: true });
        });

        it('says so when the file is gone with its message', async () => {
            const messageId = await upload('model.pkl', MALICIOUS);
            await app.host.remove({ user: 'alice', messageId });
            const shown = await press(messageId);
            expect(shown.map(({ text }) => text).join()).not.toContain('posix');
        });

        it('tells an outsider nothing of a private room’s file, whatever room the click names', async () => {
            const messageId = await upload('secret-plan.pkl', MALICIOUS, { user: 'carol', room: 'ml-incidents' });
            expect(only(await press(messageId, { user: 'bo', room: 'ml-incidents' })).text).toContain('secret-plan.pkl');
            expect(await press(messageId, { user: 'admin', room: 'ml-incidents' })).toEqual([]);
            const elsewhere = only(await press(messageId, { user: 'admin', room: 'general' }));
            expect(elsewhere).toMatchObject({ failed: true });
            expect(elsewhere.text).not.toContain('secret-plan');
        });
    });

    describe('/hf check', () => {
        it('looks at the files of the thread it is typed in, and at no others', async () => {
            const root = await app.host.post({ user: 'alice', room: 'ml-models', text: 'a thread' });
            const threadId = root?.id ?? '';
            await upload('in-thread.pkl', MALICIOUS, { room: 'ml-models', threadId });
            await upload('in-room.pkl', MALICIOUS, { room: 'ml-models' });
            const inThread = await app.text('check', { room: 'ml-models', threadId });
            expect(inThread).toContain('in-thread.pkl');
            expect(inThread).not.toContain('in-room.pkl');
            const inRoom = await app.text('check', { room: 'ml-models' });
            expect(inRoom).toContain('in-room.pkl');
            expect(await app.text('check --file nothing.bin', { room: 'ml-models' })).toContain('nothing.bin');
        });

        it('tells three verdicts on the files of a repository', async () => {
            const text = await app.text('check openai-community/gpt2');
            expect(text).toContain('Hugging Face:');
            expect(text).toMatch(/name: can run code/);
        });
    });
});

describe('a server that withholds a permission', () => {
    it.each([['upload.read'], ['threads.read'], ['ui.registerButtons'], ['upload.write']])('without %s the app loads, and says what is missing where it needs it', async (permission) => {
        const poor = await AppUnderTest.start({ host: { withheldPermissions: [permission] } });
        try {
            await poor.speakEnglish();
            const root = await poor.host.post({ user: 'alice', room: 'general', text: 'a thread' });
            await poor.host.upload({ user: 'alice', room: 'general', name: 'model.pkl', bytes: MALICIOUS, threadId: root?.id ?? '' });
            const text = await poor.text('check', { threadId: root?.id ?? '' });
            const isNeeded = permission === 'upload.read' || permission === 'threads.read';
            expect(text).toContain(isNeeded ? permission : 'model.pkl');
            expect(await poor.host.actionButtons()).toHaveLength(permission === 'ui.registerButtons' ? 0 : 1);
        } finally {
            await poor.stop();
        }
    });
});
