/** The top level of config.json. */
export type Config = ReadonlyMap<string, unknown>;

export interface ConfigChange {
    readonly key: string;
    /** Undefined where the key is not there. */
    readonly before?: unknown;
    readonly after?: unknown;
}

/** Keys whose values differ, by name. Nested values count as a whole, whatever the order of their keys. */
export function changedKeys(before: Config, after: Config): ConfigChange[] {
    const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
    return keys.flatMap((key) => {
        const change = { key, before: before.get(key), after: after.get(key) };
        return canonical(change.before) === canonical(change.after) ? [] : [change];
    });
}

/** JSON that is the same for the same value; undefined for what is not there. */
function canonical(value: unknown): string | undefined {
    return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
