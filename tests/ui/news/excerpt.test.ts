import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../ui/news/excerpt';
import { linksIn, visibleText } from '../../helpers/views';

describe('the first lines of a text', () => {
    it.each<[string, string, string[]]>([
        ['markdown', '# Title\n\nIt **really** _fails_ for `snake_case`.\n\n- [here](https://x.example/a_b)\n- more', ['> Title', '> It really fails for snake_case.', '> here …']],
        ['code, HTML and pictures', '```python\nprint(1)\n```\n<b>bold</b> ![a picture](https://x.example/p.png) <!-- not this -->', ['> print(1)', '> bold a picture']],
        ['a comment that is never closed', 'seen <!-- unseen', ['> seen']],
        ['blank lines and rules', '\n\n---\n\n***\n \n', []],
        ['nothing', '', []],
    ])('of %s', (_what, markdown, lines) => {
        expect(excerpt(markdown)).toEqual(lines);
    });

    it('are short, and end within no character', () => {
        const [line = ''] = excerpt('𝒳'.repeat(40_000));
        expect(line.length).toBeLessThan(300);
        expect(line).not.toMatch(/\p{Cs}/u);
    });

    it('never leave markup for the reader, nor a link that was not written out', () => {
        const piece = fc.oneof(fc.string(), fc.constantFrom('*', '**', '`', '```', '~~', '[', '](', ')', '<', '|', '>', '\n', '<!--', '-->', '![', '_', 'https://x.example/', '\r\n', '@all'));
        fc.assert(fc.property(fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')), (markdown) => {
            const text = ['Says:', ...excerpt(markdown)].join('\n');
            expect(text).not.toMatch(/[*`~|<[\]]/);
            expect(linksIn({ text }).every(([label, address]) => address.includes(label.slice(0, 5)))).toBe(true);
            expect(visibleText({ text }).join('').length).toBeLessThan(320);
        }));
    });
});
