import { apiPath } from '../repo-id';
import type { Hub, WriteOptions } from '../types';
import { runtimeSchema, type SpaceRuntime } from './repo-schemas';

/*
 * What starts and stops a Space. All of these answer with its runtime. For who may write to the Space: others get a HubError of
 * status 403, static Spaces one of 400. Source: huggingface_hub `HfApi.restart_space` and its neighbours (src/huggingface_hub/hf_api.py).
 */
const control = (hub: Hub, id: string, verb: string, more: Omit<WriteOptions, 'method'>): Promise<SpaceRuntime> =>
    hub.send(runtimeSchema, `${apiPath({ type: 'space', id })}/${verb}`, { method: 'POST', ...more });

/** The same call twice ends in the same way. */
const set = (body?: object): Omit<WriteOptions, 'method'> => ({ body, idempotent: true });

const NEVER = -1;

/** `factory` builds from scratch. */
export function restartSpace(hub: Hub, id: string, { factory = false }: { readonly factory?: boolean } = {}): Promise<SpaceRuntime> {
    return control(hub, id, 'restart', factory ? { query: { factory: true } } : {});
}

/** Stops it until somebody restarts it; nothing is billed meanwhile. */
export function pauseSpace(hub: Hub, id: string): Promise<SpaceRuntime> {
    return control(hub, id, 'pause', set());
}

/** Seconds without visitors; null for never. Free hardware keeps its own time, whatever is asked for. */
export function setSpaceSleepTime(hub: Hub, id: string, seconds: number | null): Promise<SpaceRuntime> {
    return control(hub, id, 'sleeptime', set({ seconds: seconds ?? NEVER }));
}

export interface SpaceHardwareWish {
    /** As in the catalogue: `t4-small`. */
    readonly flavor: string;
    /** Seconds, null for never; as it was when left out. */
    readonly sleepSeconds?: number | null | undefined;
}

/** A Space that runs starts anew on it. Status 402 where its owner can't pay. */
export function setSpaceHardware(hub: Hub, id: string, { flavor, sleepSeconds }: SpaceHardwareWish): Promise<SpaceRuntime> {
    return control(hub, id, 'hardware', set({ flavor, ...(sleepSeconds !== undefined && { sleepTimeSeconds: sleepSeconds ?? NEVER }) }));
}

/** For PRO users and paid organisations. */
export function setSpaceDevMode(hub: Hub, id: string, enabled: boolean): Promise<SpaceRuntime> {
    return control(hub, id, 'dev-mode', set({ enabled }));
}
