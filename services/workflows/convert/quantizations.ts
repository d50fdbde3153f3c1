/**
 * What llama.cpp's `llama-quantize` makes without an importance matrix, and the bits that a weight has then, as measured on a model of
 * eight billion weights. Sources: https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/quantize.cpp (names),
 * https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/README.md (bits).
 */
const BITS_PER_WEIGHT = {
    Q2_K: 3.2, Q3_K_S: 3.7, Q3_K_M: 4, Q3_K_L: 4.3, IQ3_S: 3.7, IQ3_M: 3.8,
    Q4_0: 4.7, Q4_1: 5.2, Q4_K_S: 4.7, Q4_K_M: 4.9, IQ4_XS: 4.5, IQ4_NL: 4.7,
    Q5_0: 5.6, Q5_1: 6.1, Q5_K_S: 5.6, Q5_K_M: 5.7, Q6_K: 6.6, Q8_0: 8.5,
    F16: 16, BF16: 16, F32: 32,
} as const;

export type QuantizationName = keyof typeof BITS_PER_WEIGHT;

/** The usual one: llama.cpp's own default. */
export const USUAL_QUANTIZATION: QuantizationName = 'Q4_K_M';

const isName = (text: string): text is QuantizationName => Object.hasOwn(BITS_PER_WEIGHT, text);

export const QUANTIZATIONS: readonly QuantizationName[] = Object.keys(BITS_PER_WEIGHT).filter(isName);

/** In any way people write it: `q4_k_m`, `Q4-K-M`. Undefined when llama.cpp makes no such thing by itself. */
export function quantizationNamed(typed: string): QuantizationName | undefined {
    const name = typed.trim().toUpperCase().replaceAll('-', '_');
    return isName(name) ? name : undefined;
}

export const bitsPerWeight = (name: QuantizationName): number => BITS_PER_WEIGHT[name];
