import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from '@rocket.chat/message-parser';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { characterOf, emojify, inCategory, search } from '../../playground/page/client/emoji';
import { Markdown, SafeLink } from '../../playground/page/client/markdown';

interface EmojiFacts {
    readonly shortname: string;
    readonly shortname_alternates: readonly string[];
    readonly code_points: { readonly fully_qualified: string };
    readonly category: string;
    readonly order: number;
}

// Fuselage and react-aria look at these when they are loaded; nothing is rendered into them.
vi.hoisted(() => Object.assign(globalThis, { window: { document: {}, visualViewport: {}, screen: { orientation: {} } } }));

vi.mock('virtual:emoji', () => {
    const facts = Object.values(JSON.parse(readFileSync(createRequire(import.meta.url).resolve('emoji-toolkit/emoji.json'), 'utf8')) as Record<string, EmojiFacts>);
    return { default: facts.sort((a, b) => a.order - b.order).map(({ shortname, shortname_alternates: others, code_points: codes, category }) => [
        [shortname, ...others].map((name) => name.slice(1, -1)),
        String.fromCodePoint(...codes.fully_qualified.split('-').map((code) => parseInt(code, 16))),
        category,
    ]) };
});

vi.mock('../../playground/page/client/workspace', () => {
    const state = { user: 'ada', start: { people: [{ username: 'ada' }, { username: 'grace' }] }, rooms: [{ id: 'r1', title: 'general', type: 'c' }] };
    return { useClient: () => ({}), useSelected: (select: (shown: typeof state) => unknown) => select(state) };
});

const html = (text: string, inline = false): string => renderToStaticMarkup(<Markdown text={text} inline={inline} />);

/** What a reader sees, with the characters that HTML writes as entities. */
const textOf = (markup: string): string => markup.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', '\'').replaceAll('&amp;', '&');

const elementsOf = (markup: string): string[] => [...markup.matchAll(/<([a-z][\w-]*)/g)].map(([, name = '']) => name);

