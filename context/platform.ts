/** What runs the app. */
export interface Platform {
    readonly name: 'deno' | 'node' | 'unknown';
    readonly version: string;
}

/**
 * Told by `navigator.userAgent`, which Deno and Node.js from 21 on fill in (`Deno/2.3.1`, `Node.js/22`). The server hides
 * `Deno` and `process` from apps, and older Node.js has no navigator: then it is unknown.
 */
export function platform(): Platform {
    const agent: unknown = typeof navigator === 'undefined' ? undefined : navigator.userAgent;
    const [, name, version] = /^(Deno|Node\.js)\/([\w.-]+)/.exec(typeof agent === 'string' ? agent : '') ?? [];
    if (name === undefined || version === undefined) {
        return { name: 'unknown', version: '' };
    }
    return { name: name === 'Deno' ? 'deno' : 'node', version };
}
