import type { Action, Submission } from './action';
import { DISCOVERY_ACTIONS } from './discovery-actions';
import { IDENTITY_ACTIONS, IDENTITY_SUBMISSIONS } from './identity-actions';
import { LINK_CARD_ACTIONS } from './link-card';

/** Every button and select the app has drawn, by id. */
export const ACTIONS: readonly Action[] = [...DISCOVERY_ACTIONS, ...LINK_CARD_ACTIONS, ...IDENTITY_ACTIONS];

/** Every form the app opens, by the id of its surface. */
export const SUBMISSIONS: readonly Submission[] = [...IDENTITY_SUBMISSIONS];
