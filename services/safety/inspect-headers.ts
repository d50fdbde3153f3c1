import { failedReading, harmless, type Finding } from './finding';
import { readGguf } from './gguf';
import type { ByteSource } from './metered-source';
import { readSafetensors } from './safetensors';

/** The format holds numbers only: a header that is right is all there is to it. */
export async function inspectSafetensors(source: ByteSource): Promise<Finding> {
    const reading = await readSafetensors(source.read, source.size);
    return reading.ok ? harmless('safetensors') : failedReading('safetensors', reading);
}

/**
 * A large vocabulary stands before the tensors, so that many a good file's list of them lies beyond the budget. It imports nothing all
 * the same: that is said in words and is no error.
 */
export async function inspectGguf(source: ByteSource): Promise<Finding> {
    const reading = await readGguf(source.read, source.size);
    if (!reading.ok) return failedReading('gguf', reading);
    return harmless('gguf', reading.facts.complete ? undefined : 'the list of tensors lies beyond what is read');
}
