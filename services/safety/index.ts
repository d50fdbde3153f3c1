/** What the app judges by itself: file headers and secrets. */
export { readGguf, type GgufFacts } from './gguf';
export type { HeaderProblem, HeaderReading } from './header-reading';
export { maskSecrets } from './mask-secrets';
export { quantizationOf } from './quantization';
export { redact } from './redact';
export { readSafetensors, type SafetensorsFacts } from './safetensors';
