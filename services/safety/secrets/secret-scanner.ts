import type { SecretFinding } from '../secret-finding';
import { findSecrets, type FoundSecret } from './find-secrets';
import { LONGEST_MATCH } from './secret-shape';

/** Characters that are looked at together. */
const WINDOW = 256 * 1024;
/** On both sides of a border: the longest match, and what lies near it. */
const OVERLAP = 2 * LONGEST_MATCH;
/** Of each weight. Who has that many has seen enough to begin with; more would only be more to keep. */
export const MAX_FINDINGS = 100;

/**
 * Looks for secrets in a file that comes in pieces, in time proportional to its length and in memory of one piece and one window.
 * The text may be of UTF-8 bytes that were read as Latin-1: all that is looked for is ASCII.
 */
export class TextScanner {
    readonly #path: string;
    readonly #findings: SecretFinding[] = [];
    #text = '';
    /** Up to here the text has been looked at; it is kept for what follows. */
    #seen = 0;
    #line = 1;
    #binary = false;

    constructor(path: string) {
        this.#path = path;
    }

    push(text: string): void {
        for (let at = 0; at < text.length; at += WINDOW) {
            this.#text += text.slice(at, at + WINDOW);
            if (this.#text.length >= WINDOW + 2 * OVERLAP) this.#scan(this.#text.length - OVERLAP);
        }
    }

    /** What was found, in the order of the file. */
    finish(): SecretFinding[] {
        this.#scan(this.#text.length);
        return this.#findings;
    }

    #scan(end: number): void {
        this.#binary ||= this.#text.includes('\0');
        let counted = this.#seen;
        for (const secret of findSecrets(this.#text, { exactOnly: this.#binary })) {
            if (secret.from < this.#seen || secret.from >= end) continue;
            this.#line += lineEnds(this.#text, counted, secret.from);
            counted = secret.from;
            this.#keep(secret);
        }
        this.#line += lineEnds(this.#text, counted, end);
        const kept = Math.max(0, end - OVERLAP);
        this.#text = this.#text.slice(kept);
        this.#seen = end - kept;
    }

    #keep({ from: _from, to: _to, ...secret }: FoundSecret): void {
        if (this.#findings.filter(({ weight }) => weight === secret.weight).length >= MAX_FINDINGS) return;
        this.#findings.push({ path: this.#path, ...!this.#binary && { line: this.#line }, ...secret });
    }
}

function lineEnds(text: string, from: number, to: number): number {
    let count = 0;
    for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
    return count;
}

/** The same for bytes: UTF-8, UTF-16 by its mark, or binary. */
export class SecretScanner {
    readonly #scanner: TextScanner;
    #decode: ((bytes: Uint8Array) => string) | undefined;

    constructor(path: string) {
        this.#scanner = new TextScanner(path);
    }

    push(bytes: Uint8Array): void {
        if (bytes.length === 0) return;
        this.#decode ??= decoderFor(bytes);
        for (let at = 0; at < bytes.length; at += WINDOW) this.#scanner.push(this.#decode(bytes.subarray(at, at + WINDOW)));
    }

    finish(): SecretFinding[] {
        return this.#scanner.finish();
    }
}

/** By the first bytes. The mark has two; pieces of files are longer. */
function decoderFor([first, second]: Uint8Array): (bytes: Uint8Array) => string {
    const mark = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
    if (mark === undefined) return (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const decoder = new TextDecoder(mark);
    return (bytes) => decoder.decode(bytes, { stream: true });
}

export function scanText(path: string, text: string): SecretFinding[] {
    const scanner = new TextScanner(path);
    scanner.push(text);
    return scanner.finish();
}

export function scanBytes(path: string, bytes: Uint8Array): SecretFinding[] {
    const scanner = new SecretScanner(path);
    scanner.push(bytes);
    return scanner.finish();
}
