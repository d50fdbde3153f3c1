import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSections, textBelow } from '../../../services/cards';

const titles = (markdown: string): string[] => splitSections(markdown).map(({ level, title }) => `${level} ${title}`);

describe('splitSections', () => {
    it('splits at both kinds of headings', () => {
        expect(splitSections('intro\n\n# One\ntext\n\nTwo\n---\nmore')).toEqual([
            { level: 0, title: '', text: 'intro', line: 0 },
            { level: 1, title: 'One', text: 'text', line: 2 },
            { level: 2, title: 'Two', text: 'more', line: 5 },
        ]);
    });

    it('is not misled by fences, comments and look-alikes', () => {
        expect(titles('```py\n# no\n```\n~~~\n## no\n```\n~~~\n<!--\n# no\n-->\n#no\n####### no\n# yes')).toEqual(['0 ', '1 yes']);
        expect(titles('# a\n````\n```\n# no\n````\n# b')).toEqual(['1 a', '1 b']);
        expect(titles('- item\n---\n| a |\n---\n')).toEqual(['0 ']);
    });

    it('takes marks off titles', () => {
        expect(titles('## **Bold** [link](x) `code` <a id="x"></a> ##')).toEqual(['2 Bold link code']);
    });

    it('gathers what is nested below a heading', () => {
        const sections = splitSections('# A\none\n## B\ntwo\n### C\nthree\n# D\nfour');
        expect(textBelow(sections, 0)).toBe('one\ntwo\nthree');
        expect(textBelow(sections, 3)).toBe('four');
    });

    it('loses no line of text that is no heading', () => {
        const line = fc.stringMatching(/^[a-z ]{1,10}$/).filter((text) => text.trim() !== '');
        const heading = fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text}`);
        fc.assert(fc.property(fc.array(fc.oneof(line, heading)), (lines) => {
            const words = (text: string): string => text.replace(/[#\s]+/g, '');
            const joined = splitSections(lines.join('\n')).map(({ title, text }) => title + text).join('');
            expect(words(joined)).toBe(words(lines.join('')));
        }));
    });
});
