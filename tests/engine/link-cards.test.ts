import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { linksIn } from '../helpers/views';
import { AppUnderTest } from './app-under-test';
import { only, type Shown } from './shown';

const BERT = 'google-bert/bert-base-uncased';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start();
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const post = (text: string, { user = 'alice', room = 'general', threadId }: { user?: string; room?: string; threadId?: string } = {}): Promise<Shown[]> =>
    app.during(() => app.host.post({ user, room, text, ...(threadId !== undefined && { threadId }) }));

describe('a link to the Hub in a message', () => {
    it.each([
        ['a model', `see https://huggingface.co/${BERT}`, BERT, 'apache-2.0'],
        ['a file of a model', `https://huggingface.co/${BERT}/blob/main/config.json here`, BERT, 'fill-mask'],
        ['a dataset', '(https://hf.co/datasets/rajpurkar/squad)', 'rajpurkar/squad', 'question-answering'],
        ['a Space', '<https://huggingface.co/spaces/acme/demo|our demo>', 'acme/demo', 'gradio'],
        ['a paper', 'https://huggingface.co/papers/1706.03762', 'Attention Is All You Need', 'paper'],
    ])('%s gets a card for everybody', async (_what, text, label, fact) => {
        const card = only(await post(text));
        expect(card).toMatchObject({ kind: 'message', message: { room: 'general', sender: 'hf-teamflow.bot' } });
        expect(linksIn({ text: card.text }).map(([name]) => name)).toContain(label);
        expect(card.text).toContain(fact);
    });

    it('gets one card however often it stands there, and three at most', async () => {
        expect(await post(`https://huggingface.co/${BERT} and again https://huggingface.co/${BERT}/tree/main`)).toHaveLength(1);
        const many = ['gpt2-large', 'Qwen/Qwen2.5-7B', 'BAAI/bge-small-en-v1.5', 'openai/whisper-large-v3'].map((id) => `https://huggingface.co/${id}`);
        expect((await post(many.join(' '))).length).toBeLessThanOrEqual(3);
    });

    it('gets its card in the thread it was posted in', async () => {
        const root = await app.host.post({ user: 'alice', room: 'ml-models', text: 'which one?' });
        const card = only(await post(`https://huggingface.co/${BERT}`, { room: 'ml-models', threadId: root?.id ?? '' }));
        expect(card.message).toMatchObject({ room: 'ml-models', threadId: root?.id });
    });

    it.each([
        ['private, also when its author may see it', 'https://huggingface.co/acme/bert-prod'],
        ['unknown', 'https://huggingface.co/nobody/has-this'],
        ['disabled', 'https://huggingface.co/dave/removed-by-the-hub'],
        ['a page of the Hub that is no repository', 'https://huggingface.co/docs/hub/models https://huggingface.co/pricing https://huggingface.co/acme'],
        ['on another host', `https://huggingface.co.example.com/${BERT} https://example.com/huggingface.co/${BERT}`],
    ])('gets none when it is %s', async (_why, text) => {
        expect(await post(text)).toEqual([]);
    });

    it('gets none from an edit, and none for a bot', async () => {
        const message = await app.host.post({ user: 'alice', room: 'general', text: 'soon' });
        expect(await app.during(() => app.host.edit({ user: 'alice', messageId: message?.id ?? '', text: `https://huggingface.co/${BERT}` }))).toEqual([]);
        expect((await post(`https://huggingface.co/${BERT}`, { user: 'rocket.cat' })).filter(({ message: { text } }) => !text.startsWith('https'))).toEqual([]);
    });

    it('is looked up without anybody’s token', async () => {
        app.hub.clearRequests();
        await post('https://huggingface.co/microsoft/codebert-base');
        expect(app.hub.requests.map(({ hasAuth }) => hasAuth)).toEqual([false]);
    });

    it('stays a link when Hugging Face has a problem', async () => {
        app.hub.faults.add({ match: 'GET /api/models/*', fault: { status: 500, headers: { 'Retry-After': '120' } } });
        expect(await post('https://huggingface.co/microsoft/graphcodebert-base')).toEqual([]);
        app.hub.faults.clear();
    });
});

describe('cards in a room', () => {
    const link = `https://huggingface.co/${BERT}`;

    it('are switched off by those who manage it, and on again', async () => {
        const card = await post(link, { room: 'ml-models' });
        const refused = only(await app.press(card, 'Off in this room', 'alice'));
        expect(refused).toMatchObject({ kind: 'ephemeral', user: 'alice' });
        expect(refused.text).toContain('owners');
        expect(await post(link, { room: 'ml-models' })).toHaveLength(1);

        const off = await app.press(card, 'Off in this room', 'bo');
        expect(only(off)).toMatchObject({ kind: 'message', message: { room: 'ml-models' } });
        expect(await post(link, { room: 'ml-models' })).toEqual([]);
        expect(await post(link, { room: 'general' })).toHaveLength(1);

        expect(only(await app.press(off, 'Turn on again', 'alice'))).toMatchObject({ kind: 'ephemeral', user: 'alice' });
        expect(await post(link, { room: 'ml-models' })).toEqual([]);
        await app.press(off, 'Turn on again', 'admin');
        expect(await post(link, { room: 'ml-models' })).toHaveLength(1);
    });

    it('follow the workspace where a room has not chosen', async () => {
        await app.host.setAppSetting('link_cards', false);
        expect(await post(link, { room: 'general' })).toEqual([]);
        // This one has chosen.
        expect(await post(link, { room: 'ml-models' })).toHaveLength(1);
        await app.host.setAppSetting('link_cards', true);
        expect(await post(link, { room: 'general' })).toHaveLength(1);
    });

    it('cost a message that links nothing no round trip', async () => {
        const before = await app.host.roundTrips();
        await app.host.post({ user: 'alice', room: 'general', text: 'good morning, huggingface fans' });
        await app.host.idle();
        expect(await app.host.roundTrips()).toBe(before);
    });
});
