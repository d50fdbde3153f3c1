import * as z from 'zod/mini';
import type { ReadRange } from '../hub';
import { BoundedReader } from './bounded-reader';
import { HeaderError, readingOf, type HeaderReading } from './header-reading';

/** A forged length would make us fetch and parse gigabytes of JSON. Real headers of sharded models stay below 1 MiB. */
export const MAX_HEADER_BYTES = 1_835_008;
/** A header of nothing but tiny entries would keep the process busy; the largest models have some ten thousand. */
export const MAX_TENSORS = 50_000;
/** A long shape would be multiplied out dimension by dimension. */
export const MAX_DIMENSIONS = 16;
/** Free text for whoever trained the model; more of it than this is not shown anyway. */
export const MAX_METADATA_ENTRIES = 256;

/** Bits per element. Source: https://github.com/huggingface/safetensors (safetensors/src/tensor.rs). */
const DTYPE_BITS: ReadonlyMap<string, number> = new Map([
    ['BOOL', 8], ['U8', 8], ['I8', 8], ['F8_E5M2', 8], ['F8_E4M3', 8], ['F8_E8M0', 8], ['F4', 4], ['F6_E2M3', 6], ['F6_E3M2', 6],
    ['U16', 16], ['I16', 16], ['F16', 16], ['BF16', 16], ['U32', 32], ['I32', 32], ['F32', 32],
    ['U64', 64], ['I64', 64], ['F64', 64], ['C64', 64],
]);

const tensorSchema = z.object({
    dtype: z.string(),
    shape: z.array(z.number()),
    data_offsets: z.tuple([z.number(), z.number()]),
});
type Tensor = z.infer<typeof tensorSchema>;

export interface SafetensorsFacts {
    format: 'safetensors';
    tensorCount: number;
    /** Elements per dtype, as stored: packed weights of quantised models count as their containers. */
    parameters: Record<string, number>;
    totalParameters: number;
    /** `__metadata__`, for example `{ format: 'pt' }`. */
    metadata: Record<string, string>;
    headerBytes: number;
    /** Bytes of tensor data that the header promises. */
    dataBytes: number;
}

/**
 * Reads and checks the header of a `.safetensors` file, without its weights: eight bytes of length, then JSON.
 * Offsets must cover the data without holes or overlaps, as the format demands; with `fileSize` their end is checked, too.
 */
export function readSafetensors(readRange: ReadRange, fileSize?: number): Promise<HeaderReading<SafetensorsFacts>> {
    return readingOf(async () => {
        const reader = new BoundedReader(readRange);
        const headerBytes = await reader.u64();
        if (headerBytes > MAX_HEADER_BYTES) throw new HeaderError('too-long', `a header of ${headerBytes} bytes`);
        if (headerBytes < 2) throw new HeaderError('not-this-format', 'an empty header');
        const facts = factsOf(parseHeader(await reader.text(headerBytes)), headerBytes);
        if (fileSize !== undefined && fileSize !== 8 + headerBytes + facts.dataBytes) {
            throw new HeaderError('malformed', `the header describes ${8 + headerBytes + facts.dataBytes} bytes, the file has ${fileSize}`);
        }
        return facts;
    });
}

function parseHeader(json: string): [string, unknown][] {
    // The format demands that the first byte is a brace, so that a header cannot pass for anything else.
    if (!json.startsWith('{')) throw new HeaderError('not-this-format', 'the header is not a JSON object');
    try {
        const header: unknown = JSON.parse(json);
        // Own entries as they are: a schema for records leaves `__proto__` out, and a tensor of that name unchecked.
        return typeof header === 'object' && header !== null ? Object.entries(header) : [];
    } catch {
        throw new HeaderError('malformed', 'the header is not valid JSON');
    }
}

function factsOf(entries: [string, unknown][], headerBytes: number): SafetensorsFacts {
    if (entries.length > MAX_TENSORS) throw new HeaderError('too-long', `${entries.length} tensors`);
    const tensors = entries.filter(([name]) => name !== '__metadata__').map(([name, value]) => checkedTensor(name, value));
    const parameters: Record<string, number> = {};
    for (const { dtype, elements } of tensors) parameters[dtype] = (parameters[dtype] ?? 0) + elements;
    return {
        format: 'safetensors',
        tensorCount: tensors.length,
        parameters,
        totalParameters: tensors.reduce((sum, { elements }) => sum + elements, 0),
        metadata: metadataOf(entries.find(([name]) => name === '__metadata__')?.[1]),
        headerBytes,
        dataBytes: checkedExtent(tensors),
    };
}

interface CheckedTensor {
    dtype: string;
    elements: number;
    begin: number;
    end: number;
}

function checkedTensor(name: string, value: unknown): CheckedTensor {
    const parsed = z.safeParse(tensorSchema, value);
    if (!parsed.success) throw malformed(name, 'has no dtype, shape and offsets');
    const { dtype, shape, data_offsets: [begin, end] } = parsed.data;
    const bits = DTYPE_BITS.get(dtype);
    if (bits === undefined) throw malformed(name, 'has an unknown dtype');
    const elements = elementCount(name, shape);
    const isRange = [begin, end].every((offset) => Number.isSafeInteger(offset) && offset >= 0) && begin <= end;
    if (!isRange || end - begin !== Math.ceil((elements * bits) / 8)) throw malformed(name, 'has offsets that do not fit its shape');
    return { dtype, elements, begin, end };
}

function elementCount(name: string, shape: Tensor['shape']): number {
    if (shape.length > MAX_DIMENSIONS) throw new HeaderError('too-long', `a tensor of ${shape.length} dimensions`);
    const elements = shape.reduce((product, size) => (Number.isSafeInteger(size) && size >= 0 ? product * size : Number.NaN), 1);
    if (!Number.isSafeInteger(elements)) throw malformed(name, 'has an impossible shape');
    return elements;
}

/** Where the data ends. A hole could hide a payload, an overlap alias one tensor to another. */
function checkedExtent(tensors: readonly CheckedTensor[]): number {
    let end = 0;
    for (const tensor of [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
        if (tensor.begin !== end) throw new HeaderError('malformed', 'tensor data with holes or overlaps');
        end = tensor.end;
    }
    return end;
}

function metadataOf(value: unknown): Record<string, string> {
    if (value === undefined) return {};
    const parsed = z.safeParse(z.record(z.string(), z.string()), value);
    if (!parsed.success) throw new HeaderError('malformed', '__metadata__ is not a map of texts');
    return Object.fromEntries(Object.entries(parsed.data).slice(0, MAX_METADATA_ENTRIES));
}

function malformed(name: string, problem: string): HeaderError {
    return new HeaderError('malformed', `tensor ${name.slice(0, 100)} ${problem}`);
}
