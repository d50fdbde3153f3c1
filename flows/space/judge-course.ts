import { stageGroup, type SpaceRuntime } from '../../services/hub';
import type { FollowedOrder } from '../../services/workflows/space/order';
import type { CourseEnd } from '../../ui/space-course-view';
import { isHeld } from './order-question';

/** For so long after an order the Hub may go on telling the stage from before it. */
const GRACE_MS = 30_000;
/** Nothing is followed for longer. Builds that take more are rare, and somebody can ask again. */
const LIMIT_MS = 30 * 60_000;

export interface CourseSoFar {
    readonly order: FollowedOrder;
    /** Milliseconds since 1970. */
    readonly begunAt: number;
    /** The Space was seen on its way, so that what it tells now comes after the order. */
    readonly moved: boolean;
}

/** How it ended, judged by the newest look; undefined while it is under way. No look: Hugging Face did not answer. */
export function judgeCourse(course: CourseSoFar, look: SpaceRuntime | undefined, now: number): CourseEnd | undefined {
    return (look && judgeStage(course, look, now)) ?? (now - course.begunAt >= LIMIT_MS ? 'unsettled' : undefined);
}

function judgeStage({ order, begunAt, moved }: CourseSoFar, { stage, hardware }: SpaceRuntime, now: number): CourseEnd | undefined {
    if (order.kind === 'pause') {
        return isHeld(stage) ? 'paused' : undefined;
    }
    if (!moved && now - begunAt < GRACE_MS) {
        return undefined;
    }
    switch (stageGroup(stage)) {
        case 'up':
            return order.kind === 'hardware' && hardware?.current && hardware.current !== order.flavor ? undefined : 'up';
        case 'stopped':
            return isHeld(stage) ? 'paused' : 'asleep';
        case 'failed':
            return 'failed';
        case 'moving':
        case 'unknown':
            return undefined;
    }
}

const PACES = [{ until: 60_000, pauseMs: 5_000 }, { until: 5 * 60_000, pauseMs: 10_000 }] as const;
const SLOW_MS = 30_000;

/** When to look again: often at first, then less, milliseconds. */
export function pauseAfter(elapsedMs: number): number {
    return PACES.find(({ until }) => elapsedMs < until)?.pauseMs ?? SLOW_MS;
}
