import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import { randomBytes } from 'crypto';
import { createHubShared } from '../../services/hub';
import type { ProcessState } from './build-ctx';
import { StoreMemory } from './stores';
import { Workspace } from './workspace';

/** Made once per process. Everything in it can be lost at any moment: the server restarts apps as it likes. */
export function createProcessState(info: Pick<IAppInfo, 'id' | 'version'>): ProcessState {
    const clock = (): number => Date.now();
    return {
        appId: info.id,
        appVersion: info.version,
        workspace: new Workspace(clock),
        hubShared: createHubShared(),
        storeMemory: new StoreMemory(clock),
        clock,
        rand: (bytes) => new Uint8Array(randomBytes(bytes)),
    };
}
