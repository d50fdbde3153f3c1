import type { Action, Submission } from './action';
import { deviceActions } from './device-actions';
import { leakActions } from './leak-actions';
import { loginActions, loginSubmissions } from './login-actions';
import { settingsActions, settingsSubmissions } from './settings-actions';

/** The buttons of signing in, of settings and of leaked tokens. */
export const IDENTITY_ACTIONS: readonly Action[] = [...loginActions, ...deviceActions, ...leakActions, ...settingsActions];

/** Their forms. */
export const IDENTITY_SUBMISSIONS: readonly Submission[] = [...loginSubmissions, ...settingsSubmissions];
