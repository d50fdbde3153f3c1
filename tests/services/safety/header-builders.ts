import type { ReadRange } from '../../../services/hub';

/** A file in memory, read as a server would let it be read; `reads` notes what was asked for. */
export function fileReader(bytes: Uint8Array): { read: ReadRange; reads: { from: number; length: number }[] } {
    const reads: { from: number; length: number }[] = [];
    return {
        reads,
        read: (from, length) => {
            reads.push({ from, length });
            return Promise.resolve(bytes.slice(from, from + length));
        },
    };
}

/** A safetensors file around any header; the data is zeros. */
export function safetensorsFile(header: unknown, dataBytes = 0): Uint8Array {
    const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
    const file = new Uint8Array(8 + json.byteLength + dataBytes);
    new DataView(file.buffer).setBigUint64(0, BigInt(json.byteLength), true);
    file.set(json, 8);
    return file;
}

/** Writes GGUF's little-endian values one after the other. */
export class GgufWriter {
    readonly #bytes: number[] = [];

    u32(value: number): this { return this.#number(4, (view) => view.setUint32(0, value, true)); }
    u64(value: number | bigint): this { return this.#number(8, (view) => view.setBigUint64(0, BigInt(value), true)); }

    raw(text: string): this {
        for (const byte of new TextEncoder().encode(text)) this.#bytes.push(byte);
        return this;
    }

    text(value: string): this {
        return this.u64(new TextEncoder().encode(value).byteLength).raw(value);
    }

    key(name: string, type: number): this { return this.text(name).u32(type); }

    tensor(name: string, dimensions: readonly number[], type: number): this {
        this.text(name).u32(dimensions.length);
        for (const size of dimensions) this.u64(size);
        return this.u32(type).u64(0);
    }

    bytes(): Uint8Array { return Uint8Array.from(this.#bytes); }

    #number(length: number, write: (view: DataView) => void): this {
        const chunk = new Uint8Array(length);
        write(new DataView(chunk.buffer));
        for (const byte of chunk) this.#bytes.push(byte);
        return this;
    }
}

/** A small, whole GGUF head. */
export function ggufFile(): Uint8Array {
    return new GgufWriter()
        .raw('GGUF').u32(3).u64(2).u64(5)
        .key('general.architecture', 8).text('llama')
        .key('llama.context_length', 4).u32(8192)
        .key('general.file_type', 4).u32(15)
        .key('tokenizer.ggml.tokens', 9).u32(8).u64(3).text('<s>').text('a').text('b')
        .key('tokenizer.ggml.scores', 9).u32(6).u64(2).u32(0).u32(0)
        .tensor('token_embd.weight', [64, 100], 12)
        .tensor('output_norm.weight', [64], 0)
        .bytes();
}
