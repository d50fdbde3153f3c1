import { SparseBytes } from './sparse';
import type { Tensor } from './safetensors';

/** Bits per weight and the file-type number of llama.cpp's quantisations that the seeds use. */
export const QUANTISATIONS = {
    Q2_K: { fileType: 10, tensorType: 10, bits: 2.96 },
    Q3_K_M: { fileType: 12, tensorType: 11, bits: 3.91 },
    Q4_0: { fileType: 2, tensorType: 2, bits: 4.5 },
    Q4_K_M: { fileType: 15, tensorType: 12, bits: 4.83 },
    Q5_K_M: { fileType: 17, tensorType: 13, bits: 5.67 },
    Q6_K: { fileType: 18, tensorType: 14, bits: 6.56 },
    Q8_0: { fileType: 7, tensorType: 8, bits: 8.5 },
    F16: { fileType: 1, tensorType: 1, bits: 16 },
} as const;

export type Quantisation = keyof typeof QUANTISATIONS;

export const isQuantisation = (word: string): word is Quantisation => word in QUANTISATIONS;

const U32 = 4;
const STRING = 8;
const ALIGNMENT = 32;

type Value = { type: typeof U32; value: number } | { type: typeof STRING; value: string };

/** Grows as it is written to; GGUF is little-endian throughout. */
class Writer {
    private readonly parts: Uint8Array[] = [];
    length = 0;

    private push(bytes: Uint8Array): this {
        this.parts.push(bytes);
        this.length += bytes.length;
        return this;
    }

    u32(value: number): this {
        const bytes = new Uint8Array(4);
        new DataView(bytes.buffer).setUint32(0, value, true);
        return this.push(bytes);
    }

    u64(value: number): this {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
        return this.push(bytes);
    }

    string(text: string): this {
        const bytes = new TextEncoder().encode(text);
        return this.u64(bytes.length).push(bytes);
    }

    magic(text: string): this {
        return this.push(new TextEncoder().encode(text));
    }

    value(entry: Value): this {
        this.u32(entry.type);
        return entry.type === U32 ? this.u32(entry.value) : this.string(entry.value);
    }

    done(): Uint8Array {
        const out = new Uint8Array(this.length);
        let at = 0;
        for (const part of this.parts) {
            out.set(part, at);
            at += part.length;
        }
        return out;
    }
}

export interface GgufFacts {
    name: string;
    architecture: string;
    contextLength: number;
    layers: number;
    hidden: number;
}

function metadata(facts: GgufFacts, quantisation: Quantisation): [string, Value][] {
    const { architecture } = facts;
    return [
        ['general.architecture', { type: STRING, value: architecture }],
        ['general.name', { type: STRING, value: facts.name }],
        ['general.file_type', { type: U32, value: QUANTISATIONS[quantisation].fileType }],
        ['general.quantization_version', { type: U32, value: 2 }],
        [`${architecture}.context_length`, { type: U32, value: facts.contextLength }],
        [`${architecture}.embedding_length`, { type: U32, value: facts.hidden }],
        [`${architecture}.block_count`, { type: U32, value: facts.layers }],
    ];
}

const align = (value: number): number => Math.ceil(value / ALIGNMENT) * ALIGNMENT;

/**
 * A GGUF version 3 file: magic, version, counts, key-value metadata and one info record per tensor are real, the weights are
 * zeros (ggml `docs/gguf.md`).
 */
export function ggufFile(facts: GgufFacts, tensors: readonly Tensor[], quantisation: Quantisation): SparseBytes {
    const { tensorType, bits } = QUANTISATIONS[quantisation];
    const entries = metadata(facts, quantisation);
    const writer = new Writer().magic('GGUF').u32(3).u64(tensors.length).u64(entries.length);
    for (const [key, value] of entries) {
        writer.string(key).value(value);
    }
    let offset = 0;
    for (const { name, shape } of tensors) {
        writer.string(name).u32(shape.length);
        // GGUF lists the fastest-varying dimension first, the reverse of safetensors.
        [...shape].reverse().forEach((side) => writer.u64(side));
        writer.u32(tensorType).u64(offset);
        offset = align(offset + Math.ceil((shape.reduce((product, side) => product * side, 1) * bits) / 8));
    }
    const head = writer.done();
    return new SparseBytes(align(head.length) + offset, [{ offset: 0, bytes: head }]);
}
