/** What the app judges by itself: file headers and secrets. */
export { classifyFile } from './file-class';
export { readGguf, type GgufFacts } from './gguf';
export type { HeaderProblem, HeaderReading } from './header-reading';
export { inspectFile } from './inspect-file';
export { judgeFile, type FileJudgement, type HubScan, type Reason } from './judge-file';
export { maskSecrets } from './mask-secrets';
export { bufferReader } from './metered-source';
export { quantizationOf } from './quantization';
export { redact } from './redact';
export { readSafetensors, type SafetensorsFacts } from './safetensors';
export type { SecretFinding, SecretKind, SecretWeight } from './secret-finding';
export { scanBytes, scanFileName, scanText, SecretScanner } from './secrets';
export type { ContentVerdict, FileClass, FileFormat, Import, Safety, ScanProblem } from './verdict';
