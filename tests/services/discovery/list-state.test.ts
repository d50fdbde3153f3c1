import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPage, listStateSchema, pageAfter, pageBefore, type ListState } from '../../../services/discovery/list-state';

const start = firstPage('model', { search: 'bert', limit: 10 });

describe('the pages of a list', () => {
    it('lead back to where one came from, and the first has none before it', () => {
        expect(pageBefore(start)).toBeUndefined();
        const second = pageAfter(start, 'c2', 10);
        expect(second).toMatchObject({ cursor: 'c2', before: [''], offset: 10 });
        expect(pageBefore(second)).toEqual(start);
        expect(pageBefore(pageAfter(second, 'c3', 10))).toEqual(second);
    });

    it('remember a few steps back, and always fit their own bounds', () => {
        fc.assert(
            fc.property(fc.array(fc.string({ maxLength: 4_000 }), { maxLength: 12 }), (cursors) => {
                const last = cursors.reduce<ListState>((state, cursor) => pageAfter(state, cursor, 10), start);
                expect(listStateSchema.parse(JSON.parse(JSON.stringify(last)))).toEqual(JSON.parse(JSON.stringify(last)));
                let [steps, page]: [number, ListState | undefined] = [0, last];
                for (page = pageBefore(last); page; page = pageBefore(page)) {
                    steps += 1;
                }
                expect(steps).toBe(Math.min(5, cursors.length));
            }),
        );
    });

    it.each([
        ['a page size beyond the largest', { ...start, filters: { limit: 21 } }],
        ['more steps back than are remembered', { ...start, before: ['1', '2', '3', '4', '5', '6'] }],
        ['a negative offset', { ...start, offset: -1 }],
        ['an unknown kind', { ...start, type: 'bucket' }],
        ['a cursor longer than any', { ...start, cursor: 'x'.repeat(4_001) }],
        ['an unknown order', { ...start, filters: { limit: 1, sort: 'random' } }],
    ])('refuse %s', (_what, forged) => {
        expect(listStateSchema.safeParse(forged).success).toBe(false);
    });
});
