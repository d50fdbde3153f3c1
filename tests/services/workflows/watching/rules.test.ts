import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesFor, eventsNamed, isSilent, mergedList, reviseRule, sameList, sinceChange, uniqueEntries, WATCH_EVENTS, WATCH_MODES, type WatchedEntry, without } from '../../../../services/workflows/watching';

const entries = fc.array(fc.record({ type: fc.constantFrom('model', 'dataset', 'org'), name: fc.constantFrom('a/x', 'A/X', 'a/y', 'b', 'B', 'c') }), { maxLength: 8 });
const named = fc.option(fc.uniqueArray(fc.constantFrom(...WATCH_EVENTS)), { nil: undefined });
const wish = fc.record({ events: named, mode: fc.option(fc.constantFrom(...WATCH_MODES), { nil: undefined }) });

describe('the list of a webhook', () => {
    it('keeps what others wrote, has what is wanted, and loses the rest of ours', () => {
        fc.assert(fc.property(entries, entries, entries, (current, ours, wanted) => {
            const merged = mergedList({ current, ours, wanted });
            expect(without(wanted, merged)).toEqual([]);
            expect(without(without(current, ours), merged)).toEqual([]);
            expect(without(without(merged, current), wanted)).toEqual([]);
            expect(without(merged, ours).every((entry) => without([entry], [...without(current, ours), ...wanted]).length === 0)).toBe(true);
            expect(uniqueEntries(merged)).toEqual(merged);
        }));
    });

    it('comes to the same when it is brought in line twice', () => {
        fc.assert(fc.property(entries, entries, entries, (current, ours, wanted) => {
            const once = mergedList({ current, ours, wanted });
            const twice = mergedList({ current: once, ours: [...ours, ...without(wanted, current)], wanted });
            expect(sameList(once, twice)).toBe(true);
        }));
    });

    it('names an account instead of its repositories, and nothing that is no account', () => {
        const targets = [{ type: 'model', id: 'Acme/x' }, { type: 'account', name: 'acme' }, { type: 'space', id: 'dave/y' }, { type: 'account', name: 'gone' }] as const;
        const expected: WatchedEntry[] = [{ type: 'org', name: 'acme' }, { type: 'space', name: 'dave/y' }];
        expect(entriesFor(targets, new Map([['acme', 'org']]))).toEqual(expected);
    });
});

describe('a rule', () => {
    it('that is new shows what is named and no more', () => {
        fc.assert(fc.property(wish, ({ events, mode }) => {
            const rule = reviseRule(undefined, { events, mode });
            for (const event of WATCH_EVENTS) {
                const isNamed = events === undefined || events.includes(event);
                expect(rule.modes[event] !== 'off').toBe(isNamed && mode !== 'off');
            }
            expect(isSilent(rule)).toBe(mode === 'off' || events?.length === 0);
        }));
    });

    it('that is there changes in what is named alone', () => {
        fc.assert(fc.property(wish, wish, (first, { events = [], mode }) => {
            const before = reviseRule(undefined, first);
            const after = reviseRule(before, { events, mode });
            for (const event of WATCH_EVENTS.filter((other) => !events.includes(other))) {
                expect(after.modes[event]).toBe(before.modes[event]);
            }
            for (const event of events) {
                expect(mode === undefined ? after.modes[event] !== 'off' : after.modes[event] === mode).toBe(true);
            }
        }));
    });
});

it.each([['push', 1], ['PRs', 2], ['repo_updated', 1], ['Stage', 1], ['all', WATCH_EVENTS.length], ['comment', 1], ['toString', 0], ['', 0]])('"%s" names %i events', (typed, count) => {
    expect(eventsNamed(typed)?.length ?? 0).toBe(count);
});

describe('a changed rule', () => {
    const NONE = { branches: [], authors: [], paths: [] };
    const before = { ...reviseRule(undefined, { events: ['repo-updated'] }), filters: NONE };

    it('shows what was switched on from then on, and the rest as before', () => {
        expect(sinceChange(before, reviseRule(before, { events: ['comment'] }), 700)).toEqual({ comment: 700 });
        expect(sinceChange({ ...before, since: { comment: 100 } }, reviseRule(before, { events: ['repo-updated'], mode: 'thread' }), 700)).toEqual({ comment: 100 });
    });

    it('shows nothing older than its filters', () => {
        const since = sinceChange(before, reviseRule(before, { filters: { authors: ['bo'] } }), 700);
        expect(Object.values(since ?? {})).toEqual(WATCH_EVENTS.map(() => 700));
    });
});
