import type { DueWork } from './work';

/** Every kind of due work, by the kind its items carry. */
export const DUE_WORK: readonly DueWork[] = [];
