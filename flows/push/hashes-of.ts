import { fileHasher } from '../../services/hub';

/** The names of a content at Hugging Face. */
export function hashesOf(bytes: Uint8Array): { readonly sha256: string; readonly gitBlob: string } {
    const hasher = fileHasher(bytes.length);
    hasher.update(bytes);
    return hasher.digest();
}
