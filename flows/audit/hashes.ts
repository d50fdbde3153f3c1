import { createHash, createHmac } from 'crypto';
import type { Key } from '../../persistence';
import type { Hash } from '../../services/workflows/audit/seal';

export const sha256: Hash = (text) => createHash('sha256').update(text).digest('hex');

/** HMAC-SHA256 with a key of its own that follows from the app's: what else that key seals tells nothing about this one. */
export function macOf(key: Key): Hash {
    const derived = createHmac('sha256', key.bytes).update('hf-teamflow audit seals v1').digest();
    return (text) => createHmac('sha256', derived).update(text).digest('hex');
}
