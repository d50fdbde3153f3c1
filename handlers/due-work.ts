import { UNDERTAKINGS } from '../flows/undertakings';
import { approvalWork } from './approval-work';
import { devicePoll } from './device-poll';
import { leakExpiry } from './leak-expiry';
import { loginCheck } from './login-check';
import { lineageWork, pollWork } from './poll-work';
import { monitorWork } from './monitor-work';
import { spaceFollow } from './space-follow';
import type { DueWork } from './due-kind';
import { webhookWork } from './webhook-work';

/** Every kind of due work, by the kind its items carry. */
export const DUE_WORK: readonly DueWork[] = [devicePoll, loginCheck, leakExpiry, approvalWork(UNDERTAKINGS), pollWork, lineageWork, spaceFollow, monitorWork, webhookWork];
