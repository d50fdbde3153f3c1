import { createCipheriv, createDecipheriv } from 'crypto';

import type { Key } from './key-material';

/** AES-256-GCM output, each part in base64. */
export interface SealedBox {
    /** Id of the key that opens it. */
    readonly keyId: string;
    readonly iv: string;
    readonly tag: string;
    readonly text: string;
}

/** 96 bits, random per box: the size GCM is specified for (NIST SP 800-38D). */
export const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Seals `text`; `context` is not stored but has to be the same to open the box again. */
export function sealBox(key: Key, iv: Uint8Array, context: string, text: string): SealedBox {
    const cipher = createCipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context, 'utf8'));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return {
        keyId: key.id,
        iv: Buffer.from(iv).toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        text: sealed.toString('base64'),
    };
}

/** The text, or undefined when key, context or any byte of the box is not what it was. */
export function openBox(key: Key, context: string, box: SealedBox): string | undefined {
    try {
        const decipher = createDecipheriv(CIPHER, key.bytes, Buffer.from(box.iv, 'base64'), { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(context, 'utf8'));
        decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
        return Buffer.concat([decipher.update(Buffer.from(box.text, 'base64')), decipher.final()]).toString('utf8');
    } catch {
        // Node tells a wrong tag, a short iv and a short tag apart; for the caller all are the same tampering.
        return undefined;
    }
}
