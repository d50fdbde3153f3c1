import { createHash } from 'crypto';

/** The two names that a file's content has at the Hub, lower-case hex. */
export interface FileDigest {
    /** How Git LFS names it. */
    readonly sha256: string;
    /** How git names it: the `oid` of a file that is not in LFS. */
    readonly gitBlob: string;
}

export interface FileHasher {
    update(bytes: Uint8Array): void;
    /** Throws a RangeError when it was given more or fewer bytes than the file was said to have. */
    digest(): FileDigest;
}

/**
 * Hashes a file of `size` bytes in one pass, piece by piece. The size comes first, because git hashes it before the content.
 * Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects.
 */
export function fileHasher(size: number): FileHasher {
    const sha256 = createHash('sha256');
    const gitBlob = createHash('sha1').update(`blob ${size}\0`);
    let seen = 0;
    return {
        update: (bytes) => {
            seen += bytes.length;
            sha256.update(bytes);
            gitBlob.update(bytes);
        },
        digest: () => {
            if (seen !== size) throw new RangeError(`${seen} bytes were hashed of a file of ${size}.`);
            return { sha256: sha256.digest('hex'), gitBlob: gitBlob.digest('hex') };
        },
    };
}
