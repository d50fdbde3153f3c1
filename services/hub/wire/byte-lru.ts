/** A map that never holds more than `maxBytes`: the entries that were used longest ago go first. */
export class ByteLru<T extends { bytes: number }> {
    readonly #entries = new Map<string, T>();
    #bytes = 0;

    constructor(readonly maxBytes: number) {}

    get bytes(): number { return this.#bytes; }
    get size(): number { return this.#entries.size; }

    /** Looks at all entries without counting as a use. */
    values(): Iterable<T> {
        return this.#entries.values();
    }

    get(key: string): T | undefined {
        const entry = this.#entries.get(key);
        if (!entry) return undefined;
        // A Map keeps insertion order: what is used moves to the young end.
        this.#entries.delete(key);
        this.#entries.set(key, entry);
        return entry;
    }

    /** Stores the entry unless it alone would take more than a quarter of the room. */
    set(key: string, entry: T): void {
        this.delete(key);
        if (entry.bytes > this.maxBytes / 4) return;
        this.#entries.set(key, entry);
        this.#bytes += entry.bytes;
        for (const oldest of this.#entries.keys()) {
            if (this.#bytes <= this.maxBytes) break;
            this.delete(oldest);
        }
    }

    delete(key: string): void {
        const entry = this.#entries.get(key);
        if (!entry) return;
        this.#entries.delete(key);
        this.#bytes -= entry.bytes;
    }

    deleteWhere(matches: (key: string, entry: T) => boolean): void {
        for (const [key, entry] of [...this.#entries]) if (matches(key, entry)) this.delete(key);
    }
}
