import { describe, expect, it } from 'vitest';
import { pagedRead } from '../../../../services/hub/wire/paged-read';

describe('a cursor that is a query', () => {
    it('keeps repeated parameters', () => {
        expect(pagedRead({ cursor: '?p=2&expand=a&expand=b' }).query).toEqual({ p: ['2'], expand: ['a', 'b'] });
    });

    it('may name anything', () => {
        for (const name of ['constructor', '__proto__', 'toString']) {
            expect(Object.entries(pagedRead({ cursor: `?${name}=1` }).query ?? {})).toEqual([[name, ['1']]]);
        }
    });
});
