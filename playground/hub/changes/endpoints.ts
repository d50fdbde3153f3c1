import { deployment, FAILED, HELD, rollOut, stateAt } from '../endpoints/course';
import type { Endpoint, EndpointSpec } from '../endpoints/endpoint';
import { endpointKey } from '../endpoints/endpoint';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { DeedOf, Moment } from './entry';
import type { ChangeOf } from './hub-change';
import { ChangeRefused } from './refused';

type Named = Pick<Endpoint, 'namespace' | 'name'>;

function theEndpoint(state: HubState, named: Named): Endpoint {
    const endpoint = state.endpoints.get(endpointKey(named));
    if (!endpoint) {
        throw new ChangeRefused(`${named.namespace} has no endpoint ${named.name}.`);
    }
    return endpoint;
}

/** Puts the endpoint in a new place of its life; what went wrong before is forgotten. */
function put(state: HubState, endpoint: Endpoint, changed: Partial<Endpoint>): HubEvent[] {
    const { errorMessage: _old, ...rest } = endpoint;
    state.endpoints.set(endpointKey(endpoint), { ...rest, ...changed });
    return [];
}

/** None of these is told to webhooks: the Hub has no event for endpoints. */
export function endpointCreated(state: HubState, { namespace, name, spec, by }: DeedOf<'endpoint-created'>, { at, id }: Moment): HubEvent[] {
    if (state.endpoints.has(endpointKey({ namespace, name }))) {
        throw new ChangeRefused(`${namespace} has an endpoint ${name} already.`);
    }
    const signed = { at, by };
    state.endpoints.set(endpointKey({ namespace, name }), { id, namespace, name, spec, created: signed, updated: signed, course: deployment(at) });
    return [];
}

/** Whether another version has to be started for it, as opposed to what concerns only the way to it and how many of them there are. */
const differs = (before: EndpointSpec, after: EndpointSpec): boolean => {
    const version = ({ model, secrets, compute: { scaling: _scaling, ...machine } }: EndpointSpec): string => JSON.stringify([model, secrets, machine]);
    return version(before) !== version(after);
};

function courseAfter(endpoint: Endpoint, spec: EndpointSpec, at: number): Endpoint['course'] {
    const now = stateAt(endpoint, at);
    if (HELD.includes(now) || !(differs(endpoint.spec, spec) || FAILED.includes(now))) {
        return endpoint.course;
    }
    return now === 'pending' || now === 'initializing' ? deployment(at) : rollOut(at);
}

export function endpointUpdated(state: HubState, { spec, by, ...named }: DeedOf<'endpoint-updated'>, { at }: Moment): HubEvent[] {
    const endpoint = theEndpoint(state, named);
    return put(state, endpoint, { spec, updated: { at, by }, course: courseAfter(endpoint, spec, at) });
}

const COURSES = {
    pause: (at: number): Endpoint['course'] => [{ state: 'paused', at }],
    'scale-to-zero': (at: number): Endpoint['course'] => [{ state: 'scaledToZero', at }],
    resume: deployment,
} as const;

export function endpointControlled(state: HubState, { action, by, ...named }: DeedOf<'endpoint-controlled'>, { at }: Moment): HubEvent[] {
    return put(state, theEndpoint(state, named), { updated: { at, by }, course: COURSES[action](at) });
}

export function endpointDeleted(state: HubState, named: DeedOf<'endpoint-deleted'>): HubEvent[] {
    theEndpoint(state, named);
    state.endpoints.delete(endpointKey(named));
    return [];
}

export function endpointState(state: HubState, { state: next, message, ...named }: ChangeOf<'endpoint-state'>, { at }: Moment): HubEvent[] {
    return put(state, theEndpoint(state, named), { course: [{ state: next, at }], ...(message !== undefined && { errorMessage: message }) });
}
