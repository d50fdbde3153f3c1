import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linksHub, showLinkCards } from '../../handlers/link-card';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { click } from '../helpers/run';
import { TestWorkspace, type TestCtxOptions } from '../helpers/test-ctx';
import { buttonOf, linksIn } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.faults.clear();
    hub.clearRequests();
    workspace = new TestWorkspace(hub);
});

/** What the room gets to see after a message with this text. */
async function cardsFor(text: string, options?: TestCtxOptions): Promise<string[]> {
    const ctx = workspace.ctx(options);
    await showLinkCards(ctx, text);
    expect(ctx.whispered).toEqual([]);
    return ctx.said.map((view) => view.text);
}

describe('linksHub', () => {
    it.each([
        ['see https://huggingface.co/google-bert/bert-base-uncased', true],
        ['HF.co/papers/1810.04805', true],
        ['huggingface.co is nice', false],
        ['https://example.org/x', false],
        ['shuffle.co/hf.com/', false],
    ])('%j: %s', (text, expected) => {
        expect(linksHub(text)).toBe(expected);
    });
});

describe('link cards', () => {
    it('show a line per target, each once, three at most', async () => {
        const cards = await cardsFor(
            'https://huggingface.co/google-bert/bert-base-uncased, https://huggingface.co/google-bert/bert-base-uncased/tree/main https://hf.co/datasets/rajpurkar/squad (https://huggingface.co/papers/1810.04805) https://huggingface.co/spaces/acme/demo',
        );
        expect(cards).toHaveLength(3);
        expect(cards[0]).toMatch(/bert-base-uncased>\* – model · fill-mask · transformers · apache-2\.0/);
        expect(cards[1]).toMatch(/rajpurkar\/squad>\* – dataset · question-answering/);
        expect(cards[2]).toMatch(/BERT: Pre-training .*> – Jacob Devlin, .* · paper$/);
    });

    it('ask without the author\'s token, so that nothing private is shown to the room', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        expect(await cardsFor('https://huggingface.co/acme/bert-prod https://huggingface.co/acme/embedder')).toEqual([expect.stringContaining('acme/embedder')]);
        expect(hub.requests.length).toBeGreaterThan(1);
        expect(hub.requests.some(({ hasAuth }) => hasAuth)).toBe(false);
    });

    it('do not show a private repository that its owner has just looked at', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        await click(workspace, { actionId: 'repo.info', value: '{"type":"model","id":"acme/bert-prod"}' });
        expect(await cardsFor('https://huggingface.co/acme/bert-prod')).toEqual([]);
    });

    it('say nothing of what does not exist, of pages and of people', async () => {
        expect(await cardsFor('https://huggingface.co/nobody/nothing https://huggingface.co/docs/hub https://huggingface.co/google-bert https://huggingface.co/pricing')).toEqual([]);
    });

    it('keep silent when the Hub fails', async () => {
        hub.faults.add({ match: 'GET /api/*', fault: { kind: 'malformed' } });
        expect(await cardsFor('https://huggingface.co/google-bert/bert-base-uncased')).toEqual([]);
    });

    it('show public collections', async () => {
        const open = hub.state.collections.find((collection) => !collection.private);
        const hidden = hub.state.collections.find((collection) => collection.private);
        const cards = await cardsFor(`https://huggingface.co/collections/${open?.slug} https://huggingface.co/collections/${hidden?.slug}`);
        expect(cards).toEqual([expect.stringMatching(/BERT release>\* – collection · google-bert · 3 items/)]);
    });

    it('follow the workspace\'s setting until the room has chosen', async () => {
        const text = 'https://huggingface.co/acme/embedder';
        expect(await cardsFor(text, { settings: { linkCards: false } })).toEqual([]);
        expect(hub.requests).toEqual([]);
        await workspace.stores.roomSettings.set('r-general', { linkCards: true }, 'u-alice');
        expect(await cardsFor(text, { settings: { linkCards: false } })).toHaveLength(1);
    });

    it('are switched off and on again by who manages the room', async () => {
        const text = 'https://huggingface.co/acme/embedder';
        const ctx = workspace.ctx();
        await showLinkCards(ctx, text);
        const [shown] = ctx.said;
        const off = await click(workspace, buttonOf(shown ?? { text: '' }, 'link-cards.off'), { manager: true });
        expect(off.said.map((view) => view.text)).toEqual(['Cards for Hugging Face links are off in this room.']);
        expect(await cardsFor(text)).toEqual([]);
        const on = await click(workspace, buttonOf(off.said[0] ?? { text: '' }, 'link-cards.on'), { manager: true });
        expect(on.said.map((view) => view.text)).toEqual(['Cards for Hugging Face links are on in this room.']);
        expect(await cardsFor(text)).toHaveLength(1);
    });

    it('stay as they are when somebody else clicks, who is told why', async () => {
        const clicked = await click(workspace, { actionId: 'link-cards.off' });
        expect(clicked.said).toEqual([]);
        expect(clicked.whispered[0]?.view.text).toContain('Only owners, leaders and moderators');
        expect(await cardsFor('https://huggingface.co/acme/embedder')).toHaveLength(1);
    });

    it('link to the workspace\'s own Hub', async () => {
        const ctx = workspace.ctx();
        await showLinkCards(ctx, 'https://huggingface.co/acme/embedder');
        expect(linksIn(ctx.said[0] ?? { text: '' })[0]).toEqual(['acme/embedder', `${hub.url}/acme/embedder`]);
    });
});
