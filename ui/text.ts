/** Text that is safe to post: everything here works on UTF-16 units, which is how Rocket.Chat counts. */

/** Rocket.Chat refuses messages above 5,000 units (Message_MaxAllowedSize); the rest is room for a closing fence and a note. */
export const MESSAGE_LIMIT = 4500;

const ZERO_WIDTH_SPACE = '\u200b';
const FENCE = '```';

const ADDRESS = /https?:\/\/[^\s<>|]+/gi;

/**
 * Foreign text must not notify anybody: `@name`, `@all` and `@here` count even inside code blocks.
 * A zero-width space after the sign keeps the look and breaks the mention. An address has to go on leading somewhere: there
 * the sign is written as its escape.
 */
export function neutraliseMentions(text: string): string {
    return text.replace(ADDRESS, (address) => address.replace(/@(?!\u200b)/g, '%40')).replace(/@(?!\u200b)/g, `@${ZERO_WIDTH_SPACE}`);
}

/** JSON for a code block: `@` and fences are written as their escapes, so that it says the same, mentions nobody and ends nowhere early. */
export function safeJson(value: unknown, indent = 2): string {
    return JSON.stringify(value, undefined, indent).replace(/@/g, '\\u0040').replaceAll(FENCE, '\\u0060'.repeat(FENCE.length));
}

/** Takes the meaning out of markdown signs in a foreign name or description that stands inside our own sentence. */
export function plain(text: string): string {
    return text.replace(/[\r\n]+/g, ' ').replace(/[*~`|[\]<>]/g, (sign) => LOOK_ALIKE[sign] ?? sign);
}

/** message-parser has no escape sign, so characters that look the same stand in. */
const LOOK_ALIKE: Record<string, string> = { '*': '∗', '~': '∼', '`': 'ˋ', '|': '∣', '[': '(', ']': ')', '<': '‹', '>': '›' };

/** Inline code; a backtick inside would end it. */
export function code(text: string): string {
    return `\`${text.replace(/`/g, 'ˋ').replace(/[\r\n]+/g, ' ')}\``;
}

/** A fenced block; a fence inside would end it. */
export function fenced(text: string, language = ''): string {
    return `${FENCE}${language}\n${text.replaceAll(FENCE, 'ˋˋˋ')}\n${FENCE}`;
}

/**
 * `<address|label>`, the form of a link that message-parser reads whatever its label holds. `[label](address)` comes apart
 * when an underscore of `owner/some_name` pairs with another one further on.
 */
export function link(label: string, url: string): string {
    const words = label.replace(/[\r\n]+/g, ' ').replace(/[|<>]/g, (sign) => LOOK_ALIKE[sign] ?? sign);
    return `<${url.replace(/[()<>|\s]/g, percentEncoded)}|${words}>`;
}

/** `encodeURIComponent` leaves parentheses alone. */
const percentEncoded = (sign: string): string => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** Cuts at `limit` units with an ellipsis, never inside a surrogate pair. */
export function truncate(text: string, limit: number): string {
    return text.length <= limit ? text : `${text.slice(0, safeCut(text, limit - 1))}…`;
}

/** Cuts out the middle, where long paths differ least: their folder and their ending are what readers know them by. At most `limit` units. */
export function truncateMiddle(text: string, limit: number): string {
    if (text.length <= limit) {
        return text;
    }
    const head = safeCut(text, Math.ceil((limit - 1) / 2));
    const tail = text.length - Math.floor((limit - 1) / 2);
    const unit = text.charCodeAt(tail);
    return `${text.slice(0, head)}…${text.slice(unit >= 0xdc00 && unit <= 0xdfff ? tail + 1 : tail)}`;
}

function safeCut(text: string, at: number): number {
    const unit = text.charCodeAt(at - 1);
    return unit >= 0xd800 && unit <= 0xdbff ? at - 1 : at;
}

/**
 * Splits a long text into messages of at most `limit` units: at paragraph, line or word ends where there are any,
 * never inside a surrogate pair, and a code fence that is cut is closed and opened again.
 * Nothing is lost: without the added fences and the white space at the cuts, the parts are the text.
 */
export function splitText(text: string, limit = MESSAGE_LIMIT): string[] {
    const parts: string[] = [];
    let rest = text;
    let fence: string | undefined;
    while (rest.length > 0) {
        const opening = fence === undefined ? '' : `${fence}\n`;
        if (opening.length + rest.length <= limit) {
            parts.push(opening + rest);
            return parts;
        }
        const room = limit - opening.length - FENCE.length - 1;
        const cut = cutAt(rest, room);
        const piece = rest.slice(0, cut);
        fence = openFence(opening + piece);
        parts.push(opening + piece + (fence === undefined ? '' : `\n${FENCE}`));
        rest = rest.slice(cut).replace(/^\n/, '');
    }
    return parts;
}

/** The last good place to cut before `room`, or `room` itself; a place in the first half would waste a message. */
function cutAt(text: string, room: number): number {
    const window = text.slice(0, room);
    for (const separator of ['\n\n', '\n', ' ']) {
        const at = window.lastIndexOf(separator);
        if (at > room / 2) {
            return at;
        }
    }
    return safeCut(text, room);
}

/** The opening line of the fence that is still open at the end of `text`. A long language name is not repeated. */
function openFence(text: string): string | undefined {
    let open: string | undefined;
    for (const line of text.split('\n')) {
        if (line.startsWith(FENCE)) {
            open = open === undefined ? line.slice(0, 20) : undefined;
        }
    }
    return open;
}
