import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { inRoot } from '../../scripts/paths';

export interface PageFile {
    readonly type: string;
    readonly bytes: Uint8Array;
}

/** Files of the page by path, for example `/page.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', woff2: 'font/woff2', woff: 'font/woff', ttf: 'font/ttf', svg: 'image/svg+xml' };

const require = createRequire(import.meta.url);

let built: Promise<PageFiles> | undefined;

/** Bundles the browser's part in memory (about a second), once for a process. */
export function buildPage(): Promise<PageFiles> {
    built ??= bundlePage();
    return built;
}

async function bundlePage(): Promise<PageFiles> {
    const { outputFiles } = await build(pageBundle());
    const files = new Map<string, PageFile>(outputFiles.map(({ path, contents }) => [path, { type: TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream', bytes: contents }]));
    files.set('/', { type: 'text/html; charset=utf-8', bytes: await readFile(inRoot('playground', 'page', 'client', 'index.html')) });
    return files;
}

/** How the browser's part is bundled. */
export const pageBundle = () => ({
    entryPoints: { page: inRoot('playground', 'page', 'client', 'main.tsx') },
    absWorkingDir: inRoot(), outdir: '/', bundle: true, write: false, metafile: true, format: 'esm', target: 'es2022', jsx: 'automatic', minify: true, legalComments: 'none', logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file', '.svg': 'file', '.eot': 'empty' },
    assetNames: 'assets/[name]-[hash]', publicPath: '/',
    plugins: [emojiNames],
} as const satisfies BuildOptions);

interface EmojiFacts {
    readonly category: string;
    readonly order: number;
    readonly display: number;
    readonly shortname: string;
    readonly shortname_alternates: readonly string[];
    readonly code_points: { readonly fully_qualified: string };
}

/** `virtual:emoji`: of emoji-toolkit's two megabytes only what the page uses, `[names, characters, category]` in the usual order. */
const emojiNames: Plugin = {
    name: 'emoji-names',
    setup(bundler) {
        bundler.onResolve({ filter: /^virtual:emoji$/ }, ({ path }) => ({ path, namespace: 'emoji' }));
        bundler.onLoad({ filter: /.*/, namespace: 'emoji' }, async () => {
            const facts = Object.values(JSON.parse(await readFile(require.resolve('emoji-toolkit/emoji.json'), 'utf8')) as Record<string, EmojiFacts>);
            const rows = facts.sort((a, b) => a.order - b.order).map(({ shortname, shortname_alternates: others, code_points: codes, category }) => [
                [shortname, ...others].map((name) => name.slice(1, -1)),
                String.fromCodePoint(...codes.fully_qualified.split('-').map((code) => parseInt(code, 16))),
                category,
            ]);
            return { contents: JSON.stringify(rows), loader: 'json' };
        });
    },
};
