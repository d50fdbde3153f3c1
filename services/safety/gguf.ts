import type { ReadRange } from '../hub';
import { BoundedReader } from './bounded-reader';
import { fileTypeName, tensorTypeName } from './ggml-types';
import { readGgufValue, type GgufValue } from './gguf-value';
import { HeaderError, readingOf, type HeaderReading } from './header-reading';

/** A forged count would keep the loop going for ever; real files have below a hundred keys. */
export const MAX_KEYS = 4_096;
/** The same for tensors; mixtures of experts have some thousand. */
export const MAX_TENSORS = 50_000;
/** Keys and tensor names are copied and compared; the format allows no longer keys. */
export const MAX_NAME_BYTES = 65_535;
/** The format's own limit. A larger number would be multiplied out dimension by dimension. */
export const MAX_DIMENSIONS = 4;

const MAGIC = 'GGUF';
/** Version 1 had 32-bit lengths and was in use for weeks only. */
const VERSIONS: ReadonlySet<number> = new Set([2, 3]);

export interface GgufFacts {
    format: 'gguf';
    version: number;
    tensorCount: number;
    /** `llama`, `qwen2`, … */
    architecture?: string;
    name?: string;
    /** Tokens. */
    contextLength?: number;
    /** From `general.file_type`: `Q4_K_M`. */
    quantization?: string;
    /** Elements per tensor type; only when `complete`. */
    parameters?: Record<string, number>;
    totalParameters?: number;
    /** False when the tensor list lies beyond the read budget: a large vocabulary stands before it. */
    complete: boolean;
}

/**
 * Reads the head of a GGUF file: keys, then the list of tensors, no weights.
 * With `fileSize`, no tensor may begin behind its end: readers that map the file would read what is not theirs.
 * Source: https://github.com/ggml-org/ggml (docs/gguf.md).
 */
export function readGguf(readRange: ReadRange, fileSize = Number.MAX_SAFE_INTEGER): Promise<HeaderReading<GgufFacts>> {
    return readingOf(async () => {
        const reader = new BoundedReader(readRange);
        const { version, tensorCount, keyCount } = await readPreamble(reader);
        const keys = new Map<string, GgufValue>();
        const parameters = await withinBudget(async () => {
            await readKeys(reader, keyCount, keys);
            return readTensors(reader, tensorCount, fileSize);
        });
        return { format: 'gguf', version, tensorCount, ...knownFacts(keys), ...parameterFacts(parameters), complete: parameters !== undefined };
    });
}

async function readPreamble(reader: BoundedReader): Promise<{ version: number; tensorCount: number; keyCount: number }> {
    if (await reader.text(4) !== MAGIC) throw new HeaderError('not-this-format', 'no GGUF magic');
    const version = await reader.u32();
    if (!VERSIONS.has(version)) throw new HeaderError('unsupported-version', `GGUF version ${version}`);
    const tensorCount = await reader.u64();
    const keyCount = await reader.u64();
    if (tensorCount > MAX_TENSORS) throw new HeaderError('too-long', `${tensorCount} tensors`);
    if (keyCount > MAX_KEYS) throw new HeaderError('too-long', `${keyCount} keys`);
    return { version, tensorCount, keyCount };
}

/** What was read before the budget ran out is still true; everything else about the file stays an error. */
async function withinBudget<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
        return await read();
    } catch (error) {
        if (error instanceof HeaderError && error.problem === 'budget') return undefined;
        throw error;
    }
}

async function readKeys(reader: BoundedReader, count: number, into: Map<string, GgufValue>): Promise<void> {
    for (let index = 0; index < count; index++) {
        const key = await readName(reader);
        const value = await readGgufValue(reader, await reader.u32());
        if (value !== undefined) into.set(key, value);
    }
}

async function readTensors(reader: BoundedReader, count: number, fileSize: number): Promise<Map<string, number>> {
    const parameters = new Map<string, number>();
    for (let index = 0; index < count; index++) {
        await readName(reader);
        const elements = await readElementCount(reader);
        const type = tensorTypeName(await reader.u32());
        if (await reader.u64() > fileSize - reader.position) throw new HeaderError('malformed', 'a tensor behind the end of the file');
        parameters.set(type, (parameters.get(type) ?? 0) + elements);
    }
    return parameters;
}

async function readName(reader: BoundedReader): Promise<string> {
    const length = await reader.u64();
    if (length > MAX_NAME_BYTES) throw new HeaderError('too-long', `a name of ${length} bytes`);
    return reader.text(length);
}

async function readElementCount(reader: BoundedReader): Promise<number> {
    const dimensions = await reader.u32();
    if (dimensions > MAX_DIMENSIONS) throw new HeaderError('too-long', `a tensor of ${dimensions} dimensions`);
    let elements = 1;
    for (let index = 0; index < dimensions; index++) elements *= await reader.u64();
    if (!Number.isSafeInteger(elements)) throw new HeaderError('malformed', 'a tensor of impossible size');
    return elements;
}

function knownFacts(keys: ReadonlyMap<string, GgufValue>): Pick<GgufFacts, 'architecture' | 'name' | 'contextLength' | 'quantization'> {
    const architecture = keys.get('general.architecture');
    const name = keys.get('general.name');
    const contextLength = keys.get(`${String(architecture)}.context_length`);
    const fileType = keys.get('general.file_type');
    return {
        architecture: typeof architecture === 'string' ? architecture : undefined,
        name: typeof name === 'string' ? name : undefined,
        contextLength: typeof contextLength === 'number' ? contextLength : undefined,
        quantization: typeof fileType === 'number' ? fileTypeName(fileType) : undefined,
    };
}

function parameterFacts(parameters: ReadonlyMap<string, number> | undefined): Pick<GgufFacts, 'parameters' | 'totalParameters'> {
    if (!parameters) return {};
    return {
        parameters: Object.fromEntries(parameters),
        totalParameters: [...parameters.values()].reduce((sum, elements) => sum + elements, 0),
    };
}
