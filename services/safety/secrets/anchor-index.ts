/** Two characters of ASCII. */
const PAIRS = 128 * 128;
/** The next pair when a character follows. Others than ASCII share a place with those; the closer look tells them apart. */
const nextPair = (pair: number, code: number): number => ((pair & 127) << 7) | (code & 127);

/**
 * Which of many short texts stand in a long one, in one pass over it: a place is looked at more closely only if one of them
 * begins with its two characters. They have at least two characters, all of ASCII.
 */
export class AnchorIndex {
    readonly #byPair: readonly (readonly string[] | undefined)[];

    constructor(anchors: readonly string[]) {
        const byPair = Array.from<string[] | undefined>({ length: PAIRS });
        for (const anchor of new Set(anchors)) (byPair[nextPair(anchor.charCodeAt(0), anchor.charCodeAt(1))] ??= []).push(anchor);
        this.#byPair = byPair;
    }

    in(text: string): ReadonlySet<string> {
        const found = new Set<string>();
        let pair = text.charCodeAt(0);
        for (let at = 1; at < text.length; at += 1) {
            pair = nextPair(pair, text.charCodeAt(at));
            const anchors = this.#byPair[pair];
            if (anchors !== undefined) anchors.filter((anchor) => !found.has(anchor) && text.startsWith(anchor, at - 1)).forEach((anchor) => found.add(anchor));
        }
        return found;
    }
}
