import { Buffer } from 'buffer';
import { findingOf, type Finding } from '../finding';
import type { ByteSource } from '../metered-source';
import { TAIL_BYTES } from './end-record';
import { inspectZip, type InspectEntry } from './inspect-zip';

/** `PK`, 1, 2: what each entry of a central directory begins with. */
const HEADER_SIGNATURE = String.fromCharCode(0x50, 0x4b, 1, 2);

/**
 * The archive that stands behind something else: archives are read from their end, so that it may be anything. What only looks like
 * such an end, in numbers, is none.
 */
export async function findTrailingArchive(source: ByteSource, inspect: InspectEntry): Promise<Finding | undefined> {
    const finding = await findingOf('zip', () => inspectZip(source, inspect));
    if (finding?.verdict !== 'error' || finding.problem !== 'malformed') return finding;
    const tail = await source.read(Math.max(0, source.size - TAIL_BYTES), TAIL_BYTES);
    return Buffer.from(tail).includes(HEADER_SIGNATURE, 0, 'latin1') ? finding : undefined;
}
