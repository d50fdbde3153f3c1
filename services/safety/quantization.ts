/**
 * Names of quantisations as GGUF files carry them: `model-Q4_K_M.gguf`, `model.IQ3_XXS.gguf`, `model-F16-00001-of-00003.gguf`.
 * Publishers' prefixes such as `UD-Q4_K_XL` keep their core name.
 */
const NAME = /(?:^|[-_./])(I?Q\d_(?:K(?:_(?:XXS|XS|XL|S|M|L))?|XXS|XS|NL|S|M|0|1)|TQ[12]_0|MXFP4(?:_MOE)?|BF16|FP?16|FP?32)(?=$|[-_./])/gi;

/** The quantisation that a file name states, upper case; undefined when it states none. The last one wins. */
export function quantizationOf(fileName: string): string | undefined {
    const name = [...fileName.slice(-300).matchAll(NAME)].at(-1)?.[1]?.toUpperCase();
    return name?.replace(/^FP(?=16|32)/, 'F');
}
