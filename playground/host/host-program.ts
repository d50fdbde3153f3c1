import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ENTRY = fileURLToPath(new URL('host-process-main.ts', import.meta.url));

/**
 * The program of a host process as one ES module that runs wherever it is read from. To bundle it takes a tenth of a second; to
 * import its sources and the engine through a loader of TypeScript, which sees each of their 500 files, takes more than a second.
 */
export async function hostProgram(): Promise<string> {
    const { outputFiles } = await build({
        entryPoints: [ENTRY], bundle: true, write: false, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error',
        plugins: [packagesInPlace, sourcesInPlace],
    });
    return outputFiles.map(({ text }) => text).join('');
}

/** Packages stay files of their own, under addresses in full: Node.js does not complete `…/server/AppManager` in an ES module. */
const packagesInPlace: Plugin = {
    name: 'packages-in-place',
    setup(bundler) {
        bundler.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
            if (kind === 'entry-point' || pluginData === packagesInPlace) {
                return undefined;
            }
            const found = await bundler.resolve(path, { kind, importer, resolveDir, pluginData: packagesInPlace });
            return found.external || found.errors.length > 0 ? found : { path: pathToFileURL(found.path).href, external: true };
        });
    },
};

/** `import.meta.url` is the source's, not the bundle's. */
const sourcesInPlace: Plugin = {
    name: 'sources-in-place',
    setup(bundler) {
        bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
            contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts',
        }));
    },
};
