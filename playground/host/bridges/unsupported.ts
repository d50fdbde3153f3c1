/** Stands for an area of the server that this host does not have: whatever is called on it is refused by name. */
export function unsupported<T extends object>(area: string): T {
    return new Proxy({}, {
        get: (_target, method) => () => {
            throw new Error(`This host has no ${area} (${String(method)})`);
        },
    }) as T;
}
