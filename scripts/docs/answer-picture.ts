import { parse } from '@rocket.chat/message-parser';

/** A run of text in one style. */
interface Span {
    readonly text: string;
    readonly style: 'plain' | 'bold' | 'code' | 'link';
}

/** Parts of a chat message's picture: pixels, in a font whose letters are about this wide. */
const LETTER = 7.4;
const LINE = 22;
const WIDTH_LETTERS = 104;
const MARGIN = 24;
const HEAD = 62;

const COLOURS: Readonly<Record<Span['style'], string>> = { plain: '#2f343d', bold: '#1f2329', code: '#9b1325', link: '#095ad2' };

export interface Picture {
    /** What was typed. */
    readonly command: string;
    /** The answer's markdown, read by Rocket.Chat's own parser. */
    readonly text: string;
    readonly buttons: readonly string[];
    readonly note: string;
}

/** An answer as an SVG that looks like a message in Rocket.Chat. */
export function answerPicture({ command, text, buttons, note }: Picture): string {
    const lines = text.split('\n').flatMap((line) => wrap(spansOf(line)));
    const buttonsAt = HEAD + lines.length * LINE + 14;
    const height = buttonsAt + (buttons.length > 0 ? 44 : 0) + 34;
    const width = MARGIN * 2 + 52 + WIDTH_LETTERS * LETTER;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(command)}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="14">`,
        `<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#e4e7ea"/>`,
        `<text x="${MARGIN}" y="28" fill="#6c727a" font-family="monospace">${escape(command)}</text>`,
        `<rect x="${MARGIN}" y="44" width="36" height="36" rx="6" fill="#ffcc4d"/><circle cx="${MARGIN + 18}" cy="62" r="7" fill="#e54c37"/>`,
        `<text x="${MARGIN + 48}" y="58" font-weight="700" fill="#1f2329">hf-teamflow.bot<tspan dx="8" font-weight="400" fill="#9ea2a8">only you can see this</tspan></text>`,
        ...lines.map((line, index) => lineSvg(line, HEAD + (index + 1) * LINE)),
        ...buttonsSvg(buttons, buttonsAt),
        `<text x="${MARGIN + 48}" y="${height - 16}" font-size="12" fill="#9ea2a8">${escape(note)}</text>`,
        '</svg>',
        '',
    ].join('\n');
}

function lineSvg(spans: readonly Span[], y: number): string {
    const parts = spans.map(({ text, style }) => `<tspan fill="${COLOURS[style]}"${style === 'bold' ? ' font-weight="700"' : ''}${style === 'code' ? ' font-family="monospace"' : ''}>${escape(text)}</tspan>`);
    return `<text x="${MARGIN + 48}" y="${y}" xml:space="preserve">${parts.join('')}</text>`;
}

function buttonsSvg(labels: readonly string[], y: number): string[] {
    let x = MARGIN + 48;
    return labels.map((label) => {
        const width = label.length * LETTER + 28;
        const at = x;
        x += width + 8;
        return `<rect x="${at}" y="${y}" width="${width}" height="30" rx="4" fill="#e4e7ea"/><text x="${at + 14}" y="${y + 20}" fill="#1f2329">${escape(label)}</text>`;
    });
}

type Token = { readonly type: string; readonly value: unknown };

function spansOf(line: string): Span[] {
    return parse(line).flatMap((node) => flatten(node as Token, 'plain'));
}

function flatten(node: Token, style: Span['style']): Span[] {
    const { type, value } = node;
    switch (type) {
        case 'PLAIN_TEXT':
            return [{ text: String(value), style }];
        case 'BOLD':
            return children(value).flatMap((child) => flatten(child, 'bold'));
        case 'INLINE_CODE':
            return flatten(value as Token, 'code');
        case 'LINK':
            return children((value as { label: unknown }).label).flatMap((child) => flatten(child, 'link'));
        case 'LIST_ITEM':
            return [];
        case 'UNORDERED_LIST':
            return children(value).flatMap((item) => [{ text: '•  ', style }, ...children(item.value).flatMap((child) => flatten(child, style))]);
        case 'ORDERED_LIST':
            return children(value).flatMap((item) => [{ text: `${String((item as { number?: number }).number ?? '')}. `, style }, ...children(item.value).flatMap((child) => flatten(child, style))]);
        default:
            return children(value).flatMap((child) => flatten(child, style));
    }
}

function children(value: unknown): Token[] {
    return Array.isArray(value) ? (value as Token[]) : typeof value === 'object' && value !== null && 'type' in value ? [value as Token] : [];
}

/** Breaks a line at spaces where it would leave the picture. */
function wrap(spans: readonly Span[]): Span[][] {
    const lines: Span[][] = [[]];
    let used = 0;
    for (const { text, style } of spans) {
        for (const word of text.split(/(?<= )/)) {
            if (used + word.length > WIDTH_LETTERS && used > 0) {
                lines.push([]);
                used = 0;
            }
            lines.at(-1)?.push({ text: word, style });
            used += word.length;
        }
    }
    return lines;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
