import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, fenced, link, MESSAGE_LIMIT, neutraliseMentions, plain, safeJson, splitText, truncate } from '../../ui/text';
import { linksIn } from '../helpers/views';

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Text with what makes splitting hard: emoji, fences, long words, empty lines. */
const chatText = fc.array(fc.oneof(fc.constantFrom('```\n', '```python\n', '\n```\n', '\n\n', '\n', ' ', '🤗', 'a'.repeat(90), '漢字'), fc.string({ unit: 'grapheme', maxLength: 20 })), { maxLength: 60 }).map((parts) => parts.join(''));

const withoutFencesAndSpace = (text: string): string => text.replace(/^```.*$/gm, '').replace(/[`\s]/g, '');

describe('splitText', () => {
    it('keeps short text as one message', () => {
        expect(splitText('hello')).toEqual(['hello']);
        expect(splitText('')).toEqual([]);
        expect(splitText('x'.repeat(MESSAGE_LIMIT))).toHaveLength(1);
        expect(splitText('x'.repeat(MESSAGE_LIMIT + 1))).toHaveLength(2);
    });

    it('makes no message longer than the limit and cuts no surrogate pair', () => {
        fc.assert(
            fc.property(chatText, fc.integer({ min: 40, max: 200 }), (text, limit) => {
                for (const part of splitText(text, limit)) {
                    expect(part.length).toBeLessThanOrEqual(limit);
                    if (!LONE_SURROGATE.test(text)) {
                        expect(part).not.toMatch(LONE_SURROGATE);
                    }
                }
            }),
        );
    });

    it('leaves no fence open at the end of a message that it cut', () => {
        fc.assert(
            fc.property(chatText, fc.integer({ min: 60, max: 200 }), (text, limit) => {
                const parts = splitText(text, limit);
                for (const part of parts.slice(0, -1)) {
                    expect(part.split('\n').filter((line) => line.startsWith('```')).length % 2).toBe(0);
                }
            }),
        );
    });

    it('loses nothing but white space at the cuts', () => {
        fc.assert(
            fc.property(fc.array(fc.constantFrom('word', 'longer-word', '🤗', '\n', ' '), { maxLength: 120 }).map((parts) => parts.join('')), (text) => {
                expect(withoutFencesAndSpace(splitText(text, 50).join(''))).toBe(withoutFencesAndSpace(text));
            }),
        );
    });

    it('opens a cut fence again with its language', () => {
        const parts = splitText(`\`\`\`json\n${'{"a": 1}\n'.repeat(20)}\`\`\``, 100);
        expect(parts.length).toBeGreaterThan(1);
        for (const part of parts) {
            expect(part.startsWith('```json\n')).toBe(true);
            expect(part.endsWith('```')).toBe(true);
        }
    });
});

describe('neutraliseMentions', () => {
    it('leaves no mention behind, once or twice', () => {
        fc.assert(
            fc.property(fc.string(), (text) => {
                const safe = neutraliseMentions(`${text}@all ${text}`);
                expect(safe).not.toMatch(/@[A-Za-z]/);
                expect(neutraliseMentions(safe)).toBe(safe);
                expect(safe.replaceAll('\u200b', '')).toBe(`${text}@all ${text}`.replaceAll('\u200b', ''));
            }),
        );
    });
});

describe('safeJson', () => {
    it('is JSON of the same value without any @', () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                const text = safeJson(value);
                expect(text).not.toContain('@');
                expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
            }),
        );
    });
});

describe('small helpers', () => {
    it('keeps foreign signs from becoming markup', () => {
        expect(plain('a *b* _c_ [d](e) `f`\ng')).toBe('a ∗b∗ _c_ (d)(e) ˋfˋ g');
        expect(code('a`b')).toBe('`aˋb`');
        expect(fenced('x\n```\ny')).toBe('```\nx\nˋˋˋ\ny\n```');
        expect(link('a]<b|', 'https://hf.co/a (b)|')).toBe('<https://hf.co/a%20%28b%29%7c|a]‹b∣>');
    });

    it('makes links that stay whole between names with underscores', () => {
        const name = fc.stringMatching(/^[a-z][a-z_]{0,5}[a-z]$/);
        fc.assert(
            fc.property(fc.tuple(name, name), fc.tuple(name, name), name, (first, second, word) => {
                const [a, b] = [first.join('/'), second.join('/')];
                const text = `1. ${link(a, `https://hf.co/${a}`)} – ${word}\n2. *${link(b, `https://hf.co/${b}`)}* ${word}`;
                expect(linksIn({ text })).toEqual([[a, `https://hf.co/${a}`], [b, `https://hf.co/${b}`]]);
            }),
        );
    });

    it('truncates with an ellipsis, never inside a pair', () => {
        expect(truncate('abcdef', 4)).toBe('abc…');
        expect(truncate('ab🤗cd', 4)).toBe('ab…');
        expect(truncate('abc', 3)).toBe('abc');
    });
});

describe('foreign text in a message', () => {
    it('keeps its addresses going, in which an @ is common', () => {
        expect(neutraliseMentions('see <https://medium.com/@user/post?x=a@b|@user>, @user')).toBe('see <https://medium.com/%40user/post?x=a%40b|@\u200buser>, @\u200buser');
        expect(neutraliseMentions(neutraliseMentions('https://x.example/@all @all'))).toBe(neutraliseMentions('https://x.example/@all @all'));
    });

    it('comes back from JSON in a code block as it was, fences included', () => {
        fc.assert(
            fc.property(fc.array(fc.constantFrom('```', '`', '@all', '\n```json\n', 'x', '\\', '"'), { maxLength: 20 }), (parts) => {
                const block = fenced(safeJson(parts), 'json');
                expect(block.match(/```/g)).toHaveLength(2);
                expect(JSON.parse(block.slice('```json\n'.length, -'\n```'.length))).toEqual(parts);
            }),
        );
    });
});
