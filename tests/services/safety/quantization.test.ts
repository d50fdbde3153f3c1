import { describe, expect, it } from 'vitest';
import { quantizationOf } from '../../../services/safety';

describe('quantizationOf', () => {
    it.each([
        ['Llama-3.2-1B-Instruct-Q4_K_M.gguf', 'Q4_K_M'], ['model.IQ3_XXS.gguf', 'IQ3_XXS'], ['m-q8_0.gguf', 'Q8_0'], ['m-Q6_K.gguf', 'Q6_K'],
        ['m-BF16-00001-of-00002.gguf', 'BF16'], ['m.fp16.gguf', 'F16'], ['UD-Q4_K_XL/m-UD-Q4_K_XL.gguf', 'Q4_K_XL'], ['gpt-oss-20b-mxfp4.gguf', 'MXFP4'],
        ['m-Q2_K_S.gguf', 'Q2_K_S'], ['m-TQ1_0.gguf', 'TQ1_0'], ['m-iq4_nl.gguf', 'IQ4_NL'], ['Q8_0/f16-base-Q5_1.gguf', 'Q5_1'],
        ['model.gguf', undefined], ['Q4Q5.gguf', undefined], ['quiz_4_k.gguf', undefined], ['', undefined],
    ])('%s → %s', (name, expected) => expect(quantizationOf(name)).toBe(expected));
});
