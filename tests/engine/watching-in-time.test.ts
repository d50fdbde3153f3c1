import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubChangeInput } from '../../playground/hub/changes/hub-change';
import type { AppUnderTest } from './app-under-test';
import { changesWaiting, deliver, posts, startServer, told, workOff } from './news-servers';

const MODEL = { type: 'model', id: 'acme/bert-prod' } as const;
const SPACE = 'acme/demo';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The Hub's clock goes with the host's. */
let ahead = 0;
let app: AppUnderTest;
beforeAll(async () => {
    app = await startServer({ clock: () => Date.now() + ahead, rateLimit: { api: 1_000_000, resolvers: 1_000_000 } });
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

/** Lets this much time pass, a step at a time, and all that is due in it happen. */
async function pass(ms: number, step: number): Promise<void> {
    for (let left = ms; left > 0; left -= step) {
        ahead += Math.min(step, left);
        await app.host.advanceClock(Math.min(step, left));
        await app.host.runDueJobs();
    }
}

const texts = async (): Promise<string[]> => (await posts(app)).map(({ text }) => text);
const saying = async (part: string): Promise<string[]> => (await texts()).filter((text) => text.includes(part));
const push = (title: string): HubChangeInput => ({ kind: 'commit', repo: MODEL, author: 'carol', title, files: [{ path: 'notes.md', content: title }] });
const discussion = (title: string): HubChangeInput => ({ kind: 'open-discussion', repo: MODEL, author: 'bo', title, text: `About ${title}` });

describe('a Hub that refuses for ten minutes', () => {
    const DISCUSSIONS = 10;
    const COMMENTS = 8;
    /** A card, a message about what is too much, and five replies. */
    const AT_ONCE = 7;

    it('loses nothing of what was delivered meanwhile, and then there is no burst', async () => {
        const opened = told(app, Array.from({ length: DISCUSSIONS }, (_, at) => discussion(`outage-${at}.`)));
        const last = app.hub.state.findRepo('model', MODEL.id)?.discussions.at(-1)?.num ?? 0;
        const commented = told(app, Array.from({ length: DISCUSSIONS * COMMENTS }, (_, at): HubChangeInput => ({ kind: 'comment', repo: MODEL, num: last - (at % DISCUSSIONS), author: 'carol', text: `comment-${at}.` })));
        // `Retry-After` beyond a handler's life ends the retries at once; how they go is the retries' own test.
        app.hub.faults.add({ match: '* /*', fault: { status: 503, headers: { 'Retry-After': '120' } } });
        app.hub.clearRequests();
        expect(new Set(await deliver(app, [...opened, ...commented]))).toEqual(new Set([202]));
        await pass(10 * MINUTE, MINUTE);
        expect(await texts()).toEqual([]);
        expect(await changesWaiting(app)).toBe(DISCUSSIONS);
        expect(app.hub.requests.length).toBeLessThan(60);
        app.hub.faults.clear();
        await pass(6 * MINUTE, MINUTE);
        await workOff(app);
        const shown = await texts();
        for (let at = 0; at < DISCUSSIONS; at += 1) {
            expect(shown.filter((text) => text.includes(`About outage-${at}.`))).toHaveLength(1);
        }
        expect(shown).toHaveLength(DISCUSSIONS * AT_ONCE);
        const replies = shown.filter((text) => !text.includes('About outage-'));
        const together = replies.map((text) => Number(/^And (\d+) more/.exec(text)?.[1] ?? 1));
        expect(together.reduce((sum, count) => sum + count, 0)).toBe(DISCUSSIONS * COMMENTS);
    }, 60_000);
});

describe('a Space', () => {
    it('whose stage a poll finds changed shows up in the room, once', async () => {
        app.hub.change({ kind: 'space-stage', space: SPACE, stage: 'RUNTIME_ERROR', errorMessage: 'It ran out of memory' });
        await pass(10 * MINUTE, MINUTE);
        await workOff(app);
        expect(await saying('ran out of memory')).toEqual([expect.stringContaining('RUNTIME_ERROR')]);
    });

    it('that is restarted is followed until it runs', async () => {
        expect(await app.text(`space restart ${SPACE}`)).not.toBe('');
        await pass(10 * MINUTE, MINUTE / 2);
        await workOff(app);
        expect(await saying('restarted')).toEqual([expect.stringMatching(/RUNNING[\s\S]*It runs, after/)]);
    });
});

describe('a room with hours of its own', () => {
    /** The next moment at which clocks in Berlin show this, milliseconds from now. */
    async function until(time: string): Promise<number> {
        const now = await app.host.now();
        const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
        const minutes = Array.from({ length: 24 * 60 }, (_, minute) => minute + 1).find((minute) => clock.format(Math.floor(now / MINUTE) * MINUTE + minute * MINUTE) === time) ?? 0;
        return Math.floor(now / MINUTE) * MINUTE + minutes * MINUTE - now;
    }

    it('is told nothing in its quiet hours, and all of it at their end', async () => {
        await app.hf('watch set --quiet 22:00-07:00 --time-zone Europe/Berlin', { user: 'admin' });
        await pass((await until('23:00')), 6 * HOUR);
        expect(await deliver(app, told(app, [push('in the night.'), discussion('at midnight.')]))).toEqual([202, 202]);
        await workOff(app);
        await pass((await until('07:00')) - 5 * MINUTE, 6 * HOUR);
        expect([await saying('in the night.'), await saying('at midnight.')]).toEqual([[], []]);
        await pass(10 * MINUTE, MINUTE);
        const [digest, ...more] = await saying('in the night.');
        expect([digest, more]).toEqual([expect.stringMatching(/On Hugging Face.*2 things/), []]);
        expect(await saying('at midnight.')).toEqual([digest]);
    }, 60_000);

    it('gets its digest at its time, with all of the day', async () => {
        await app.hf('watch set --quiet off --digest 17:30', { user: 'admin' });
        await app.hf('watch acme --show-private --mode digest');
        await workOff(app);
        expect(await deliver(app, told(app, [push('for the evening.')]))).toEqual([202]);
        await workOff(app);
        await pass((await until('17:30')) - 5 * MINUTE, 6 * HOUR);
        expect(await saying('for the evening.')).toEqual([]);
        await pass(10 * MINUTE, MINUTE);
        expect(await saying('for the evening.')).toEqual([expect.stringMatching(/On Hugging Face/)]);
    }, 60_000);
});
