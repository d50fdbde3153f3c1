import type { SizedFile } from '../hub';
import { quantizationOf } from '../safety';
import { formatOf, formatsOf, quantisations, type Quantised, type WeightFormat } from './weights';

/** Formats that can be asked for by name. */
export const PULL_FORMATS = ['safetensors', 'gguf'] as const;

export interface WeightWish {
    readonly format?: (typeof PULL_FORMATS)[number] | undefined;
    /** In any way people write it: `q4_k_m`, `Q4-K-M`. */
    readonly quantization?: string | undefined;
}

/** What is to be pulled of a model that was not asked for by its files. */
export type WeightChoice<F extends SizedFile> =
    | {
        readonly kind: 'chosen';
        /** undefined for a repository without weights. */
        readonly format?: WeightFormat;
        /** The weights, and what every loader needs beside them. */
        readonly files: readonly F[];
        /** Weights of a format that can run code, which those that were chosen stand in for. */
        readonly replaced: readonly F[];
    }
    /** Several quantisations, none of them asked for. */
    | { readonly kind: 'which'; readonly offered: readonly Quantised[] }
    | { readonly kind: 'no-quantization'; readonly offered: readonly Quantised[] }
    | { readonly kind: 'no-format'; readonly offered: readonly WeightFormat[] };

/** Formats that hold data only, the best first. */
const SAFE_FORMATS: readonly WeightFormat[] = ['safetensors', 'gguf', 'onnx'];
/** Formats that run code when they are loaded, or can. */
const CODE_FORMATS: ReadonlySet<WeightFormat | undefined> = new Set(['pickle', 'keras', 'tensorflow']);

/** A projector for pictures goes with every quantisation of its model. Source: https://github.com/ggml-org/llama.cpp/tree/master/tools/mtmd. */
const PROJECTOR = /(?:^|\/)mmproj[^/]*\.gguf$/i;
/** The list of which tensor lies in which shard belongs to shards of its format. */
const SHARD_INDEX = /(\.[a-z0-9]+)\.index(?:\.[a-z0-9_-]+)?\.json$/i;

/** Chooses the best safe format, or the one that was asked for, and one quantisation. */
export function chooseWeights<F extends SizedFile>(files: readonly F[], wish: WeightWish): WeightChoice<F> {
    const offered = formatsOf(files.map(({ path }) => path));
    const wanted = wish.format ?? (wish.quantization === undefined ? undefined : 'gguf');
    if (wanted !== undefined && !offered.includes(wanted)) {
        return { kind: 'no-format', offered };
    }
    const format = wanted ?? SAFE_FORMATS.find((one) => offered.includes(one));
    return format === 'gguf' ? chooseQuantisation(files, wish.quantization) : chosen(files, format);
}

function chosen<F extends SizedFile>(files: readonly F[], format: WeightFormat | undefined, isWanted: (file: F) => boolean = () => true): WeightChoice<F> {
    // Nothing safe is on offer: all of it is shown, with what speaks against it.
    const belongs = (file: F): boolean => format === undefined || (formatOf(file.path) === format ? isWanted(file) : isCompanion(file, format));
    const replaced = format === undefined ? [] : files.filter(({ path }) => CODE_FORMATS.has(formatOf(path)));
    return { kind: 'chosen', ...(format !== undefined && { format }), files: files.filter(belongs), replaced };
}

/** A setting, a vocabulary, a card: no weights of any format, and nothing about those of another one. */
function isCompanion({ path }: SizedFile, format: WeightFormat): boolean {
    const shard = SHARD_INDEX.exec(path)?.[1];
    return formatOf(path) === undefined && (shard === undefined || formatOf(`model${shard}`) === format);
}

function chooseQuantisation<F extends SizedFile>(files: readonly F[], wanted: string | undefined): WeightChoice<F> {
    const offered = quantisations(files.filter(({ path }) => !PROJECTOR.test(path)));
    const name = wanted === undefined ? offered[0]?.name : quantizationName(wanted);
    if (wanted === undefined && offered.length > 1) {
        return { kind: 'which', offered };
    }
    if (wanted !== undefined && !offered.some((one) => one.name === name)) {
        return { kind: 'no-quantization', offered };
    }
    // Where no file's name states a quantisation, there is nothing to choose from.
    return chosen(files, 'gguf', ({ path }) => PROJECTOR.test(path) || quantizationOf(path) === name);
}

/** As files state it. */
export function quantizationName(typed: string): string {
    const name = typed.trim().replaceAll('-', '_');
    return quantizationOf(`-${name}.gguf`) ?? name.toUpperCase();
}

/** The quantisation that most people take where the size decides nothing: llama.cpp's own default. Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/README.md. */
const USUAL = 'Q4_K_M';

/** The one to suggest: the largest that fits into `limit` bytes, else the usual one, else the smallest; undefined when there is none. */
export function suggestedQuantisation(offered: readonly Quantised[], limit: number): Quantised | undefined {
    const fitting = offered.filter(({ bytes }) => bytes !== undefined && bytes <= limit);
    return fitting.reduce<Quantised | undefined>((best, one) => ((best?.bytes ?? 0) >= (one.bytes ?? 0) && best ? best : one), undefined)
        ?? offered.find(({ name }) => name === USUAL)
        ?? offered[0];
}
