import type { Action, Submission } from './action';

/** Every button and select the app has drawn, by id. */
export const ACTIONS: readonly Action[] = [];

/** Every form the app opens, by the id of its surface. */
export const SUBMISSIONS: readonly Submission[] = [];
