import { createHash, scrypt } from 'crypto';

/** An AES-256 key. */
export interface Key {
    /** The first 8 hex digits of sha256(key): tells which key sealed a blob, and nothing about the key. */
    readonly id: string;
    readonly bytes: Buffer;
}

export const KEY_BYTES = 32;

/**
 * Fixed, because all servers have to derive the same key before they share anything. The price is that one guess at a
 * passphrase tests every workspace at once; a random 32-byte key in base64 or hex has no such weakness.
 */
const PASSPHRASE_SALT = 'hf-teamflow token key v1';
/** About 0.1 s and 32 MiB, once per process. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const HEX_KEY = /^[0-9a-f]{64}$/i;
const BASE64_KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

export function keyOf(bytes: Uint8Array): Key {
    return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes: Buffer.from(bytes) };
}

/**
 * The keys of the environment variable `TOKEN_KEY`: a comma-separated list, of which the first seals and all open.
 * Each is 32 bytes in base64 or hex, or else a passphrase. To rotate while several servers run, add the new key at the
 * end of the list on all of them, then move it to the front.
 */
export async function environmentKeys(value: string | undefined): Promise<Key[]> {
    const entries = (value ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);
    return Promise.all(entries.map(async (entry) => keyOf(await bytesOf(entry))));
}

function bytesOf(entry: string): Promise<Buffer> | Buffer {
    if (HEX_KEY.test(entry)) {
        return Buffer.from(entry, 'hex');
    }
    return BASE64_KEY.test(entry) ? Buffer.from(entry, 'base64') : stretched(entry);
}

function stretched(passphrase: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
        scrypt(passphrase, PASSPHRASE_SALT, KEY_BYTES, SCRYPT, (error, bytes) => (error ? reject(error) : resolve(bytes)));
    });
}
