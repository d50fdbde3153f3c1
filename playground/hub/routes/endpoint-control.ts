import { assertContentOpen, canSee } from '../access';
import { assertCanSpend } from '../accounts';
import type { DeedOf } from '../changes/entry';
import { describeEndpoint } from '../endpoints/answer';
import { HELD, SERVING, stateAt } from '../endpoints/course';
import type { Endpoint, EndpointSpec, EndpointState } from '../endpoints/endpoint';
import { endpointKey, endpointSpec } from '../endpoints/endpoint';
import { acceleratorsOf, offerOf, usedAccelerators } from '../endpoints/offers';
import { endpointOrder, endpointUpdate, specOf, updated } from '../endpoints/order';
import { HubFailure, invalidParameter } from '../errors';
import { resolveRevision } from '../revisions';
import type { Call, Route } from '../routing';
import { checked, jsonBody, route } from '../routing';
import { endpointIn, namespaceIn, operator } from './endpoint-access';

type Served = Pick<EndpointSpec['model'], 'repository'> & { revision?: string | null };

/** Sha of what is to be served: the caller must be able to read it. */
function shaOf(call: Call, { repository, revision }: Served): string {
    const repo = call.state.findRepo('model', repository);
    if (!repo || !canSee(call.caller, repo)) {
        throw invalidParameter(`Model ${repository} not found`, 'model.repository');
    }
    assertContentOpen(call.caller, repo);
    try {
        return resolveRevision(repo, revision ?? 'main').id;
    } catch (error) {
        if (error instanceof HubFailure) {
            throw invalidParameter(error.message, 'model.revision');
        }
        throw error;
    }
}

function assertOffered(spec: Pick<EndpointSpec, 'provider' | 'compute'>): void {
    const offer = offerOf(spec);
    if (offer?.status !== 'available' && offer?.status !== 'low_availability') {
        const { provider: { vendor, region }, compute: { accelerator, instanceType, instanceSize } } = spec;
        throw invalidParameter(`${accelerator} ${instanceType} ${instanceSize} is not available on ${vendor} ${region}`, 'compute');
    }
}

/** Throws when the account can't pay, or may not hold as many accelerators besides those that `freed` holds now. Neither text is published. */
function assertAffordable(call: Call, spec: Pick<EndpointSpec, 'provider' | 'compute'>, freed = 0): void {
    const namespace = namespaceIn(call);
    assertCanSpend(call.state, namespace, 'Running Inference Endpoints');
    const used = usedAccelerators(call.state, namespace, { vendor: spec.provider.vendor, instanceType: spec.compute.instanceType }) - freed;
    const { maxAccelerators = 0 } = offerOf(spec) ?? {};
    if (used + acceleratorsOf(spec) > maxAccelerators) {
        throw new HubFailure(400, `Quota exceeded: ${namespace} may use ${maxAccelerators} of ${spec.compute.instanceType} on ${spec.provider.vendor} and ${used} are taken.`);
    }
}

/** Answers of the Hub's own tests show a commit where no revision was given. */
async function create(call: Call): Promise<Response> {
    const { user } = operator(call);
    const order = await jsonBody(call, endpointOrder);
    const namespace = namespaceIn(call);
    const spec = checked(endpointSpec, specOf(order, shaOf(call, order.model)));
    assertOffered(spec);
    if (call.state.endpoints.has(endpointKey({ namespace, name: order.name }))) {
        throw new HubFailure(409, `Endpoint ${order.name} already exists`);
    }
    assertAffordable(call, spec);
    call.state.record({ kind: 'endpoint-created', namespace, name: order.name, by: user.name, spec });
    return answer(call, order.name);
}

const answer = (call: Call, name = call.params.name ?? ''): Response => {
    const endpoint = endpointIn({ ...call, params: { ...call.params, name } });
    return Response.json(describeEndpoint(call.state, endpoint));
};

const stateOf = (call: Call, endpoint: Endpoint): EndpointState => stateAt(endpoint, call.state.now());

/** What is paused or scaled to zero costs nothing by being changed. */
async function update(call: Call): Promise<Response> {
    const { user } = operator(call);
    const endpoint = endpointIn(call);
    const change = await jsonBody(call, endpointUpdate);
    const spec = checked(endpointSpec, updated(endpoint.spec, change));
    if (change.model?.repository !== undefined || change.model?.revision !== undefined) {
        shaOf(call, spec.model);
    }
    if (change.compute) {
        assertOffered(spec);
    }
    if ((change.compute ?? change.model) && !HELD.includes(stateOf(call, endpoint))) {
        const same = endpoint.spec.compute.instanceType === spec.compute.instanceType;
        assertAffordable(call, spec, same ? acceleratorsOf(endpoint.spec) : 0);
    }
    call.state.record({ kind: 'endpoint-updated', namespace: endpoint.namespace, name: endpoint.name, by: user.name, spec });
    return answer(call);
}

function control(call: Call, action: DeedOf<'endpoint-controlled'>['action'], by: string): Response {
    const { namespace, name } = endpointIn(call);
    call.state.record({ kind: 'endpoint-controlled', namespace, name, by, action });
    return answer(call);
}

function pause(call: Call): Response {
    const { user } = operator(call);
    return stateOf(call, endpointIn(call)) === 'paused' ? answer(call) : control(call, 'pause', user.name);
}

function resume(call: Call): Response {
    const { user } = operator(call);
    const endpoint = endpointIn(call);
    const now = stateOf(call, endpoint);
    if (!HELD.includes(now)) {
        throw new HubFailure(400, now === 'failed' ? `Endpoint ${endpoint.name} is not paused` : `Endpoint ${endpoint.name} is already running`);
    }
    assertAffordable(call, endpoint.spec, now === 'scaledToZero' ? acceleratorsOf(endpoint.spec) : 0);
    return control(call, 'resume', user.name);
}

function scaleToZero(call: Call): Response {
    const { user } = operator(call);
    const endpoint = endpointIn(call);
    const now = stateOf(call, endpoint);
    if (now === 'scaledToZero') {
        return answer(call);
    }
    if (!SERVING.includes(now)) {
        throw new HubFailure(400, `Endpoint ${endpoint.name} is not running`);
    }
    return control(call, 'scale-to-zero', user.name);
}

function remove(call: Call): Response {
    const { user } = operator(call);
    const { namespace, name } = endpointIn(call);
    call.state.record({ kind: 'endpoint-deleted', namespace, name, by: user.name });
    return Response.json({});
}

const ENDPOINT = '/v2/endpoint/:namespace/:name';

export const endpointControlRoutes: Route[] = [
    route('POST', '/v2/endpoint/:namespace', create),
    route('PUT', ENDPOINT, update),
    route('DELETE', ENDPOINT, remove),
    route('POST', `${ENDPOINT}/pause`, pause),
    route('POST', `${ENDPOINT}/resume`, resume),
    route('POST', `${ENDPOINT}/scale-to-zero`, scaleToZero),
];
