/** What a model can be converted to. */
export const CONVERT_TARGETS = ['gguf', 'safetensors'] as const;
export type ConvertTarget = (typeof CONVERT_TARGETS)[number];
