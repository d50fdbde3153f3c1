import type { Store } from './port';

/** A stored record that could not be understood. It is skipped and stays where it is. */
export interface MalformedRecord {
    /** What the record should have been, e.g. `fact`. */
    readonly kind: string;
    /** The association it was read by. */
    readonly group: string;
    /** Which field is wrong and how; never a stored value. */
    readonly problem: string;
}

/** What every part of this room works with. */
export interface PersistenceDeps {
    readonly store: Store;
    /** Milliseconds since 1970. */
    readonly clock: () => number;
    /** That many bytes from a cryptographically secure source. */
    readonly rand: (bytes: number) => Uint8Array;
    readonly onMalformed?: (record: MalformedRecord) => void;
}

const ID_BYTES = 12;

/** A new record id: 24 hex digits. */
export function newId(rand: PersistenceDeps['rand']): string {
    return Buffer.from(rand(ID_BYTES)).toString('hex');
}
