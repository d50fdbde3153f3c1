import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'esbuild';

type Messages = Readonly<Record<string, string>>;

/**
 * Puts the messages into the bundle compressed, the translations without their keys, which stand in the English original: they are
 * most of all text. Unpacking all takes some milliseconds, once, when the app is loaded.
 */
export const packedMessages: Plugin = {
    name: 'packed-messages',
    setup(build) {
        build.onLoad({ filter: /[\\/]i18n[\\/]messages[\\/].+\.json$/ }, async ({ path }) => {
            const english = join(dirname(path), '..', 'en', basename(path));
            const contents = english === path ? unpackingEnglish(await read(path)) : unpacking(await read(path), { english: await read(english), from: `../en/${basename(path)}` });
            return { contents, loader: 'js', resolveDir: dirname(path) };
        });
    },
};

const read = async (path: string): Promise<Messages> => JSON.parse(await readFile(path, 'utf8')) as Messages;

const packed = (value: unknown): string =>
    brotliCompressSync(JSON.stringify(value), { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }).toString('base64');

const opening = (value: unknown): string => `JSON.parse(brotliDecompressSync(Buffer.from('${packed(value)}', 'base64')).toString())`;

const IMPORTS = "import { brotliDecompressSync } from 'zlib';\nimport { Buffer } from 'buffer';";

const unpackingEnglish = (messages: Messages): string => `${IMPORTS}\nexport default ${opening(messages)};`;

function unpacking(messages: Messages, { english, from }: { readonly english: Messages; readonly from: string }): string {
    return [
        IMPORTS,
        `import english from '${from}';`,
        `const texts = ${opening(Object.keys(english).map((key) => messages[key]))};`,
        'export default Object.fromEntries(Object.keys(english).map((key, index) => [key, texts[index]]));',
    ].join('\n');
}
