import rows from 'virtual:emoji';

export interface Emoji {
    /** Short name without colons. */
    readonly name: string;
    readonly characters: string;
    readonly category: string;
}

/** No tone, then the five of Fitzpatrick's scale as Unicode has them. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

/** First in the picker. */
const COMMON = ['thumbsup', 'thumbsdown', 'eyes', 'tada', 'heart', 'mag', 'zap', 'pushpin', 'moneybag', 'white_check_mark'];

const TONED = /_tone\d/;
/** Halves of others, such as the digit of a keycap. */
const PARTS = /^[\d#*]\uFE0F?$/;

const characters = new Map(rows.flatMap(([names, text]) => names.map((name) => [name, text] as const)));
const basic = rows.filter(([[name = ''], text, category]) => !TONED.test(name) && !PARTS.test(text) && category !== 'modifier' && category !== 'regional');

export const CATEGORIES = ['common', ...new Set(basic.map(([, , category]) => category))];

export const characterOf = (name: string): string | undefined => characters.get(name);

/** The text with every `:shortname:` that exists as its emoji. */
export const emojify = (text: string): string => text.replace(/:([\w+-]+):/g, (whole, name: string) => characterOf(name) ?? whole);

export const inCategory = (category: string, tone: Tone = 0): readonly Emoji[] =>
    category === 'common'
        ? COMMON.map((name) => inTone({ name, characters: characterOf(name) ?? name, category }, tone))
        : basic.filter(([, , its]) => its === category).map((row) => inTone(emojiOf(row), tone));

/** Emoji with a name that contains the words, those first whose name starts with them. */
export function search(query: string, tone: Tone = 0): readonly Emoji[] {
    const wanted = query.toLowerCase().replaceAll(':', '').trim().replaceAll(' ', '_');
    const rank = (names: readonly string[]): number => (names.some((name) => name.startsWith(wanted)) ? 0 : 1);
    return basic
        .filter(([names]) => names.some((name) => name.includes(wanted)))
        .sort(([a], [b]) => rank(a) - rank(b))
        .map((row) => inTone(emojiOf(row), tone));
}

const emojiOf = ([[name = ''], text, category]: (typeof rows)[number]): Emoji => ({ name, characters: text, category });

/** Itself where it has no skin. */
function inTone(emoji: Emoji, tone: Tone): Emoji {
    const name = `${emoji.name}_tone${tone}`;
    const text = characterOf(name);
    return text === undefined ? emoji : { ...emoji, name, characters: text };
}
