import type { Action, Submission } from './action';
import { APPROVAL_ACTIONS, APPROVAL_SUBMISSIONS } from './approval-actions';
import { AUDIT_ACTIONS } from './audit-actions';
import { CHECK_ACTIONS } from './check-file';
import { CONVERT_ACTIONS, CONVERT_SUBMISSIONS } from './convert-actions';
import { DEPLOY_ACTIONS } from './deploy-actions';
import { DISCOVERY_ACTIONS } from './discovery-actions';
import { DISCUSSION_ACTIONS, DISCUSSION_SUBMISSIONS } from './discussion-actions';
import { ENVIRONMENT_ACTIONS, ENVIRONMENT_SUBMISSIONS } from './environment-actions';
import { IDENTITY_ACTIONS, IDENTITY_SUBMISSIONS } from './identity-actions';
import { LINK_CARD_ACTIONS } from './link-card';
import { LOG_ACTIONS } from './log-actions';
import { MONITOR_ACTIONS } from './monitor-actions';
import { PUSH_ACTIONS, PUSH_SUBMISSIONS } from './push-actions';
import { PULL_ACTIONS, PULL_SUBMISSIONS } from './pull-actions';
import { SPACE_ACTIONS, SPACE_SUBMISSIONS } from './space-actions';
import { WATCH_ACTIONS, WATCH_SUBMISSIONS } from './watch-actions';

/** Every button and select the app has drawn, by id. */
export const ACTIONS: readonly Action[] = [...DISCOVERY_ACTIONS, ...PULL_ACTIONS, ...LINK_CARD_ACTIONS, ...IDENTITY_ACTIONS, ...APPROVAL_ACTIONS, ...DEPLOY_ACTIONS, ...ENVIRONMENT_ACTIONS, ...AUDIT_ACTIONS, ...LOG_ACTIONS, ...SPACE_ACTIONS, ...MONITOR_ACTIONS, ...WATCH_ACTIONS, ...DISCUSSION_ACTIONS, ...CHECK_ACTIONS, ...PUSH_ACTIONS, ...CONVERT_ACTIONS];

/** Every form the app opens, by the id of its surface. */
export const SUBMISSIONS: readonly Submission[] = [...IDENTITY_SUBMISSIONS, ...PULL_SUBMISSIONS, ...APPROVAL_SUBMISSIONS, ...ENVIRONMENT_SUBMISSIONS, ...SPACE_SUBMISSIONS, ...WATCH_SUBMISSIONS, ...DISCUSSION_SUBMISSIONS, ...PUSH_SUBMISSIONS, ...CONVERT_SUBMISSIONS];
