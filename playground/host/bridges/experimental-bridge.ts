import { ExperimentalBridge } from '@rocket.chat/apps-engine/server/bridges/ExperimentalBridge';

/** Has no methods of its own in this engine version. */
export class WorkspaceExperimentalBridge extends ExperimentalBridge {}