/** Every element that Markdown and the components it uses may make. */
const ELEMENTS = new Set(['a', 'blockquote', 'br', 'button', 'code', 'del', 'div', 'em', 'h1', 'h2', 'h3', 'h4', 'hr', 'i', 'input', 'label', 'li', 'ol', 'pre', 'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'time', 'tr', 'ul']);

const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(fc.constantFrom('*', '_', '~', '||', '`', '```', '\n', '> ', '# ', '- ', '1. ', '[', '](', ')', 'https://a.com', 'javascript:alert(1)', '<script>', '<img src=x onerror=alert(1)>', '"', '\'', '@ada', '#general', ':tada:', ':)', '👍', '<t:1:R>', '\\[', '\\]', '| a |', '|--|', ' ', 'word'), { maxLength: 60 }).map((parts) => parts.join('')),
);

const SAMPLES = [
    ['a paragraph per line, and an empty one between', 'a\nb\n\nc', '<div>a</div><div>b</div><br/><div>c</div>'],
    ['bold, italic and strike, one in the other', '**b _i ~s~_**', '<div><strong>b <em>i <del>s</del></em></strong></div>'],
    ['inline code, which is not read further', '`*a* <b>`', '<div><code class="markdown-code">*a* &lt;b&gt;</code></div>'],
    ['headings of four levels', '# a\n#### d', '<h1>a</h1><h4>d</h4>'],
    ['quotes', '> a\n> b', '<blockquote><div>a</div><div>b</div></blockquote>'],
    ['lists', '- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['ordered lists with their own numbers', '3. a\n4. b', '<ol><li value="3">a</li><li value="4">b</li></ol>'],
    ['formulas as they were written', 'a \\(x^2\\)', '<div>a <code class="markdown-code">x^2</code></div>'],
    ['formulas of their own line', '\\[x^2\\]', '<pre class="markdown-code"><code>x^2</code></pre>'],
    ['tables', '| a | b |\n|:-|-:|\n| 1 | *2* |', '<table><thead><tr><th style="text-align:left">a</th><th style="text-align:right">b</th></tr></thead><tbody><tr><td style="text-align:left">1</td><td style="text-align:right"><strong>2</strong></td></tr></tbody></table>'],
    ['links, in a new tab', '[a *b*](https://huggingface.co/x)', '<a href="https://huggingface.co/x" title="https://huggingface.co/x" target="_blank" rel="noopener noreferrer">a <strong>b</strong></a>'],
    ['pictures as links, so that nothing is asked of a stranger', '![cat](https://a.com/c.png)', '<a href="https://a.com/c.png" title="https://a.com/c.png" target="_blank" rel="noopener noreferrer">cat</a>'],
    ['addresses of people', 'ada@example.com', 'href="mailto:ada@example.com"'],
    ['colours as text', 'color:#ff0000', '<div>color:#ff0000</div>'],
] as const;

describe('Markdown, as message-parser reads it', () => {
    it.each(SAMPLES)('%s', (_, text, expected) => {
        expect(html(text)).toContain(expected);
    });

    it('shows tasks as boxes', () => {
        const markup = html('- [ ] a\n- [x] b');
        expect(markup.match(/type="checkbox"/g)).toHaveLength(2);
        expect(markup.match(/checked=""/g)).toHaveLength(1);
        expect(textOf(markup)).toBe(' a b');
    });

    it('shows code with its empty lines and a button that copies', () => {
        const markup = html('```python\na\n\n  b <c>\n```');
        expect(markup).toContain('<code>a\n\n  b &lt;c&gt;</code>');
        expect(markup).toContain('aria-label="Copy code"');
    });

    it('draws a line', () => {
        expect(html('---')).toContain('rcx-divider');
    });

    it('hides a spoiler behind a button', () => {
        expect(html('||secret||')).toMatch(/role="button" tabindex="0"><span>secret<\/span>/i);
        expect(html('||\na\nb\n||')).toMatch(/role="button" tabindex="0"><span><div>a<\/div><div>b<\/div><\/span>/i);
    });

    it('marks whom it mentions: oneself, everybody, others one can open, nobody', () => {
        const markup = html('@ada @all @grace @stranger');
        expect(markup).toMatch(/highlight--critical[^>]*>@ada</);
        expect(markup).toMatch(/highlight--relevant[^>]*>@all</);
        expect(markup).toMatch(/highlight--clickable[^>]*role="button"[^>]*>@grace</);
        expect(markup).toContain('</span> @stranger</div>');
    });

    it('links rooms that there are', () => {
        expect(html('#general #nowhere')).toMatch(/role="button"[^>]*>#general<\/span> #nowhere<\/div>/);
    });

    it('shows emoji, emoticons, big ones alone, and names that are none as text', () => {
        expect(textOf(html('a :tada: :) 👍 :no_such_thing:'))).toBe('a 🎉 🙂 👍 :no_such_thing:');
        expect(html('a :tada:')).not.toContain('emoji--big');
        expect(html('👍 :tada:').match(/emoji--big/g)).toHaveLength(2);
        expect(html(':no_such_thing:')).toBe('<div>:no_such_thing:</div>');
    });

    it('shows moments in the reader’s own time zone, and nonsense as it is', () => {
        const shown = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' }).format(1_700_000_000_000);
        expect(html('<t:1700000000:f>')).toContain(`<time dateTime="2023-11-14T22:13:20.000Z"`);
        expect(textOf(html('<t:1700000000:f>'))).toBe(shown);
        expect(textOf(html(`<t:${Math.floor(Date.now() / 1000) - 7300}:R>`))).toBe('2 hours ago');
        expect(html('<t:99999999999999999999:R>')).toBe('<div>&lt;t:99999999999999999999:R&gt;</div>');
    });

    it('says everything in one line where there is only one', () => {
        const markup = html('# a\n- b\n- c\n> d\n```\ne\n```\n||\nhidden\n||\n| f |\n|--|\n| g |', true);
        expect(textOf(markup).replace(/\s+/g, ' ')).toBe('a b c d e … f g ');
        expect(new Set(elementsOf(markup))).toEqual(new Set(['code', 'span']));
    });

    it('is asked for every kind of node above that the parser makes when colours are off', () => {
        const texts = [...SAMPLES.map(([, text]) => text), '- [ ] a', '```\na\n```', '---', '||a||', '||\na\n||', '@ada #general :tada: a', ':tada:', '<t:1700000000:f>'];
        const kinds = new Set(JSON.stringify(texts.map((text) => parse(text, { katex: { parenthesisSyntax: true } }))).match(/(?<="type":")[A-Z_]+/g));
        expect([...kinds].sort()).toEqual([
            'BIG_EMOJI', 'BOLD', 'CODE', 'CODE_LINE', 'EMOJI', 'HEADING', 'HORIZONTAL_RULE', 'IMAGE', 'INLINE_CODE', 'INLINE_KATEX', 'ITALIC', 'KATEX', 'LINE_BREAK', 'LINK', 'LIST_ITEM', 'MENTION_CHANNEL',
            'MENTION_USER', 'ORDERED_LIST', 'PARAGRAPH', 'PLAIN_TEXT', 'QUOTE', 'SPOILER', 'SPOILER_BLOCK', 'STRIKE', 'TABLE', 'TABLE_CELL', 'TABLE_ROW', 'TASK', 'TASKS', 'TIMESTAMP', 'UNORDERED_LIST',
        ]);
    });
});

describe('Markdown of those who mean harm', () => {
    it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<script>alert(1)</script>', 'vbscript:x', 'blob:https://a.com/x', 'file:///etc/passwd', 'java\tscript:alert(1)', ' javascript:alert(1)'])('makes no link of %s', (href) => {
        expect(renderToStaticMarkup(<SafeLink href={href}>x</SafeLink>)).toBe('x');
        expect(html(`[x](${href}) ![y](${href}) <${href}|z>`)).not.toMatch(/<a [^>]*href="(?!https?:|mailto:|tel:|\/\/)/);
    });

    it('shows HTML as text', () => {
        const text = '<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;';
        expect(textOf(html(text))).toBe(text);
        expect(elementsOf(html(text))).toEqual(['div']);
    });

    it('shows what is longer than a message may be as it was written', () => {
        const text = '**a** '.repeat(2000);
        expect(html(text)).toBe(`<span class="markdown-plain">${text}</span>`);
    });

    it.each([['*_~', '~_*'], ['[*', '*](https://a.com)'], ['||**', '**||'], ['> ', ''], ['(', ')']])('bears %s in itself many times', (open, close) => {
        expect(textOf(html(`${open.repeat(150)}deep${close.repeat(150)}`))).toContain('deep');
    });

    it('shows any text without failing, and makes only elements of its own', () => {
        fc.assert(fc.property(anyText, fc.boolean(), (text, inline) => {
            const markup = html(text, inline);
            expect(elementsOf(markup).filter((name) => !ELEMENTS.has(name))).toEqual([]);
            expect(markup).not.toMatch(/<[^>]* on[a-z]+=|(href|src)="\s*(javascript|data|vbscript):/i);
        }), { numRuns: 500 });
    });

    it('keeps every character of a text without marks', () => {
        fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'abc<>"\'&;/=() '), minLength: 1, maxLength: 80 }), (written) => {
            const text = `x${written}x`;
            expect(textOf(html(text))).toBe(text);
        }));
    });
});

describe('emoji', () => {
    it('are known by every short name', () => {
        expect([characterOf('+1'), characterOf('thumbsup'), characterOf('thumbsup_tone3'), characterOf('nope')]).toEqual(['👍', '👍', '👍🏽', undefined]);
        expect(emojify('done :white_check_mark: at 10:30:45 :nope:')).toBe('done ✅ at 10:30:45 :nope:');
    });

    it('are found by parts of their names, best first, in the tone that was asked for', () => {
        expect(search('thumbs up')[0]).toMatchObject({ name: 'thumbsup', characters: '👍' });
        expect(search('thumbs up', 5)[0]).toMatchObject({ name: 'thumbsup_tone5', characters: '👍🏿' });
        expect(search('rock').map(({ name }) => name).slice(0, 2).every((name) => name.startsWith('rock'))).toBe(true);
        expect(search('no emoji is called this')).toEqual([]);
        expect(inCategory('common').map(({ characters }) => characters.replace('\uFE0F', ''))).toEqual(['👍', '👎', '👀', '🎉', '❤', '🔍', '⚡', '📌', '💰', '✅']);
    });
});
