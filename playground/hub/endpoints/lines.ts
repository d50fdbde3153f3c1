import type { LogLine } from '../streams/log-stream';
import type { Endpoint, EndpointState } from './endpoint';

const SAID: Partial<Record<EndpointState, (endpoint: Endpoint) => string>> = {
    initializing: ({ spec: { model } }) => `Preparing model ${model.repository} at ${model.revision}`,
    updating: ({ spec: { model } }) => `Rolling out ${model.repository} at ${model.revision}`,
    running: () => 'Application startup complete.',
    failed: ({ errorMessage }) => errorMessage ?? 'Application startup failed. Exiting.',
    updateFailed: ({ errorMessage }) => errorMessage ?? 'Application startup failed. Exiting.',
};

/** What its container has written up to a moment since it was deployed last. No model runs here: the lines are those that a start begins and ends with. */
export function endpointLines(endpoint: Endpoint, now: number): LogLine[] {
    return endpoint.course.filter(({ at }) => at <= now).flatMap(({ state, at }) => {
        const text = SAID[state]?.(endpoint);
        return text === undefined ? [] : [{ at, text }];
    });
}
