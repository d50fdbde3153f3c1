import * as z from 'zod/mini';

import { association } from './association';
import { newId, type PersistenceDeps } from './deps';
import { type RecordKind, Records } from './records';

/** Written as base64 it is a third longer: well below the 16 MB that MongoDB stores in one document. */
export const MAX_PIECE_BYTES = 4 * 1024 * 1024;
/** What one owner may keep: more than any file that passes through a server's memory as a whole. */
export const MAX_SPILLED_BYTES = 256 * 1024 * 1024;
/** After this nobody goes on with a transfer, milliseconds. */
export const SPILL_LIFETIME_MS = 24 * 60 * 60_000;

interface Entry {
    readonly v: 1;
    readonly id: string;
    readonly owner: string;
    /** Where in the file the piece begins, bytes. */
    readonly from: number;
    /** Milliseconds since 1970. */
    readonly at: number;
}

interface Piece {
    readonly v: 1;
    readonly id: string;
    readonly base64: string;
}

const entryKind: RecordKind<Entry> = {
    name: 'spill entry',
    version: 1,
    schema: z.object({ v: z.literal(1), id: z.string(), owner: z.string(), from: z.number(), at: z.number() }),
};

const pieceKind: RecordKind<Piece> = { name: 'spill piece', version: 1, schema: z.object({ v: z.literal(1), id: z.string(), base64: z.string() }) };

/**
 * The beginnings of files whose transfer was broken off, kept in pieces so that the next run, on any server, goes on where it was.
 *
 * A piece is found by where it begins, whatever its length: what two servers wrote of the same file fits together, since it is the same
 * bytes. An entry stands before its piece, so that a kill in between leaves no piece that nobody would find to remove it. The bytes lie
 * here as they are; whoever reads them verifies the file as a whole.
 */
export class Spill {
    private readonly entries: Records<Entry>;
    private readonly pieces: Records<Piece>;

    public constructor(private readonly deps: PersistenceDeps) {
        this.entries = new Records(deps, entryKind);
        this.pieces = new Records(deps, pieceKind);
    }

    /** Keeps what comes at `from`, in pieces of bounded length. Two round trips for each. */
    public async add(owner: string, from: number, bytes: Uint8Array): Promise<void> {
        if (from + bytes.length > MAX_SPILLED_BYTES) {
            throw new RangeError(`At most ${MAX_SPILLED_BYTES} bytes are kept of a file.`);
        }
        for (let at = 0; at < bytes.length; at += MAX_PIECE_BYTES) {
            await this.addPiece(owner, from + at, bytes.subarray(at, at + MAX_PIECE_BYTES));
        }
    }

    /** What is kept from the beginning on, without a gap. A round trip for each piece, and one more: memory holds one at a time. */
    public async *read(owner: string): AsyncGenerator<Uint8Array> {
        for (let from = 0; ; ) {
            const found = await this.pieces.read(association.spillPiece(owner, from));
            const longest = found.map(({ base64 }) => base64).sort((a, b) => b.length - a.length)[0];
            const bytes = Buffer.from(longest ?? '', 'base64');
            if (bytes.length === 0) {
                return;
            }
            yield bytes;
            from += bytes.length;
        }
    }

    public async remove(owner: string): Promise<void> {
        await this.removeEntries(await this.entries.read(association.spillOf(owner)));
    }

    /** Removes what has been kept for longer than anybody goes on with. */
    public async removeExpired(): Promise<void> {
        const before = this.deps.clock() - SPILL_LIFETIME_MS;
        await this.removeEntries((await this.entries.read(association.spill)).filter(({ at }) => at <= before));
    }

    private async addPiece(owner: string, from: number, bytes: Uint8Array): Promise<void> {
        const entry: Entry = { v: 1, id: newId(this.deps.rand), owner, from, at: this.deps.clock() };
        await this.entries.append(entry, [association.spill, association.spillOf(owner)]);
        await this.pieces.append({ v: 1, id: newId(this.deps.rand), base64: Buffer.from(bytes).toString('base64') }, [association.spillPiece(owner, from)]);
    }

    private async removeEntries(entries: readonly Entry[]): Promise<void> {
        for (const { id, owner, from } of entries) {
            await this.deps.store.remove([association.spillPiece(owner, from)]);
            await this.entries.remove(association.spillOf(owner), [id]);
        }
    }
}
