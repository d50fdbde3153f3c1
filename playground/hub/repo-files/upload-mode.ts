import type { Commit } from '../model';

const MIB = 1024 * 1024;
/** Files that git itself keeps are no larger (huggingface_hub issue 2666). Bytes. */
export const MAX_REGULAR = 10 * MIB;
/** Where git looks for a NUL to tell text from binary (git `buffer_is_binary`). Bytes. */
const LOOKED_AT = 8000;

/** Whether git takes the bytes for binary. */
export const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, LOOKED_AT).includes(0);

/** The text of a small file of the commit; empty where there is none. */
export const textAt = (commit: Commit, path: string): string => new TextDecoder().decode(commit.files.get(path)?.bytes.read());
