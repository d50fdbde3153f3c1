// Stand-ins for what quotes protect, as the server has them: control characters that nobody types.
const OPEN = '\u0086';
const CLOSE = '\u0087';
const PROTECTED: ReadonlyArray<readonly [plain: string, marked: string]> = [[' ', '\u2008'], ['\n', '\u008B'], ['\r', '\u008C'], ['\t', '\u008A']];

/** A quoted span: either quote, anything (a backslash protects the next character), the same quote. */
const QUOTED = /(["'])(?:\\.|(?!\1)[^\\])*?\1/gs;

/**
 * Splits what follows a slash command's name, with every quirk of Rocket.Chat's lib/utils/parseParameters.ts:
 * two apostrophes anywhere are a pair of quotes, an unclosed quote stays, and `$&`, `$$` and the like inside quotes are
 * taken as replacement patterns, which corrupts the text.
 */
export function splitArguments(text: string): string[] {
    const spans = text.match(QUOTED) ?? [];
    const marked = spans.reduce((line, span) => line.replace(span, protect(span)), text);
    return marked
        .replaceAll(`${CLOSE}${OPEN}`, `${CLOSE} ${OPEN}`)
        .split(/[ \n\r\t]/)
        .filter(Boolean)
        .map(spans.length > 0 ? release : (item) => item);
}

function protect(span: string): string {
    return PROTECTED.reduce((text, [plain, marked]) => text.replaceAll(plain, marked), `${OPEN}${span.slice(1, -1)}${CLOSE}`);
}

function release(item: string): string {
    const text = PROTECTED.reduce((done, [plain, marked]) => done.replaceAll(marked, plain), item);
    return text.replaceAll(OPEN, '').replaceAll(CLOSE, '').replaceAll('\\"', '"');
}
