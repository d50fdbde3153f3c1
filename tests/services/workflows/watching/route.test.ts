import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Change, DEFAULT_MODES, type Routable, route, type RouteFacts, type Watch, WATCH_EVENTS, WATCH_MODES } from '../../../../services/workflows/watching';

const CHANGE: Change = { repo: { type: 'model', id: 'acme/bert' }, thing: { kind: 'branch', name: 'main' } };
const FACTS: RouteFacts = { private: false, publicRooms: new Set(['open']), now: 1000 };
const COMMIT: Routable = { event: 'repo-updated', at: 500, author: 'Alice', paths: ['weights/model.bin'] };

const rule = (changed: Partial<Watch> = {}): Watch => ({
    id: 'w', roomId: 'open', target: { type: 'model', id: 'Acme/Bert' }, modes: DEFAULT_MODES, filters: { branches: [], authors: [], paths: [] }, by: 'u', at: 100, showPrivate: false, ...changed,
});
const filtered = (filters: Partial<Watch['filters']>): Watch => rule({ filters: { branches: [], authors: [], paths: [], ...filters } });

/** The mode in which the commit is let through by the rule. */
const modeOf = (watch: Watch, item: Routable = COMMIT, facts = FACTS): string | undefined => route([watch], CHANGE, [item], facts)[0]?.items[0]?.mode;

describe('a rule', () => {
    it('lets through what it is about, in its mode', () => {
        expect(modeOf(rule())).toBe('card');
        expect(modeOf(rule({ target: { type: 'account', name: 'ACME' } }))).toBe('card');
        expect(modeOf(rule({ target: { type: 'dataset', id: 'acme/bert' } }))).toBeUndefined();
        expect(modeOf(rule({ target: { type: 'account', name: 'acm' } }))).toBeUndefined();
        expect(modeOf(rule({ modes: { ...DEFAULT_MODES, 'repo-updated': 'digest' } }))).toBe('digest');
        expect(modeOf(rule({ modes: { ...DEFAULT_MODES, 'repo-updated': 'off' } }))).toBeUndefined();
    });

    it.each<[Partial<Watch['filters']>, boolean]>([
        [{ branches: ['MAIN'] }, true],
        [{ branches: ['release/*', 'ma*'] }, true],
        [{ branches: ['dev'] }, false],
        [{ authors: ['bob', 'alice'] }, true],
        [{ authors: ['bob'] }, false],
        [{ paths: ['*.md', 'weights/**'] }, true],
        [{ paths: ['Weights/**'] }, false],
        [{ branches: ['main'], authors: ['bob'] }, false],
    ])('has filters: %j', (filters, passes) => {
        expect(modeOf(filtered(filters)) !== undefined).toBe(passes);
    });

    it('with a filter lets nothing through of which that is not known', () => {
        expect(modeOf(filtered({ paths: ['**'] }), { ...COMMIT, paths: undefined })).toBeUndefined();
        expect(modeOf(filtered({ authors: ['alice'] }), { ...COMMIT, author: undefined })).toBeUndefined();
    });

    it('asks for a branch only where there is one', () => {
        const discussion: Change = { ...CHANGE, thing: { kind: 'discussion', num: 1 } };
        expect(route([filtered({ branches: ['dev'] })], discussion, [COMMIT], FACTS)[0]?.items).toHaveLength(1);
    });

    it('shows nothing older than itself', () => {
        expect([99, 100].map((at) => modeOf(rule(), { ...COMMIT, at }))).toEqual([undefined, 'card']);
    });

    it('that was widened shows nothing of what it kept from the room before', () => {
        expect(modeOf(rule({ since: { 'repo-updated': 501 } }))).toBeUndefined();
        expect(modeOf(rule({ since: { 'repo-updated': 500, comment: 900 } }))).toBe('card');
    });

    it('that is muted shows nothing, and nothing of that time later', () => {
        expect(route([rule({ mutedUntil: 1001 })], CHANGE, [COMMIT], FACTS)).toEqual([]);
        expect(modeOf(rule({ mutedUntil: 900 }))).toBeUndefined();
        expect(modeOf(rule({ mutedUntil: 500 }))).toBe('card');
    });

    it('shows what is private where not everybody reads, or where that was agreed', () => {
        const secret = { ...FACTS, private: true };
        expect(modeOf(rule(), COMMIT, secret)).toBeUndefined();
        expect(modeOf(rule({ showPrivate: true }), COMMIT, secret)).toBe('card');
        expect(modeOf(rule({ roomId: 'closed' }), COMMIT, secret)).toBe('card');
    });
});

const watches = fc.array(
    fc.record({
        roomId: fc.constantFrom('open', 'closed', 'third'),
        target: fc.constantFrom<Watch['target']>({ type: 'model', id: 'acme/bert' }, { type: 'account', name: 'acme' }, { type: 'model', id: 'acme/other' }),
        mode: fc.constantFrom(...WATCH_MODES),
        mutedUntil: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined }),
        showPrivate: fc.boolean(),
    }).map(({ mode, ...changed }) => rule({ ...changed, id: JSON.stringify(changed), modes: { ...DEFAULT_MODES, 'repo-updated': mode, comment: mode } })),
    { maxLength: 8 },
).map((rules) => [...new Map(rules.map((watch) => [JSON.stringify([watch.roomId, watch.target]), watch])).values()]);
const items = fc.array(fc.record({ event: fc.constantFrom(...WATCH_EVENTS), at: fc.integer({ min: 0, max: 1000 }) }), { maxLength: 10 });

describe('rooms', () => {
    it('have one rule each, the one about the repository where there is one, whatever the order', () => {
        fc.assert(fc.property(watches, items, fc.boolean(), (rules, news, isPrivate) => {
            const facts = { ...FACTS, private: isPrivate };
            const routed = route(rules, CHANGE, news, facts);
            const rooms = routed.map(({ watch }) => watch.roomId);
            expect(new Set(rooms).size).toBe(rooms.length);
            for (const { watch, items: passed } of routed) {
                const own = rules.find(({ roomId, target }) => roomId === watch.roomId && target.type === 'model' && target.id === 'acme/bert');
                expect(watch).toBe(own ?? watch);
                expect(isPrivate && watch.roomId === 'open' && !watch.showPrivate).toBe(false);
                expect(passed.every(({ item, mode }) => item.at >= watch.at && mode === watch.modes[item.event])).toBe(true);
            }
            const byRoom = (some: typeof routed): typeof routed => [...some].sort((a, b) => a.watch.roomId.localeCompare(b.watch.roomId));
            expect(byRoom(route([...rules].reverse(), CHANGE, news, facts))).toEqual(byRoom(routed));
        }));
    });
});
