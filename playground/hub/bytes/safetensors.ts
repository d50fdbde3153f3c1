import { SparseBytes } from './sparse';

export interface Tensor {
    name: string;
    shape: number[];
}

export type FloatType = 'F32' | 'F16' | 'BF16';

const BYTES_PER_VALUE: Record<FloatType, number> = { F32: 4, F16: 2, BF16: 2 };

export const valuesIn = (tensors: readonly Tensor[]): number =>
    tensors.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);

export const bytesOf = (tensor: Tensor, dtype: FloatType): number => valuesIn([tensor]) * BYTES_PER_VALUE[dtype];

/**
 * A safetensors file with a true header and zeros for weights: eight bytes of little-endian header length, the JSON header
 * padded with spaces to a multiple of eight, then the data (safetensors README, "Format").
 */
export function safetensorsFile(tensors: readonly Tensor[], dtype: FloatType): SparseBytes {
    const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
    let at = 0;
    for (const tensor of tensors) {
        const size = bytesOf(tensor, dtype);
        header[tensor.name] = { dtype, shape: tensor.shape, data_offsets: [at, at + size] };
        at += size;
    }
    const json = JSON.stringify(header);
    const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8, ' '));
    const head = new Uint8Array(8 + text.length);
    new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
    head.set(text, 8);
    return new SparseBytes(head.length + at, [{ offset: 0, bytes: head }]);
}

export interface WeightFile {
    path: string;
    bytes: SparseBytes;
}

/** The shards transformers would write and their index, or one `model.safetensors` when it fits `maxShardBytes`. */
export function safetensorsFiles(tensors: readonly Tensor[], dtype: FloatType, maxShardBytes = 5_000_000_000): WeightFile[] {
    const shards = splitByBytes(tensors, dtype, maxShardBytes);
    if (shards.length === 1) {
        return [{ path: 'model.safetensors', bytes: safetensorsFile(tensors, dtype) }];
    }
    const number = (value: number): string => String(value).padStart(5, '0');
    const nameOf = (index: number): string => `model-${number(index + 1)}-of-${number(shards.length)}.safetensors`;
    const weightMap = Object.fromEntries(shards.flatMap((shard, index) => shard.map(({ name }) => [name, nameOf(index)])));
    const totalSize = tensors.reduce((sum, tensor) => sum + bytesOf(tensor, dtype), 0);
    const index = JSON.stringify({ metadata: { total_size: totalSize }, weight_map: weightMap }, null, 2);
    return [
        ...shards.map((shard, at) => ({ path: nameOf(at), bytes: safetensorsFile(shard, dtype) })),
        { path: 'model.safetensors.index.json', bytes: SparseBytes.text(index) },
    ];
}

function splitByBytes(tensors: readonly Tensor[], dtype: FloatType, limit: number): Tensor[][] {
    const shards: Tensor[][] = [[]];
    let used = 0;
    for (const tensor of tensors) {
        const size = bytesOf(tensor, dtype);
        if (used > 0 && used + size > limit) {
            shards.push([]);
            used = 0;
        }
        shards.at(-1)?.push(tensor);
        used += size;
    }
    return shards;
}
