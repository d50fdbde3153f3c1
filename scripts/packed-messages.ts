import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

type Messages = Readonly<Record<string, string>>;

/**
 * Puts the translations into the bundle deflated and without their keys, which stand in the English original: translations
 * are most of all text, and each reader needs one of them. Unpacking all takes about a millisecond when the app is loaded.
 */
export const packedMessages: Plugin = {
    name: 'packed-messages',
    setup(build) {
        build.onLoad({ filter: /[\\/]i18n[\\/]messages[\\/].+\.json$/ }, async ({ path }) => {
            const original = join(dirname(path), '..', 'en', basename(path));
            if (original === path) {
                return undefined;
            }
            return { contents: unpacking(await packed(path, original), `../en/${basename(path)}`), loader: 'js', resolveDir: dirname(path) };
        });
    },
};

async function packed(path: string, original: string): Promise<string> {
    const [translation, english] = await Promise.all([path, original].map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Messages));
    const texts = Object.keys(english ?? {}).map((key) => translation?.[key]);
    return deflateRawSync(JSON.stringify(texts), { level: 9 }).toString('base64');
}

function unpacking(base64: string, original: string): string {
    return [
        "import { inflateRawSync } from 'zlib';",
        "import { Buffer } from 'buffer';",
        `import english from '${original}';`,
        `const texts = JSON.parse(inflateRawSync(Buffer.from('${base64}', 'base64')).toString());`,
        'export default Object.fromEntries(Object.keys(english).map((key, index) => [key, texts[index]]));',
    ].join('\n');
}
