import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

/**
 * Puts the translations into the bundle deflated: they are half of all text and each reader needs one of them.
 * Unpacking all of them takes about a millisecond when the app is loaded; the English original stays as it is.
 */
export const packedMessages: Plugin = {
    name: 'packed-messages',
    setup(build) {
        build.onLoad({ filter: /[\\/]i18n[\\/]messages[\\/].+\.json$/ }, async ({ path }) => {
            if (basename(dirname(path)) === 'en') {
                return undefined;
            }
            const messages: unknown = JSON.parse(await readFile(path, 'utf8'));
            const packed = deflateRawSync(JSON.stringify(messages), { level: 9 }).toString('base64');
            const contents = `import { inflateRawSync } from 'zlib';\nimport { Buffer } from 'buffer';\nexport default JSON.parse(inflateRawSync(Buffer.from('${packed}', 'base64')).toString());`;
            return { contents, loader: 'js' };
        });
    },
};
