import type { Endpoint, EndpointState } from './endpoint';

/** How long each step takes, in milliseconds. Real ones take minutes; these are short enough to be watched. */
const STEPS = { scheduling: 3_000, initializing: 12_000, updating: 12_000 } as const;

type Course = Endpoint['course'];

/** From an order to an endpoint that answers. */
export const deployment = (at: number): Course => [
    { state: 'pending', at },
    { state: 'initializing', at: at + STEPS.scheduling },
    { state: 'running', at: at + STEPS.scheduling + STEPS.initializing },
];

/** From one version to the next; the old one answers until then. */
export const rollOut = (at: number): Course => [{ state: 'updating', at }, { state: 'running', at: at + STEPS.updating }];

/** The state at a moment: courses are followed by the clock alone, no timer moves them. */
export const stateAt = ({ course }: Pick<Endpoint, 'course'>, now: number): EndpointState => course.findLast(({ at }) => at <= now)?.state ?? 'pending';

/** States that only its owner ends, or for `scaledToZero` a request: an update is kept for later. */
export const HELD: readonly EndpointState[] = ['paused', 'scaledToZero'];

/** States that an update ends by trying again, whatever it changes. */
export const FAILED: readonly EndpointState[] = ['failed', 'updateFailed'];

/** States in which a replica answers; while and after an update goes wrong it is the old one. */
export const SERVING: readonly EndpointState[] = ['running', 'updating', 'updateFailed'];
