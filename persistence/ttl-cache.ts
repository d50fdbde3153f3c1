export interface TtlCacheOptions {
    readonly clock: () => number;
    /** Milliseconds. */
    readonly ttl: number;
    /** The oldest entry makes room for a new one. */
    readonly maxEntries: number;
}

/** What a process remembers for a while. Other processes do not see it change. */
export class TtlCache<T> {
    public revision = 0;
    private readonly entries = new Map<string, { readonly value: T; readonly until: number }>();

    public constructor(private readonly options: TtlCacheOptions) {}

    public get(key: string): T | undefined {
        const entry = this.entries.get(key);
        return entry && entry.until > this.options.clock() ? entry.value : undefined;
    }

    public set(key: string, value: T): void {
        this.entries.delete(key);
        const oldest = this.entries.size >= this.options.maxEntries ? this.entries.keys().next().value : undefined;
        if (oldest !== undefined) {
            this.entries.delete(oldest);
        }
        this.entries.set(key, { value, until: this.options.clock() + this.options.ttl });
    }

    /** Also tells those who are just reading, by `revision`, that what they read may be out of date. */
    public delete(key: string): void {
        this.revision += 1;
        this.entries.delete(key);
    }
}
