import { UNDERTAKINGS } from '../flows/undertakings';
import { approvalWork } from './approval-work';
import { devicePoll } from './device-poll';
import { leakExpiry } from './leak-expiry';
import { loginCheck } from './login-check';
import type { DueWork } from './due-kind';

/** Every kind of due work, by the kind its items carry. */
export const DUE_WORK: readonly DueWork[] = [devicePoll, loginCheck, leakExpiry, approvalWork(UNDERTAKINGS)];
