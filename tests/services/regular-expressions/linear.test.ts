import { describe, expect, it } from 'vitest';
import { attacksOn } from './attacks';
import { outgrows } from './growth';
import { serviceExpressions } from './service-expressions';

/** Attacked as `replace` and `matchAll` would use it; a sticky one stays sticky. */
function isSlow(source: string, flags = ''): boolean {
    const expression = new RegExp(source, /[gy]/.test(flags) ? flags : `${flags}g`);
    return attacksOn(source).some((attack) => outgrows(expression, attack));
}

describe('regular expressions', () => {
    it('of services take time in proportion to the text, whatever it is', async () => {
        const all = await serviceExpressions();
        const slow = all.filter(({ source, flags }) => isSlow(source, flags));
        console.log(`Regular expressions: ${all.length} attacked, ${slow.length} slow.`);
        expect(slow).toEqual([]);
        expect(all.length).toBeGreaterThan(250);
    });

    it.each(['a+!', 'token[^=]*=', '\\s+$', '(a|a)+!', 'a*-*a*!'])('that are not linear are told: %s', (source) => expect(isSlow(source)).toBe(true));

    it.each(['a{1,1000}!', 'token=.{0,1000};', '[a-z]+'])('that are linear are not: %s', (source) => expect(isSlow(source)).toBe(false));
});
