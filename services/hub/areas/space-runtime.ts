import { apiPath } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { runtimeSchema, type SpaceRuntime } from './repo-schemas';
import { TTL } from './ttl';

/** Stage, hardware, domains and sleep time of a Space. `fresh`: as of this moment, never an older answer. */
export function spaceRuntime(hub: Hub, id: string, { fresh = false }: { fresh?: boolean } = {}): Promise<Fetched<SpaceRuntime>> {
    return hub.getJson(runtimeSchema, `${apiPath({ type: 'space', id })}/runtime`, { ttlMs: fresh ? undefined : TTL.live });
}

export type StageGroup = 'up' | 'moving' | 'stopped' | 'failed' | 'unknown';

const STAGE_GROUPS: ReadonlyMap<string, StageGroup> = new Map([
    ['RUNNING', 'up'],
    ['BUILDING', 'moving'], ['RUNNING_BUILDING', 'moving'], ['APP_STARTING', 'moving'], ['RUNNING_APP_STARTING', 'moving'], ['DELETING', 'moving'],
    ['SLEEPING', 'stopped'], ['PAUSED', 'stopped'], ['STOPPED', 'stopped'],
    ['NO_APP_FILE', 'failed'], ['CONFIG_ERROR', 'failed'], ['BUILD_ERROR', 'failed'], ['RUNTIME_ERROR', 'failed'],
]);

/** What a stage means for somebody who waits for the Space. The Hub may add stages: those are `unknown`. */
export function stageGroup(stage: string): StageGroup {
    return STAGE_GROUPS.get(stage) ?? 'unknown';
}

const BILLED: ReadonlySet<string> = new Set(['RUNNING', 'RUNNING_BUILDING', 'RUNNING_APP_STARTING', 'APP_STARTING']);

/** Whether paid hardware is billed at this stage: while it starts and runs, not while it is built, sleeps or is paused (https://huggingface.co/docs/hub/spaces-gpus). */
export function isBilled(stage: string): boolean {
    return BILLED.has(stage);
}
