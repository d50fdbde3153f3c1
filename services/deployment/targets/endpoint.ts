import { createEndpoint, endpointInfo, endpointLogs, endpointPhase, HubError, moveEndpoint, type Endpoint, type Hub } from '../../hub';
import { maskSecrets } from '../../safety';
import type { Target } from '../../workflows/environment/environment';
import { failed } from './failure';
import { isSettled, isUntouched, overwritten } from './settling';
import type { Going, Look, Memo, Seen, Step } from './step';

export type EndpointTarget = Extract<Target, { kind: 'endpoint' }>;

/** Starting takes minutes. */
const PAUSE_MS = 10_000;
/** Without a request. An environment that must answer at once keeps a replica, and never scales to zero. */
const SCALE_TO_ZERO_MINUTES = 15;
const LOG_LINES = 20;
const MAX_LOG = 2_000;
/** The log is an extra: a failure is told without it rather than late. */
const LOG_TIMEOUT_MS = 3_000;

/** Undefined when there is none of that name. */
export async function findEndpoint(hub: Hub, { namespace, endpoint }: EndpointTarget): Promise<Endpoint | undefined> {
    try {
        return (await endpointInfo(hub, namespace, endpoint)).value;
    } catch (error) {
        if (error instanceof HubError && error.kind === 'not-found') {
            return undefined;
        }
        throw error;
    }
}

/**
 * A paused endpoint is left alone and ends as `paused`: somebody stopped it and its cost on purpose, and it does not wake by a
 * request. One that is scaled to zero does, so it is live as soon as it is set to the commit.
 */
export async function seeEndpoint(look: Look<EndpointTarget>): Promise<Seen> {
    const { hub, target, memo, now } = look;
    const endpoint = await findEndpoint(hub, target);
    if (endpoint === undefined) {
        return isUntouched(memo) ? { state: 'due', stage: 'absent', write: () => create(look) } : overwritten(look, going(memo, 'absent'));
    }
    const { state, url, updatedAt } = endpoint.status;
    if (state === 'paused') {
        return failed('paused', { stage: state, words: endpoint.status.message });
    }
    const move: Seen = { state: 'due', stage: state, write: () => moveTo(look, endpoint) };
    if (!isSetTo(endpoint, look)) {
        return isUntouched(memo) ? move : overwritten(look, going(memo, state));
    }
    switch (endpointPhase(state)) {
        case 'live':
        case 'stopped':
            return isSettled(memo, now, updatedAt) ? { state: 'live', stage: state, ...(url && { url }) } : going(memo, state);
        case 'failed':
            if (isUntouched(memo)) {
                return move;
            }
            return isSettled(memo, now) ? failedWith(look, endpoint) : going(memo, state);
        case 'moving':
        case 'unknown':
            return going({ ...memo, moved: true }, state);
    }
}

const going = (memo: Memo, stage: string): Going => ({ state: 'going', memo, stage, pauseMs: PAUSE_MS });

/** A branch that is at the commit today is not enough: it moves. */
const isSetTo = ({ model }: Endpoint, { order }: Look): boolean => model.repository.toLowerCase() === order.repo.toLowerCase() && model.revision === order.sha;

async function create({ hub, target, order, memo, now }: Look<EndpointTarget>): Promise<Step> {
    const { namespace, endpoint: name, hardware, minReplica, maxReplica } = target;
    const scaleToZeroMinutes = minReplica === 0 ? SCALE_TO_ZERO_MINUTES : undefined;
    const made = await createEndpoint(hub, namespace, { name, repository: order.repo, revision: order.sha, task: order.task, hardware, minReplica, maxReplica, scaleToZeroMinutes });
    return changed(made, memo, now);
}

/** Another model may do another task; the same one keeps what it was set up for. */
async function moveTo({ hub, target, order, memo, now }: Look<EndpointTarget>, { model }: Endpoint): Promise<Step> {
    const isOther = model.repository.toLowerCase() !== order.repo.toLowerCase();
    const moved = await moveEndpoint(hub, { namespace: target.namespace, name: target.endpoint, repository: order.repo, revision: order.sha, task: isOther ? order.task : undefined });
    return changed(moved, memo, now);
}

function changed({ status: { state } }: Endpoint, memo: Memo, now: number): Going {
    return going({ ...memo, changedAt: now, ...(endpointPhase(state) === 'moving' && { moved: true }) }, state);
}

async function failedWith({ hub, target }: Look<EndpointTarget>, { status }: Endpoint): Promise<Step> {
    return failed('failed-state', { stage: status.state, words: status.errorMessage ?? status.message, log: await lastLines(hub, target) });
}

async function lastLines(hub: Hub, { namespace, endpoint: name }: EndpointTarget): Promise<string | undefined> {
    const signal = AbortSignal.timeout(LOG_TIMEOUT_MS);
    try {
        const { value } = await endpointLogs(hub, { namespace, name, lines: LOG_LINES, signal });
        return maskSecrets(value).trim().split('\n').slice(-LOG_LINES).join('\n').slice(-MAX_LOG);
    } catch (error) {
        if (error instanceof HubError || signal.aborted) {
            return undefined;
        }
        throw error;
    }
}
