import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { ProcessState } from '../context/engine/process-state';

/** What a door needs of the app. */
export interface AppDoor {
    readonly state: ProcessState;
    getLogger(): ILogger;
}
