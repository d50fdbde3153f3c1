import { build, type Metafile } from 'esbuild';
import { packedMessages } from './packed-messages';
import { inRoot } from './paths';

/**
 * Modules that the Apps-Engine lets an app require; anything else would fail when the server loads the app.
 * Source: the engine's `deno-runtime/lib/require.ts` and Rocket.Chat's `packages/apps/node-runtime/src/lib/require.ts`.
 */
export const ALLOWED_MODULES = new Set(['path', 'url', 'crypto', 'buffer', 'stream', 'net', 'http', 'https', 'zlib', 'util', 'punycode', 'os', 'querystring', 'fs']);

export interface Bundle {
    readonly code: string;
    /** Bytes of the minified code by npm package; our own code under its rooms. */
    readonly bytesBy: Readonly<Record<string, number>>;
}

/**
 * One CommonJS file with everything in it. Inside the engine's sandbox `globalThis` is a parameter that is undefined, so the
 * libraries that use it get the real one through a variable of ours.
 */
export async function bundle(entry: string): Promise<Bundle> {
    const result = await build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        minify: true,
        metafile: true,
        format: 'cjs',
        platform: 'node',
        target: 'es2022',
        charset: 'utf8',
        legalComments: 'none',
        external: ['@rocket.chat/apps-engine/*'],
        define: { globalThis: '__global' },
        banner: { js: "var __global=Function('return this')();" },
        plugins: [packedMessages],
        absWorkingDir: inRoot(),
        logLevel: 'warning',
    });
    const [file] = result.outputFiles;
    if (!file) {
        throw new Error(`esbuild made no file of ${entry}.`);
    }
    refuseForbiddenModules(result.metafile);
    refuseRewritten(file.text);
    return { code: file.text, bytesBy: bytesByPackage(result.metafile) };
}

function refuseForbiddenModules(metafile: Metafile): void {
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
    const forbidden = imported.filter((path) => !ALLOWED_MODULES.has(path) && !path.startsWith('@rocket.chat/apps-engine/'));
    if (forbidden.length > 0) {
        throw new Error(`The engine's sandbox does not have: ${[...new Set(forbidden)].join(', ')}.`);
    }
}

/**
 * The engine puts `await` before every `.usernames` in an app's code, and makes the functions around it asynchronous, and with
 * them all others of the same name. Taking an object apart is left alone. Source: its `deno-runtime/lib/ast/operations.ts`.
 */
function refuseRewritten(code: string): void {
    const found = /.{0,60}\.usernames\b/.exec(code);
    if (found) {
        throw new Error(`The engine would rewrite: ${found[0]}.`);
    }
}

function bytesByPackage(metafile: Metafile): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const output of Object.values(metafile.outputs)) {
        for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
            const owner = ownerOf(path);
            sums[owner] = (sums[owner] ?? 0) + bytesInOutput;
        }
    }
    return sums;
}

/** `node_modules/@a/b/x.js` → `@a/b`; our own files → their room. */
function ownerOf(path: string): string {
    const inside = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1];
    return inside ?? `hf-teamflow/${path.includes('/') ? path.split('/')[0] : 'front door'}`;
}
