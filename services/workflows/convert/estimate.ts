import type { ConvertTarget } from './targets';
import { bitsPerWeight, USUAL_QUANTIZATION, type QuantizationName } from './quantizations';

/** Bytes a second, deliberately low: what comes sooner costs less. */
export const SPEED = { download: 80e6, convert: 60e6, quantise: 12e6, upload: 40e6 } as const;
/** To get the container's image and to start, seconds. */
export const SETUP_S = 120;

const MINUTE_S = 60;
const STEP_S = 5 * MINUTE_S;
/** The limit is so many times the estimate, at least half an hour, and at most half a day. */
const LIMIT_FACTOR = 3;
const SHORTEST_LIMIT_S = 30 * MINUTE_S;
export const LONGEST_LIMIT_S = 12 * 60 * MINUTE_S;
/** Weights have 16 bits as most publishers store them. */
const STORED_BITS = 16;
/** Python, PyTorch and what the parts of a file need while they are copied, bytes. */
const BASE_MEMORY = 2e9;
const BASE_DISK = 2e9;

export interface ConversionSize {
    readonly to: ConvertTarget;
    readonly quantization?: QuantizationName | undefined;
    /** All that is downloaded, bytes. */
    readonly inputBytes: number;
    /** The largest file of weights, bytes: a pickle is loaded whole. */
    readonly largestBytes: number;
    /** Cores of the hardware. */
    readonly cores: number;
}

/** Seconds, rounded up, and bytes. All of it is rough, and grows with the size of the weights. */
export interface Estimate {
    readonly seconds: number;
    readonly limitSeconds: number;
    readonly outputBytes: number;
    readonly diskBytes: number;
    readonly memoryBytes: number;
}

/** How long a conversion takes and what it needs, from the bytes of the weights and rough speeds. */
export function estimate({ to, quantization = USUAL_QUANTIZATION, inputBytes, largestBytes, cores }: ConversionSize): Estimate {
    const isQuantised = to === 'gguf' && bitsPerWeight(quantization) < STORED_BITS;
    const outputBytes = Math.ceil(to === 'gguf' ? (inputBytes * bitsPerWeight(quantization)) / STORED_BITS : inputBytes);
    const seconds = Math.ceil(
        SETUP_S + inputBytes / SPEED.download + inputBytes / SPEED.convert + (isQuantised ? inputBytes / (SPEED.quantise * Math.max(1, cores)) : 0) + outputBytes / SPEED.upload,
    );
    const between = isQuantised ? inputBytes : 0;
    return {
        seconds,
        limitSeconds: Math.min(LONGEST_LIMIT_S, Math.max(SHORTEST_LIMIT_S, Math.ceil((seconds * LIMIT_FACTOR) / STEP_S) * STEP_S)),
        outputBytes,
        diskBytes: BASE_DISK + inputBytes + between + outputBytes,
        memoryBytes: BASE_MEMORY + (to === 'safetensors' ? 2 * largestBytes : 0),
    };
}

/** US dollars; undefined where no price is stated. Every minute that has begun is charged. */
export const costOf = (seconds: number, perHour: number | undefined): number | undefined => (perHour === undefined ? undefined : (Math.ceil(Math.max(0, seconds) / MINUTE_S) * perHour) / 60);
