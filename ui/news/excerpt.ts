import { plain, truncate } from '../text';

/** What is looked at, UTF-16 units, and what is shown of it. */
const READ = 4000;
const LINES = 3;
const LENGTH = 280;

/** Markdown that is cut would come apart, so its signs are taken out first; each of these looks at a text once. */
const SIGNS: ReadonlyArray<readonly [RegExp, string]> = [
    [/<!--[^]*?(?:-->|$)/g, ''],
    [/^[ \t]{0,3}(?:`{3,}|~{3,}).*$/gm, ''],
    [/<\/?[a-z][^<>\n]{0,200}>/gi, ''],
    [/!?\[([^[\]\n]{0,300})\]\([^()\s]{0,500}\)/g, '$1'],
    [/^[ \t]{0,10}(?:#{1,6}[ \t]|>|[-*+][ \t]|\|)[ \t]*/gm, ''],
    [/\*{1,3}|~{2}|`+/g, ''],
    [/(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)/g, ''],
];

/** The first lines of a text that somebody wrote in markdown, as a quote; nothing for a text that says nothing. */
export function excerpt(markdown: string): string[] {
    const text = SIGNS.reduce((rest, [sign, instead]) => rest.replace(sign, instead), markdown.slice(0, READ).replace(/\r\n?/g, '\n'));
    const lines = text.split('\n').map((line) => line.trim()).filter((line) => /[\p{L}\p{N}\p{S}]/u.test(line));
    const shown = truncate(lines.slice(0, LINES).join('\n'), LENGTH);
    const more = lines.length > LINES && !shown.endsWith('…') ? ' …' : '';
    return shown === '' ? [] : `${shown}${more}`.split('\n').map((line) => `> ${plain(line)}`);
}
