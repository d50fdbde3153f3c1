/** What the first bytes of a file say it is. `compressed` is what joblib packs pickles into. */
export type Magic = 'zip' | 'tar' | 'numpy' | 'gguf' | 'safetensors' | 'parquet' | 'pickle' | 'deflate' | 'compressed';

/** The opcode that every pickle of protocol 2 and later begins with. */
const PROTO = 0x80;

/** Compressions that joblib writes and Node's zlib does not read. Sources: the formats' own specifications. */
const OTHER_COMPRESSIONS: readonly RegExp[] = [/^BZh[1-9]/, /^\xfd7zXZ\0/, /^\x5d\0/, /^\x04\x22\x4d\x18/, /^\x28\xb5\x2f\xfd/];

/** The format that the first bytes tell; undefined for text and all else. */
export function magicOf(head: Uint8Array, size: number): Magic | undefined {
    const start = String.fromCharCode(...head.subarray(0, 300));
    if (/^PK(?:\x03\x04|\x05\x06)/.test(start)) return 'zip';
    if (start.startsWith('\x93NUMPY')) return 'numpy';
    if (start.startsWith('GGUF')) return 'gguf';
    if (start.startsWith('PAR1')) return 'parquet';
    if (isSafetensors(head, size)) return 'safetensors';
    if (head[0] === PROTO) return 'pickle';
    if (start.startsWith('\x1f\x8b\x08') || isZlib(head)) return 'deflate';
    if (OTHER_COMPRESSIONS.some((magic) => magic.test(start))) return 'compressed';
    return start.startsWith('ustar', 257) || hasTarChecksum(head) ? 'tar' : undefined;
}

/** A length that fits into the file, and then the brace that the format demands. */
function isSafetensors(head: Uint8Array, size: number): boolean {
    if (head.byteLength < 9 || head[8] !== 0x7b) return false;
    const length = new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true);
    return length >= 2n && length <= BigInt(size);
}

/** Before POSIX a tar archive had no mark, and Python still reads those: the first block's bytes, with blanks for the sum itself, add up to it. */
function hasTarChecksum(head: Uint8Array): boolean {
    const sum = /^ *([0-7]{1,7})[\0 ]/.exec(String.fromCharCode(...head.subarray(148, 156)))?.[1];
    if (sum === undefined || head.byteLength < 512) return false;
    const blanked = head.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
    return blanked === Number.parseInt(sum, 8);
}

/** A window of 32 KiB, and two bytes that make a multiple of 31 (RFC 1950, 2.2). */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
    return first === 0x78 && (first * 256 + second) % 31 === 0;
}

/** Whether these bytes are text: UTF-8 without NUL. The last character may be cut off when the file goes on behind them. */
export function isText(head: Uint8Array, goesOn: boolean): boolean {
    if (head.includes(0)) return false;
    try {
        new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: goesOn });
        return true;
    } catch (error) {
        if (error instanceof TypeError) return false;
        throw error;
    }
}
