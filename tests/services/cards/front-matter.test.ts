import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../services/cards';
import { MAX_FRONT_MATTER } from '../../../services/cards/front-matter';

describe('readFrontMatter', () => {
    it.each([
        ['---\nlicense: mit\n---\n# Hi', { license: 'mit' }, '# Hi'],
        ['---\r\nlicense: mit\r\n---\r\n# Hi', { license: 'mit' }, '# Hi'],
        ['\uFEFF---\nlicense: mit\n---\n', { license: 'mit' }, ''],
        ['\n\n---\nlicense: mit\n---', { license: 'mit' }, ''],
        ['---\n---\nbody', {}, 'body'],
        ['---  \ntags:\n- a\n- b\n---\t\nx', { tags: ['a', 'b'] }, 'x'],
        ['# No metadata\n---\na: b\n---\n', {}, '# No metadata\n---\na: b\n---\n'],
        ['---\nlicense: mit\n', {}, '---\nlicense: mit\n'],
        ['---\na: "---"\n--- not a fence\n---\nx', {}, 'x'],
        ['', {}, ''],
    ])('%j', (text, data, body) => expect(readFrontMatter(text)).toMatchObject({ data, body }));

    it.each([
        ['---\na: [1\n---\nbody', 'broken YAML'],
        ['---\n- a list\n---\nbody', 'a list'],
        ['---\njust text\n---\nbody', 'a text'],
        ['---\na: 1\na: 2\n---\nbody', 'a key twice'],
        ['---\na: !!js/function "x"\n---\nbody', 'a tag that builds code'],
    ])('keeps the body and says why: %j', (text) => {
        const { body, data, error } = readFrontMatter(text);
        expect({ body, data }).toEqual({ body: 'body', data: {} });
        expect(error).toBeTruthy();
    });

    it('is not unfolded to death', () => {
        const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`);
        const { data, error } = readFrontMatter(`---\nl0: &l0 [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n---\n`);
        expect(data).toEqual({});
        expect(error).toContain('more than');
    });

    it('takes the aliases that PyYAML writes', () => {
        expect(readFrontMatter('---\na: &id001\n  type: x\nb: *id001\n---\n').data).toEqual({ a: { type: 'x' }, b: { type: 'x' } });
    });

    it('reads no more metadata than its bound', () => {
        expect(readFrontMatter(`---\na: ${'x'.repeat(MAX_FRONT_MATTER)}\n---\nbody`)).toMatchObject({ data: {}, body: 'body', error: expect.stringContaining('longer') as string });
    });

    it('never throws, and never loses text', () => {
        const piece = fc.oneof(fc.string(), fc.constantFrom('---', '\n', '\r\n', 'a: b', '- x', '\uFEFF', '&a *a', '{{', '? ', '|\n', '\t'));
        fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
            const text = pieces.join('');
            const { body } = readFrontMatter(text);
            expect(text.endsWith(body)).toBe(true);
        }), { numRuns: 500 });
    });

    it('reads back what was written, and the body byte for byte', () => {
        const key = fc.stringMatching(/^[a-z][a-z_]{0,10}$/).filter((name) => name !== 'constructor');
        const value = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.array(fc.stringMatching(/^[a-z-]{1,8}$/), { maxLength: 4 }));
        fc.assert(fc.property(fc.dictionary(key, value, { noNullPrototype: true }), fc.string(), (data, body) => {
            expect(readFrontMatter(`---\n${dump(data)}---\n${body}`)).toEqual({ data, body });
        }));
    });
});
