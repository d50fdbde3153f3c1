import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { theRepo, theSpace } from './find';
import type { DeedOf, Moment } from './entry';
import type { ChangeOf } from './hub-change';
import { build, setStage, stageAt } from '../space-runtime';
import { HELD } from '../space-stages';
import { ChangeRefused } from './refused';

/** Sleep on the free CPU is fixed (Hugging Face docs, "Spaces overview"). */
const FREE_CPU = { flavor: 'cpu-basic', sleepSeconds: 172_800 };

/** Neither stage nor load of a Space is told to webhooks: the Hub has no event for them. */
export function spaceStage(state: HubState, { space: id, stage, errorMessage }: ChangeOf<'space-stage'>, { at }: Moment): HubEvent[] {
    setStage(theSpace(state, id).space, stage, { at, ...(errorMessage !== undefined && { errorMessage }) });
    return [];
}

export function spaceCpu(state: HubState, { space: id, percent, memoryPercent }: ChangeOf<'space-cpu'>): HubEvent[] {
    Object.assign(theSpace(state, id).space, { cpuPercent: percent, memoryPercent });
    return [];
}

/** Older lines are forgotten beyond this, as the Hub keeps only so many. */
const KEPT_LINES = 1000;

export function spaceLog(state: HubState, { space: id, log, lines }: ChangeOf<'space-log'>, { at }: Moment): HubEvent[] {
    const { space } = theSpace(state, id);
    space.written = [...(space.written ?? []), ...lines.map((text) => ({ log, at, text }))].slice(-KEPT_LINES);
    return [];
}

export function spaceRestarted(state: HubState, { space: id, factory }: DeedOf<'space-restarted'>, { at }: Moment): HubEvent[] {
    build(theSpace(state, id).space, factory ? 'factory' : 'restart', at);
    return [];
}

export function spacePaused(state: HubState, { space: id }: DeedOf<'space-paused'>, { at }: Moment): HubEvent[] {
    setStage(theSpace(state, id).space, 'PAUSED', { at });
    return [];
}

export function spaceSleepTime(state: HubState, { space: id, sleepSeconds }: DeedOf<'space-sleep-time'>): HubEvent[] {
    const { space } = theSpace(state, id);
    if (space.runtime.hardware.requested !== FREE_CPU.flavor) {
        space.runtime = { ...space.runtime, gcTimeout: sleepSeconds };
    }
    return [];
}

/** A Space that is up moves to the new hardware by starting again; one that is held keeps it for later. */
export function spaceHardware(state: HubState, { space: id, flavor, sleepSeconds }: DeedOf<'space-hardware'>, { at }: Moment): HubEvent[] {
    const { space } = theSpace(state, id);
    const gcTimeout = flavor === FREE_CPU.flavor ? FREE_CPU.sleepSeconds : sleepSeconds === undefined ? space.runtime.gcTimeout : sleepSeconds;
    const moves = space.runtime.hardware.requested !== flavor && stageAt(space, at) !== 'PAUSED' && stageAt(space, at) !== 'STOPPED';
    space.runtime = { ...space.runtime, gcTimeout, hardware: { ...space.runtime.hardware, requested: flavor } };
    if (moves) {
        build(space, 'restart', at);
    }
    return [];
}

/** Its app runs in another way from its next start on, which comes at once unless its owner stopped it. */
export function spaceDevMode(state: HubState, { space: id, enabled }: DeedOf<'space-dev-mode'>, { at }: Moment): HubEvent[] {
    const { space } = theSpace(state, id);
    const starts = space.runtime.devMode !== enabled && !HELD.includes(stageAt(space, at));
    space.runtime = { ...space.runtime, devMode: enabled };
    if (starts) {
        build(space, 'restart', at);
    }
    return [];
}

export function repoConfig(state: HubState, { repo: ref, private: hidden, gated }: ChangeOf<'repo-config'>): HubEvent[] {
    const repo = theRepo(state, ref);
    if (hidden === undefined && gated === undefined) {
        throw new ChangeRefused('Nothing to change: neither private nor gated is given.');
    }
    if (gated !== undefined && repo.type === 'space') {
        throw new ChangeRefused('A Space cannot be gated.');
    }
    repo.private = hidden ?? repo.private;
    repo.gated = gated ?? repo.gated;
    return [{ scope: 'repo.config', action: 'update', repo, updatedConfig: hidden === undefined ? {} : { private: hidden } }];
}
