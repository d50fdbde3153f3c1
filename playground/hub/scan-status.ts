/** Every verdict a scanner can have on a file (Hugging Face's OpenAPI document). */
export const SCAN_STATUSES = ['unscanned', 'safe', 'queued', 'error', 'caution', 'suspicious', 'unsafe'] as const;

export type ScanStatus = (typeof SCAN_STATUSES)[number];
