import { Buffer } from 'buffer';

/** One thing that a commit does: a file with its content, one whose content was uploaded to LFS before, or one that goes. */
export type CommitChange =
    | { readonly path: string; readonly bytes: Uint8Array }
    | { readonly path: string; readonly lfs: { readonly sha256: string; readonly size: number } }
    | { readonly path: string; readonly deleted: true };

export interface CommitHeader {
    /** The first line of the commit's message. */
    readonly summary: string;
    readonly description?: string | undefined;
    readonly parentCommit?: string | undefined;
}

/** Encoded at once, bytes: a multiple of three, so that the pieces of base64 fit together without padding. */
const ENCODED_AT_ONCE = 3 * 16_384;

const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;

/**
 * The body of a commit: one JSON object a line. It is written into one buffer of the right length, so that contents are not held a
 * second time as text.
 */
export function commitLines(header: CommitHeader, changes: readonly CommitChange[]): Uint8Array {
    const lines = [{ head: JSON.stringify({ key: 'header', value: header }), tail: '' }, ...changes.map(lineOf)];
    const length = lines.reduce((sum, line) => sum + Buffer.byteLength(line.head) + base64Length(line.bytes?.length ?? 0) + line.tail.length + 1, 0);
    const body = Buffer.alloc(length);
    let at = 0;
    for (const { head, bytes, tail } of lines) {
        at += body.write(head, at);
        if (bytes) at += writeBase64(body, at, bytes);
        at += body.write(`${tail}\n`, at);
    }
    return body;
}

/** What stands before the content and behind it; a line without content is all head. */
interface Line {
    readonly head: string;
    readonly bytes?: Uint8Array;
    /** ASCII. */
    readonly tail: string;
}

function lineOf(change: CommitChange): Line {
    const { path } = change;
    if ('bytes' in change) return { head: `{"key":"file","value":{"path":${JSON.stringify(path)},"encoding":"base64","content":"`, bytes: change.bytes, tail: '"}}' };
    if ('lfs' in change) return { head: JSON.stringify({ key: 'lfsFile', value: { path, algo: 'sha256', oid: change.lfs.sha256, size: change.lfs.size } }), tail: '' };
    return { head: JSON.stringify({ key: 'deletedFile', value: { path } }), tail: '' };
}

function writeBase64(body: Buffer, start: number, bytes: Uint8Array): number {
    let at = start;
    for (let from = 0; from < bytes.length; from += ENCODED_AT_ONCE) {
        const piece = bytes.subarray(from, from + ENCODED_AT_ONCE);
        at += body.write(Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('base64'), at, 'latin1');
    }
    return at - start;
}
