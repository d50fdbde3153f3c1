import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import type { HubChangeInput } from '../../playground/hub/changes/hub-change';
import { AppUnderTest } from './app-under-test';
import type { Shown } from './shown';

const MODEL = { type: 'model', id: 'acme/bert-prod' } as const;

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ hub: { webhooks: { retryDelaysMs: [200, 200] } } });
    await app.speakEnglish();
    const address = new URL(await app.host.endpointUrl('webhook'));
    await app.host.setServerSetting('Site_Url', address.origin);
    await app.signIn('alice', fakeToken('alice'));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

/** What the app shows in the room after this has happened on Hugging Face: the first that fits. */
async function news(change: HubChangeInput, fits: (shown: Shown) => boolean): Promise<Shown> {
    const before = app.shown.length;
    app.hub.change(change);
    return app.waitFor((shown) => shown.kind !== 'ephemeral' && fits(shown), before);
}

const says = (pattern: RegExp) => ({ text }: Shown): boolean => pattern.test(text);
const push = (title: string): HubChangeInput => ({ kind: 'commit', repo: MODEL, author: 'carol', title, files: [{ path: 'notes.md', content: title }] });
const webhooks = () => [...app.hub.state.webhooks.values()].map(({ owner, watched, disabled }) => ({ owner, watched, disabled }));

describe('what happens on Hugging Face shows up in the room', () => {
    it('once somebody lets the room watch it; the webhook is made at once', async () => {
        const shown = await app.hf('watch acme/bert-prod --show-private');
        expect(shown.map(({ text }) => text).join('\n')).toMatch(/lets this room watch .*acme\/bert-prod[\s\S]*tells us at once, by webhook/);
        expect(webhooks()).toEqual([{ owner: 'alice', watched: [{ type: 'model', name: 'acme/bert-prod' }], disabled: false }]);
    });

    it('commits in one living message', async () => {
        const card = await news(push('Tune the learning rate'), says(/1 new commit\b[\s\S]*Tune the learning rate/));
        expect(card.controls.map(({ label }) => label)).toEqual(expect.arrayContaining(['Diff', 'Mute for a day', 'Watch less']));
        const again = await news(push('And tune it back'), says(/2 new commits[\s\S]*And tune it back/));
        expect(again).toMatchObject({ kind: 'updated', message: { id: card.message.id } });
        await app.hub.deliveries.settled();
        expect(app.hub.deliveries.log.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    });

    it('a pull request from its opening to its merge, which somebody does here', async () => {
        const card = await news(
            { kind: 'open-pull-request', repo: MODEL, author: 'bo', title: 'Shorter prompts', description: 'They cost less.', files: [{ path: 'prompt.txt', content: 'short' }] },
            says(/Shorter prompts[\s\S]*They cost less/),
        );
        await app.press([card], 'Merge');
        const before = app.shown.length;
        await app.submitForm('alice', 'discussion.merge', {});
        const merged = await app.waitFor(({ kind, text, message }) => kind === 'updated' && message.id === card.message.id && text.includes('Merged'), before);
        expect(merged.controls.map(({ label }) => label)).not.toContain('Merge');
        expect(app.hub.state.findRepo('model', MODEL.id)?.discussions.at(-1)).toMatchObject({ status: 'merged' });
        expect(await app.text('audit', { user: 'admin' })).toContain('merged');
    });

    it('whatever was delivered while nobody could take it, once', async () => {
        await app.host.restartApp();
        const title = 'While the process was away';
        await news(push(title), says(new RegExp(title)));
        const posts = app.shown.filter(({ kind, text }) => kind === 'message' && text.includes(title));
        expect(posts.length).toBeLessThanOrEqual(1);
    });

    it('until the room does not watch it any more; then the webhook is gone as well', async () => {
        expect(await app.text('unwatch acme/bert-prod')).toMatch(/does not watch .*acme\/bert-prod.* any more/);
        expect(webhooks()).toEqual([]);
        const before = app.shown.length;
        app.hub.change(push('Nobody is told of this'));
        await app.hub.deliveries.settled();
        await app.host.runDueJobs();
        expect(app.shown.slice(before).filter(({ text }) => text.includes('Nobody is told'))).toEqual([]);
    });
});
