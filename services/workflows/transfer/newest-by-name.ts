interface Dated {
    readonly name: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}

/** Of files with the same name the newest one, in the order of their first mention, and the names of which there were more. */
export function newestByName<T extends Dated>(files: readonly T[]): { readonly files: readonly T[]; readonly repeated: readonly string[] } {
    const newest = new Map<string, T>();
    const repeated = new Set<string>();
    for (const file of files) {
        const other = newest.get(file.name);
        if (other) {
            repeated.add(file.name);
        }
        if (!other || file.at >= other.at) {
            newest.set(file.name, file);
        }
    }
    return { files: [...newest.values()], repeated: [...repeated] };
}
