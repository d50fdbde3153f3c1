/** How large files come in. What the Hub does not publish is chosen so that every way of uploading is met in use. */
export interface UploadRules {
    /** Objects above this come in parts, from clients that can. Bytes. */
    multipartAbove: number;
    /** Size of every part but the last. Bytes. */
    partBytes: number;
    /** What the object store holds at most, over all repositories. Bytes. */
    capacity: number;
    /** How long an address for an upload holds. */
    urlSeconds: number;
    /** A commit's own body; files in it are base64. Bytes. */
    maxCommitBody: number;
}

const MIB = 1024 * 1024;

export const UPLOAD_RULES: UploadRules = { multipartAbove: 64 * MIB, partBytes: 16 * MIB, capacity: 8192 * MIB, urlSeconds: 900, maxCommitBody: 64 * MIB };
