import type { ReadRange } from '../hub';
import { isText, magicOf } from './file-magic';
import { failed, failedReading, findingOf, harmless, undecided, type Finding } from './finding';
import { readGguf } from './gguf';
import { MeteredSource, type ByteSource } from './metered-source';
import { readSafetensors } from './safetensors';
import type { ContentVerdict } from './verdict';

/** Formats are told, and text is judged, by this much of a file. */
const HEAD_BYTES = 64 * 1024;

/**
 * Looks at what a file is by its content, whatever its name says, and at what it would do when it is loaded; constructs nothing
 * out of it. Reads at most `READ_BUDGET_BYTES`, in ranges, and keeps no more in memory than a few times that.
 * Throws what `readRange` throws; whatever is wrong with the file is a verdict.
 */
export async function inspectFile(readRange: ReadRange, file: { path: string; size: number }): Promise<ContentVerdict> {
    const source = new MeteredSource(readRange, file.size);
    const finding = await findingOf('other', () => look(source, file.path));
    return { ...finding, bytesRead: source.bytesRead };
}

async function look(source: ByteSource, path: string): Promise<Finding> {
    const head = await source.read(0, HEAD_BYTES);
    const magic = magicOf(head, source.size);
    switch (magic) {
        case 'gguf': return inspectGguf(source);
        case 'safetensors': return inspectSafetensors(source);
        case undefined: break;
        default: return failed(magic === 'zip' ? 'zip' : 'other', 'unsupported', `a file of the kind ${magic}`);
    }
    if (path.toLowerCase().endsWith('.safetensors')) return inspectSafetensors(source);
    return isText(head, source.size > head.byteLength) ? harmless('text') : undecided('other', 'a format that is not known here');
}

async function inspectSafetensors(source: ByteSource): Promise<Finding> {
    const reading = await readSafetensors(source.read, source.size);
    return reading.ok ? harmless('safetensors') : failedReading('safetensors', reading);
}

/** A large vocabulary stands before the tensors, so that many a good file's list of them lies beyond the budget. */
async function inspectGguf(source: ByteSource): Promise<Finding> {
    const reading = await readGguf(source.read);
    if (!reading.ok) return failedReading('gguf', reading);
    return harmless('gguf', reading.facts.complete ? undefined : 'the list of tensors lies beyond what is read');
}
