import type { SpaceFacts, SpaceRuntime } from './model';
import type { SpaceStage } from './space-stages';
import { FAILED, FAILS_AGAIN, HELD, HOLDS_HARDWARE } from './space-stages';

/** How long each step takes, in milliseconds. Real ones take minutes; these are short enough to be watched. */
const STEPS = {
    commit: { build: 20_000, start: 10_000 },
    restart: { build: 5_000, start: 10_000 },
    factory: { build: 40_000, start: 10_000 },
} as const;

/** The stage at a moment: courses are followed by the clock alone, no timer moves them. */
export const stageAt = ({ runtime, course = [] }: SpaceFacts, now: number): SpaceStage => course.findLast(({ at }) => at <= now)?.stage ?? runtime.stage;

/** The runtime as the Hub answers it at a moment. */
export function runtimeAt(space: SpaceFacts, now: number): SpaceRuntime {
    if (!space.course) {
        return space.runtime;
    }
    const { errorMessage, hardware: { requested }, replicas, ...rest } = space.runtime;
    const stage = stageAt(space, now);
    const up = HOLDS_HARDWARE.includes(stage);
    return {
        ...rest,
        stage,
        hardware: { current: up ? requested : null, requested },
        replicas: { ...(up && { current: replicas.requested }), requested: replicas.requested },
        ...(FAILED.includes(stage) && errorMessage !== undefined && { errorMessage }),
    };
}

export function setStage(space: SpaceFacts, stage: SpaceStage, { at, errorMessage }: { at: number; errorMessage?: string }): void {
    const { errorMessage: _old, ...runtime } = space.runtime;
    space.runtime = { ...runtime, ...(errorMessage !== undefined && { errorMessage }) };
    space.course = [{ stage, at }];
}

/** Builds and starts the Space. A static one has nothing to build; a held one stays as it is unless its owner restarts it. */
export function build(space: SpaceFacts, why: keyof typeof STEPS, at: number): void {
    const stage = stageAt(space, at);
    if (space.sdk === 'static' || (why === 'commit' && HELD.includes(stage))) {
        return;
    }
    const steps = STEPS[why];
    const built = at + steps.build;
    const fails = why !== 'commit' && FAILS_AGAIN.includes(stage);
    space.course = [
        { stage: 'BUILDING', at },
        ...(fails ? [{ stage, at: built }] : [{ stage: 'APP_STARTING' as const, at: built }, { stage: 'RUNNING' as const, at: built + steps.start }]),
    ];
}
