/** Keys, tokens and passwords in files and in their names. */
export { scanFileName } from './scan-file-name';
export { MAX_FINDINGS, scanBytes, scanText, SecretScanner } from './secret-scanner';
