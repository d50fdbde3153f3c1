import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { inRoot } from './paths';

const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };

/** What was compressed last, in three lines: the hash of all that decides the result, the result's own, the result. */
const LAST = inRoot('node_modules', '.cache', 'hf-teamflow', 'compressed');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The text under Brotli at its best, in base64. That takes a second for the messages, so the last result is kept for the next `npm start`. */
export async function compressOnce(text: string): Promise<string> {
    const wanted = sha256(JSON.stringify([PARAMS, process.versions.brotli, text]));
    const [source, sum, known = ''] = (await readFile(LAST, 'utf8').catch(() => '')).split('\n');
    if (source === wanted && sum === sha256(known)) {
        return known;
    }
    const compressed = brotliCompressSync(text, { params: PARAMS }).toString('base64');
    await keep([wanted, sha256(compressed), compressed].join('\n'));
    return compressed;
}

/** Renamed into its place, because several programs may package at once. */
async function keep(content: string): Promise<void> {
    const draft = `${LAST}.${randomUUID()}`;
    await mkdir(dirname(LAST), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, LAST);
}
