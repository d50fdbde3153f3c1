import { readerOf } from '../flows/watching/readers';
import { UNDERTAKINGS } from '../flows/undertakings';
import { approvalWork } from './approval-work';
import { changeWork } from './change-work';
import { convertWork } from './convert-work';
import { devicePoll } from './device-poll';
import { digestWork } from './digest-work';
import { leakExpiry } from './leak-expiry';
import { logFollowWork } from './log-follow-work';
import { loginCheck } from './login-check';
import { lineageWork, pollWork } from './poll-work';
import { monitorWork } from './monitor-work';
import { pullWork } from './pull-work';
import { spaceFollow } from './space-follow';
import { pushWork } from './push-work';
import type { DueWork } from './due-kind';
import { webhookWork } from './webhook-work';

/** Every kind of due work, by the kind its items carry. */
export const DUE_WORK: readonly DueWork[] = [devicePoll, loginCheck, leakExpiry, approvalWork(UNDERTAKINGS), logFollowWork(), changeWork(readerOf), digestWork(readerOf), pollWork, lineageWork, pullWork(), spaceFollow, monitorWork, webhookWork, pushWork, convertWork];
