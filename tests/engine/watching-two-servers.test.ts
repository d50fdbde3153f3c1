import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubChangeInput } from '../../playground/hub/changes/hub-change';
import type { AppUnderTest } from './app-under-test';
import { deliver, posts, startServer, told, workOff } from './news-servers';

const MODEL = { type: 'model', id: 'acme/bert-prod' } as const;
const SECOND = 1000;
/** After this nothing that a dead server held is held any more: neither its claims nor its jobs. */
const HELD_MS = 11 * 60 * SECOND;

let one: AppUnderTest;
let two: AppUnderTest;
let dying: AppUnderTest;
beforeAll(async () => {
    one = await startServer();
    [two, dying] = await Promise.all([one.another(), one.another()]);
});
afterAll(async () => {
    await two.stop();
    await one.leave();
    expect(one.hub.violations).toEqual([]);
});

const push = (title: string): HubChangeInput => ({ kind: 'commit', repo: MODEL, author: 'carol', title, files: [{ path: 'notes.md', content: title }] });
const discussion = (title: string): HubChangeInput => ({ kind: 'open-discussion', repo: MODEL, author: 'bo', title, text: `About ${title}` });
const comment = (text: string): HubChangeInput => ({ kind: 'comment', repo: MODEL, num: one.hub.state.findRepo('model', MODEL.id)?.discussions.at(-1)?.num ?? 0, author: 'carol', text });

/** How often the room reads this. */
async function times(text: string): Promise<number> {
    return (await posts(two)).reduce((sum, message) => sum + message.text.split(text).length - 1, 0);
}

describe('two servers that take deliveries', () => {
    it('in turn and twice each show everything once, in one living message per thing, edited once a second at most', async () => {
        for (let round = 1; round <= 5; round += 1) {
            const payloads = told(one, [push(`commit-${round}.`), round === 1 ? discussion('discussion-1.') : comment(`comment-${round}.`)]);
            const [first, second] = round % 2 === 0 ? [one, two] : [two, one];
            expect(new Set(await deliver(first, payloads))).toEqual(new Set([202]));
            await Promise.all([first.host.runDueJobs(), deliver(second, [...payloads].reverse())]);
            await Promise.all([one, two].map(({ host }) => host.runDueJobs()));
        }
        await workOff(one, two);
        const texts = ['commit-1.', 'commit-2.', 'commit-3.', 'commit-4.', 'commit-5.', 'About discussion-1.', 'comment-2.', 'comment-3.', 'comment-4.'];
        expect(await Promise.all(texts.map(times))).toEqual(texts.map(() => 1));
        // The newest one stands on the card of the discussion as well.
        expect(await times('comment-5.')).toBe(2);
        const cards = (await posts(two)).filter(({ threadId }) => threadId === undefined);
        expect(cards.map(({ text }) => /5 new commits|discussion-1\./.exec(text)?.[0]).sort()).toEqual(['5 new commits', 'discussion-1.']);
        for (const { id } of cards) {
            const moments = [...one.shown, ...two.shown].flatMap(({ message }) => (message.id === id && 'updatedAt' in message ? [message.updatedAt] : [])).sort((a, b) => a - b);
            expect(moments.slice(1).map((at, index) => at - (moments[index] ?? 0)).filter((pause) => pause < SECOND)).toEqual([]);
        }
    });

    it('show what the other one took before it died', async () => {
        const payloads = told(one, [push('before-the-end.')]);
        expect(await deliver(dying, payloads)).toEqual([202]);
        await dying.kill();
        expect(await times('before-the-end.')).toBe(0);
        await workOff(two);
        expect(await times('before-the-end.')).toBe(1);
    });

    it('finish what the other one was showing when it died', async () => {
        const titles = Array.from({ length: 8 }, (_, index) => `last-${index}.`);
        const shown = (): Promise<number[]> => Promise.all(titles.map((title) => times(`About ${title}`)));
        expect(new Set(await deliver(one, told(one, titles.map(discussion))))).toEqual(new Set([202]));
        const before = one.shown.length;
        const working = one.host.runDueJobs().catch((error: Error) => error.message);
        await one.waitFor(({ kind }) => kind === 'message', before);
        await one.kill();
        expect(await working).toBe('The host process has ended');
        expect(await shown()).toContain(0);
        await two.host.advanceClock(HELD_MS);
        await workOff(two);
        expect(await shown()).toEqual(titles.map(() => 1));
    });
});
