import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import { randomBytes } from 'crypto';
import { createHubShared, type HubShared } from '../../services/hub';
import type { AppProcess } from '../ctx';
import { StoreMemory } from './store-memory';
import { Workspace } from './workspace';

/** What lives as long as the app's process: a cache each, never the only copy of anything. */
export interface ProcessState {
    readonly appId: string;
    readonly appVersion: string;
    readonly process: AppProcess;
    readonly workspace: Workspace;
    readonly hubShared: HubShared;
    readonly storeMemory: StoreMemory;
    readonly clock: () => number;
    readonly rand: (bytes: number) => Uint8Array;
}

/** Made once per process. Everything in it can be lost at any moment: the server restarts apps as it likes. */
export function createProcessState(info: Pick<IAppInfo, 'id' | 'version'>): ProcessState {
    const clock = (): number => Date.now();
    return {
        appId: info.id,
        appVersion: info.version,
        process: { id: randomBytes(2).toString('hex'), startedAt: clock() },
        workspace: new Workspace(clock),
        hubShared: createHubShared(),
        storeMemory: new StoreMemory(clock),
        clock,
        rand: (bytes) => new Uint8Array(randomBytes(bytes)),
    };
}
