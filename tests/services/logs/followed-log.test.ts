import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_LOG, FOLLOWED_LINES, FollowedLog } from '../../../services/logs';

type Line = { readonly text: string; readonly timestamp: string };

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const line = (second: number, text: string): Line => ({ text, timestamp: at(second) });

/** Follows a log in several readings: each begins with the kept lines, at most `tail` of them, and then reads on up to its end. */
function follow(log: readonly Line[], ends: readonly number[], tail = 200): readonly string[] {
    let view = EMPTY_LOG;
    let read = 0;
    for (const end of [...ends].sort((a, b) => a - b)) {
        const reading = new FollowedLog(view);
        log.slice(Math.max(0, read - tail), end).forEach((one) => reading.add(one));
        read = end;
        view = reading.look();
    }
    return view.lines.map(({ text }) => text);
}

describe('FollowedLog', () => {
    it('shows each line once, however often the reading was interrupted', () => {
        const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom('a', 'b', 'c')), { maxLength: 40 }).map((steps) => {
            let second = 1;
            return steps.map(([step, text]) => line((second += step), text));
        });
        fc.assert(fc.property(lines, fc.array(fc.nat(40), { maxLength: 6 }), (log, cuts) => {
            const ends = [...cuts.map((cut) => Math.min(cut, log.length)), log.length];
            expect(follow(log, ends)).toEqual(log.map(({ text }) => text).slice(-FOLLOWED_LINES));
        }));
    });

    it('takes up lines without a time by what they say', () => {
        const log = ['a', 'b', 'a', 'c', 'a'].map((text) => ({ text, timestamp: '' }));
        expect(follow(log, [2, 4, 5])).toEqual(['a', 'b', 'a', 'c', 'a']);
    });

    it('keeps what a Space wrote before it started anew', () => {
        const first = new FollowedLog(EMPTY_LOG);
        first.add(line(1, 'ValueError: boom'));
        const again = new FollowedLog(first.look());
        again.add(line(5, 'Application Startup'));
        expect(again.look()).toMatchObject({ lines: [{ text: 'ValueError: boom' }, { text: 'Application Startup' }], errors: [{ text: 'ValueError: boom' }] });
    });

    it('remembers errors of lines that have gone, the newest three, each once', () => {
        const followed = new FollowedLog(EMPTY_LOG);
        for (let second = 0; second < 100; second++) followed.add(line(second, second % 10 === 0 ? `ERROR: ${second % 50}` : `step ${second}`));
        const { lines, errors } = followed.look();
        expect([lines.length, lines.at(-1)?.text]).toEqual([FOLLOWED_LINES, 'step 99']);
        expect(errors.map(({ text }) => text)).toHaveLength(3);
        expect(followed.hasNews).toBe(false);
    });

    it('is news only when something came that was not seen', () => {
        const first = new FollowedLog(EMPTY_LOG);
        first.add(line(1, 'a'));
        const again = new FollowedLog(first.look());
        again.add(line(1, 'a'));
        expect(again.hasNews).toBe(false);
        again.add(line(1, 'a'));
        expect(again.hasNews).toBe(true);
    });

    it('shows no end of a key whose other lines came before the last look', () => {
        const followed = new FollowedLog(EMPTY_LOG);
        followed.add(line(1, 'M'.repeat(64)));
        const again = new FollowedLog(followed.look());
        again.add(line(2, 'c2hvcnQ='));
        again.add(line(3, 'it goes on'));
        expect(again.look().lines.map(({ text }) => text)).toEqual(['[redacted]', '[redacted]', 'it goes on']);
    });

    it('holds no more than it shows, however much comes', () => {
        const followed = new FollowedLog(EMPTY_LOG);
        for (let count = 0; count < 5_000; count++) followed.add({ text: `line ${count} ${'x'.repeat(50)}`, timestamp: '' });
        const view = followed.look();
        expect(JSON.stringify(view).length).toBeLessThan(20_000);
        expect(view.lines.at(-1)?.text).toContain('line 4999 ');
    });
});
