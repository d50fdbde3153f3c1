import { downloadChunks, type Hub } from '../../services/hub';
import type { Spill } from '../../persistence';
import type { ManifestRepo } from '../../services/workflows/transfer/pull-manifest';

/** Small, so that a slow way gets some of them through in one run. Bytes. */
const CHUNK_BYTES = 1024 * 1024;

export interface Fetch {
    readonly hub: Hub;
    readonly repo: ManifestRepo;
    readonly file: { readonly path: string; readonly size: number };
    readonly spill: Spill;
    /** Under which what was got in earlier runs is kept. */
    readonly owner: string;
    /** Told how many bytes are here; false: no more now. */
    readonly goOn: (bytes: number) => Promise<boolean>;
}

/**
 * The whole file, in memory; undefined when it is not all here yet. What was got is kept then, also when Hugging Face breaks it off,
 * and the next call goes on behind it. Throws HubError.
 */
export async function fetchFile({ hub, repo: { type, id, sha }, file: { path, size }, spill, owner, goOn }: Fetch): Promise<Uint8Array | undefined> {
    const bytes = new Uint8Array(size);
    const kept = await restore(spill, owner, bytes);
    let filled = kept;
    try {
        for await (const chunk of downloadChunks(hub, { type, id, revision: sha, path }, { from: kept, size, chunkBytes: CHUNK_BYTES })) {
            bytes.set(chunk, filled);
            filled += chunk.length;
            if (!(await goOn(filled)) && filled < size) {
                return undefined;
            }
        }
        return bytes;
    } finally {
        if (filled < size) {
            await spill.add(owner, kept, bytes.subarray(kept, filled));
        }
    }
}

/** Returns how many bytes were kept. More than the file has are none of it. */
async function restore(spill: Spill, owner: string, bytes: Uint8Array): Promise<number> {
    let filled = 0;
    for await (const piece of spill.read(owner)) {
        const part = piece.subarray(0, bytes.length - filled);
        bytes.set(part, filled);
        filled += part.length;
    }
    return filled;
}
