import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { compressOnce } from './compress-once';

type Messages = Readonly<Record<string, string>>;

/** The original, whose keys stand for those of the translations. */
const ENGLISH = 'en';
const STORE = 'packed-messages';

/**
 * Puts the messages into the bundle as one compressed text, the translations without their keys: they are most of all text, and what
 * is alike in them is best pressed together. Unpacking takes some milliseconds, once, when the app is loaded.
 */
export const packedMessages: Plugin = {
    name: STORE,
    setup(build) {
        build.onLoad({ filter: /[\\/]i18n[\\/]messages[\\/].+\.json$/ }, ({ path }) => {
            const language = basename(dirname(path));
            return { contents: `import { messagesOf } from '${STORE}';\nexport default messagesOf('${language}', '${basename(path)}');`, loader: 'js', resolveDir: dirname(path) };
        });
        build.onResolve({ filter: new RegExp(`^${STORE}$`) }, ({ resolveDir }) => ({ path: join(resolveDir, '..'), namespace: STORE }));
        build.onLoad({ filter: /.*/, namespace: STORE }, async ({ path }) => ({ contents: await store(await readAll(path)), loader: 'js', resolveDir: path }));
    },
};

/** Messages by language and file. */
type Everything = Readonly<Record<string, Readonly<Record<string, Messages>>>>;

async function readAll(folder: string): Promise<Everything> {
    const read = async (path: string): Promise<Messages> => JSON.parse(await readFile(path, 'utf8')) as Messages;
    const entries = (await readdir(folder)).map(async (language) => {
        const files = await readdir(join(folder, language));
        return [language, Object.fromEntries(await Promise.all(files.map(async (file) => [file, await read(join(folder, language, file))] as const)))] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
}

async function store(all: Everything): Promise<string> {
    const english = all[ENGLISH] ?? {};
    const texts = Object.entries(all).map(([language, files]) => [language, Object.entries(english).map(([file, messages]) => [file, Object.keys(messages).map((key) => files[file]?.[key])])]);
    const keys = Object.entries(english).map(([file, messages]) => [file, Object.keys(messages)]);
    const packed = await compressOnce(JSON.stringify([keys, texts]));
    return [
        "import { brotliDecompressSync } from 'zlib';\nimport { Buffer } from 'buffer';",
        `const [keys, texts] = JSON.parse(brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString());`,
        'const keysOf = new Map(keys);',
        'const textsOf = new Map(texts.map(([language, files]) => [language, new Map(files)]));',
        'export function messagesOf(language, file) {',
        '    const values = textsOf.get(language).get(file);',
        '    return Object.fromEntries(keysOf.get(file).map((key, index) => [key, values[index]]));',
        '}',
    ].join('\n');
}
