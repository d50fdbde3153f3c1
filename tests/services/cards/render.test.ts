import { parse } from '@rocket.chat/message-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCard } from '../../../services/cards';

const OPTIONS = { pageUrl: 'https://huggingface.co/acme/demo' };
const render = (body: string): string => renderCard(body, OPTIONS);

describe('renderCard', () => {
    it('makes links that Rocket.Chat’s parser reads whatever their labels hold', () => {
        const shown = JSON.stringify(parse(render('See [a/b_c](https://x.example/1) and [d_e/f_](https://x.example/2), *both*.')));
        expect(shown.match(/"type":"LINK"/g)).toHaveLength(2);
        expect(shown).toContain('https://x.example/1');
        expect(shown).toContain('https://x.example/2');
    });

    it.each([
        ['a table becomes a list', '| Task | Acc |\n|:--|--:|\n| sst2 | 91.1 |\n| qnli |  |', '- sst2 — Acc: 91.1\n- qnli'],
        ['bars in cells stay', '| A | B |\n|-|-|\n| x | a\\|b |', '- x — B: a|b'],
        ['HTML goes, its words stay', '<div align="center">\n<b>Hi</b> &amp; bye<br>next</div>', 'Hi & bye\nnext'],
        ['drawings go to their end, an unclosed one stays', '<SVG a><svg></svg >x<style>y</svg>z<style>w', 'xyzw'],
        ['scripts go with their text', 'a<script>alert(1)</script>b<!-- c -->', 'ab'],
        ['relative links become absolute', '[cfg](config.json) [top](#usage) [site](/docs) [up](../x)', '<https://huggingface.co/acme/demo/blob/main/config.json|cfg> <https://huggingface.co/acme/demo#usage|top> <https://huggingface.co/docs|site> <https://huggingface.co/acme/demo/blob/x|up>'],
        ['images become links', '![A plot](<plots/a b.png>) ![](x.png)', '<https://huggingface.co/acme/demo/resolve/main/plots/a%20b.png|A plot> <https://huggingface.co/acme/demo/resolve/main/x.png|x.png>'],
        ['HTML images and anchors too', '<img src="a.png" alt="Logo"> <a href="https://x.example/y">there</a>', '<https://huggingface.co/acme/demo/resolve/main/a.png|Logo> <https://x.example/y|there>'],
        ['badges become one link', '[![License](https://img.example/l.svg)](LICENSE)', '<https://huggingface.co/acme/demo/blob/main/LICENSE|License>'],
        ['reference links are resolved', 'See [paper][1].\n\n[1]: https://arxiv.org/abs/1', 'See <https://arxiv.org/abs/1|paper>.'],
        ['links that run code become text', '[x](javascript:alert(1)) [y](data:text/html,z)', 'x y'],
        ['autolinks', '<https://x.example/a>', 'https://x.example/a'],
        ['nested lists become flat', '* a\n  * b\n    + c\n1) d', '- a\n- · b\n- · · c\n1. d'],
        ['headings', 'Title\n=====\n###### Deep ##\n## Two', '# Title\n*Deep*\n## Two'],
        ['rules go', 'a\n\n---\n\nb', 'a\n\nb'],
        ['alerts', '> [!WARNING]\n> careful', '> *Warning*\n> careful'],
        ['mentions call nobody', 'ask @all, mail a@b.example', 'ask @\u200ball, mail a@b.example'],
        ['code stays as it is', '`<b>` and\n~~~python\n<i> | [x](y)\n# no heading\n~~~', '`<b>` and\n```python\n<i> | [x](y)\n# no heading\n```'],
        ['an unclosed fence is closed', '```\nx', '```\nx\n```'],
    ])('%s', (_, body, expected) => expect(render(body)).toBe(expected));

    it('is understood by Rocket.Chat\'s own parser', () => {
        const text = render('# T\n\n| A | B |\n|-|-|\n| x | [y](z) |\n\n```py\n# c\n```');
        expect(parse(text).map(({ type }) => type)).toEqual(expect.arrayContaining(['HEADING', 'UNORDERED_LIST', 'CODE']));
    });

    it('leaves no tag, table or mention behind, whatever the card', () => {
        const piece = fc.constantFrom('<div>', '</div>', '<img src=x>', '<a href="y">', '</a>', '| a | b |\n|---|---|\n', '@all ', '[x](y)', '![', '](', '\n', '\n```\n', ' `code` ', 'word ', '<!--', '-->', '&lt;', '> ', '  - ');
        fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
            const outside = render(pieces.join('')).replace(/^```[\s\S]*?^```$/gm, '').replace(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, '');
            expect(outside).not.toMatch(/<(?:div|img)[^<>]*>/);
            expect(outside).not.toMatch(/(?:^|\s)@all/);
        }), { numRuns: 500 });
    });

    it('is quick on text made to be slow', () => {
        const started = performance.now();
        for (const unit of ['[', '![', '<a ', '<', '`', '| ', '](', '> ', '<!--', '[[', '- ', '&', '#', '\\|', '<a href="x">']) render(unit.repeat(50_000));
        expect(performance.now() - started).toBeLessThan(10_000);
    });

    // Rocket.Chat kills an app that does not answer its ping for 40 s: no card may come near.
    it.each([
        ['blanks inside a line', `a${' '.repeat(200_000)}b`],
        ['blanks inside a heading', `# a${' '.repeat(200_000)}b`],
        ['blanks inside a link', `[](${' '.repeat(200_000)}`],
        ['line ends inside an image', `![](${'\n'.repeat(200_000)}`],
        ['drawings that never end', '<svg>'.repeat(40_000)],
        ['scripts without an end of their tag', '<script'.repeat(30_000)],
        ['drawings without an end of their closing tag', '<svg></svg '.repeat(20_000)],
    ])('is quick on %s', (_, body) => {
        const started = performance.now();
        render(body);
        expect(performance.now() - started).toBeLessThan(2_000);
    });
});
