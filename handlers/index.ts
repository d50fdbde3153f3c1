import type { Action, Submission } from './action';
import { DISCOVERY_ACTIONS } from './discovery-actions';

/** Every button and select the app has drawn, by id. */
export const ACTIONS: readonly Action[] = [...DISCOVERY_ACTIONS];

/** Every form the app opens, by the id of its surface. */
export const SUBMISSIONS: readonly Submission[] = [];
