/** What most expressions repeat or begin with. */
const PUMPS = ['a', 'A', '0', ' ', '\t', '\n', '-', '_', '.', '/', '"', '\'', '`', '=', ':', ',', ';', '<', '>', '[', ']', '(', ')', '{', '}', '*', '#', '\\', '@', '%', '|', '!', 'é', 'a ', 'a.', 'a-', 'a=', '[a](', '<a ', '\\"', ' \n', '0a'];
/** What ends no match: neither of a line, nor of the text. */
const END = '\0\n\0';

/** The literal pieces of an expression: what stands in its source between its operators. */
function literals(source: string): string[] {
    const plain = source.replace(/\[(?:\\.|[^\]\\])*\]|\(\?<?[:=!]|\{\d+(?:,\d*)?\}|\\[bBdDsSwWpPuxk]/g, '\u0001').replace(/\\n/g, '\n').replace(/\\(.)/g, '$1');
    return [...new Set(plain.split(/[\u0001|()[\]?*+^$]+/).filter((piece) => piece.length > 1))].slice(0, 6);
}

/** Makes a text of about this many characters. */
export type Attack = (length: number) => string;

/**
 * Texts that are hard for an expression: each of its own pieces and of the usual ones over and over, also behind each of its pieces,
 * and with an end that spoils the match.
 */
export function attacksOn(source: string): Attack[] {
    const own = literals(source);
    return [...PUMPS, ...own, own.join('')].filter((pump) => pump !== '').flatMap((pump) => [
        ...['', 'a', ...own].map((head): Attack => (length) => `${head}${pump.repeat(length / pump.length)}${END}`),
        ...own.map((head): Attack => (length) => `${head}${pump}`.repeat(length / (head.length + pump.length))),
    ]);
}
