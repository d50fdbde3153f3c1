import { Buffer } from 'buffer';

/** The bits of ASCII. Other characters share a place with those; the closer look tells them apart. */
const ASCII = 127;
const pairOf = (first: number, second: number): number => ((first & ASCII) << 7) | (second & ASCII);

/**
 * Which of many short texts stand in a long one, in one pass over its bytes: a place is looked at more closely only if one of them
 * begins with its two characters. They have at least two characters, all of ASCII.
 */
export class AnchorIndex {
    readonly #byPair = new Map<number, readonly string[]>();

    constructor(anchors: readonly string[]) {
        for (const anchor of new Set(anchors)) {
            const pair = pairOf(anchor.charCodeAt(0), anchor.charCodeAt(1));
            this.#byPair.set(pair, [...this.#byPair.get(pair) ?? [], anchor]);
        }
    }

    in(text: string): ReadonlySet<string> {
        const missing = new Map(this.#byPair);
        const isSought = new Uint8Array(pairOf(ASCII, ASCII) + 1);
        for (const pair of missing.keys()) isSought[pair] = 1;
        const found = new Set<string>();
        const bytes = Buffer.from(text, 'latin1');
        let pair = pairOf(0, bytes[0] ?? 0);
        // No function is made in here: each would get a variable of its own for every byte, which takes five times as long.
        for (let at = 1; at < bytes.length; at += 1) {
            pair = pairOf(pair, bytes[at] ?? 0);
            if (isSought[pair] !== 1) continue;
            const rest = notAt(text, at - 1, missing.get(pair) ?? [], found);
            missing.set(pair, rest);
            if (rest.length === 0) isSought[pair] = 0;
        }
        return found;
    }
}

/** Those that don't stand there; the others are added to `found`. */
function notAt(text: string, at: number, anchors: readonly string[], found: Set<string>): readonly string[] {
    const here = anchors.filter((anchor) => text.startsWith(anchor, at));
    for (const anchor of here) found.add(anchor);
    return here.length === 0 ? anchors : anchors.filter((anchor) => !found.has(anchor));
}
