import { parse as parseIcu, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/paths';
import { LOCALES, MESSAGES, type MessageKey } from '../../ui/catalogue';
import { language, matchLocale } from '../../ui/language';

const keys = Object.keys(MESSAGES.en) as MessageKey[];

/** The names of the placeholders of a message, with what kind of argument each is. */
function placeholders(elements: readonly MessageFormatElement[]): string[] {
    const names = elements.flatMap((element): string[] => {
        switch (element.type) {
            case TYPE.literal:
            case TYPE.pound:
                return [];
            case TYPE.plural:
            case TYPE.select:
                return [`${element.value}:${element.type}`, ...Object.values(element.options).flatMap((option) => placeholders(option.value))];
            case TYPE.tag:
                return placeholders(element.children);
            default:
                return [`${element.value}:${element.type}`];
        }
    });
    return [...new Set(names)].sort();
}

describe('the message catalogue', () => {
    it.each(LOCALES)('%s has every message, in valid syntax, with the placeholders of the English one', (locale) => {
        expect(Object.keys(MESSAGES[locale]).sort()).toEqual([...keys].sort());
        for (const key of keys) {
            expect(MESSAGES[locale][key].trim(), key).not.toBe('');
            expect(placeholders(parseIcu(MESSAGES[locale][key], { ignoreTag: true })), key).toEqual(placeholders(parseIcu(MESSAGES.en[key], { ignoreTag: true })));
        }
    });

    it.each(LOCALES.filter((locale) => locale !== 'en'))('%s is a translation, not the English text again', (locale) => {
        // Signs and placeholders alone are the same everywhere, and some languages count pull requests by the English word.
        const words = (text: string): number => (text.replace(/\{\w+\}/g, '').match(/\p{L}{2,}/gu) ?? []).length;
        const sentences = keys.filter((key) => words(MESSAGES.en[key]) >= 4 && !MESSAGES.en[key].includes(', plural,'));
        const same = sentences.filter((key) => MESSAGES[locale][key] === MESSAGES.en[key]);
        expect(same).toEqual([]);
    });

    it('keeps what is typed as it is typed: commands and options are the same in every language', () => {
        for (const locale of LOCALES) {
            for (const key of keys) {
                const commands = (text: string): string[] => [...text.matchAll(/`\/hf [a-z]+[^`]*`|`--[a-z]+[^`]*`/g)].map(([match]) => match).sort();
                expect(commands(MESSAGES[locale][key]), `${locale} ${key}`).toEqual(commands(MESSAGES.en[key]));
            }
        }
    });
});

describe('language', () => {
    it('takes the first wanted language that is shipped', () => {
        expect(language(undefined, 'fr', 'de-AT', 'ja').locale).toBe('de');
        expect(language('xx').locale).toBe('en');
        expect(matchLocale('pt')).toBe('pt-BR');
        expect(matchLocale('PT_br')).toBe('pt-BR');
        expect(matchLocale('zh-TW')).toBe('zh-CN');
        expect(matchLocale('')).toBeUndefined();
    });

    it('formats as the reader expects', () => {
        const en = language('en');
        expect(en.compact(11_000_000)).toBe('11M');
        expect(en.bytes(0)).toBe('0 bytes');
        expect(en.bytes(1_234_567)).toBe('1.2 MB');
        expect(en.money(0.4)).toBe('$0.40');
        expect(en.relative(0, 3 * 60_000)).toBe('3 minutes ago');
        expect([en.relative(Date.parse('soon'), 0), en.date(Date.parse('')), en.date(1e18)]).toEqual(['', '', '']);
        expect(en.duration(90_000)).toBe('2 minutes');
        expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
        expect(language('de').bytes(1_234_567)).toBe('1,2 MB');
        expect(language('ja').relative(0, 3 * 60_000)).toBe('3 分前');
    });
});

describe('the English messages', () => {
    it('are all said somewhere: by their key, or by a key that is put together', () => {
        const sources = ['commands', 'context', 'doors', 'flows', 'handlers', 'ui'].flatMap((room) => readdirSync(inRoot(room), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(inRoot(room, name), 'utf8'))).join('\n');
        const beginnings = [...sources.matchAll(/`([a-z_.]+[._])\$\{/g)].flatMap(([, beginning]) => beginning ?? []);
        const silent = keys.filter((key) => !sources.includes(`'${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)));
        expect(silent).toEqual([]);
    });
});
