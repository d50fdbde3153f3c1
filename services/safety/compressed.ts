import { failed, together, undecided, type Finding } from './finding';
import { unzip } from './inflate';
import { bytesSource, type ByteSource } from './metered-source';

/** So much of a compressed file is inflated, half of what may be read. joblib's dictionaries and small estimators are smaller. */
const MAX_PACKED_BYTES = 1024 * 1024;

/**
 * A file packed by zlib or gzip, as joblib does with pickles. Undefined when it is only two letters that look like it.
 * What is in it and is no program is not judged: tables and pictures are compressed as well.
 */
export async function inspectCompressed(source: ByteSource, inspect: (inner: ByteSource) => Promise<Finding>): Promise<Finding | undefined> {
    const packed = await source.read(0, MAX_PACKED_BYTES);
    const { bytes, problem } = await unzip(packed);
    if (bytes.byteLength === 0 && problem !== undefined) return undefined;
    source.effort?.spend('inflated', bytes.byteLength);
    const inner = await inspect(bytesSource(bytes, source.effort));
    const isQuiet = inner.verdict === 'allowed' || inner.verdict === 'unknown';
    // Python passes zeros between the parts of a gzip file and reads on.
    if (problem === undefined && (await isWholeBefore(packed))) return together(inner.format, [inner, failed(inner.format, 'malformed', 'bytes follow what is compressed')]);
    if (isQuiet && (inner.format === 'text' || inner.format === 'other')) return undecided('other', 'a compressed file');
    const format = inner.format === 'pickle' ? 'joblib' : inner.format;
    const isCut = packed.byteLength < source.size && problem === 'truncated';
    const ending = problem && failed(format, isCut ? 'budget' : problem, 'a compressed file that was not read to its end');
    return together(format, ending ? [inner, ending] : [inner]);
}

/** Whether what is compressed ends before the last byte. Not every runtime of the app tells how much of its input zlib has taken. */
async function isWholeBefore(packed: Uint8Array): Promise<boolean> {
    return (await unzip(packed.subarray(0, -1))).problem === undefined;
}
