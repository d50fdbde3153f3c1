import type { HubState } from '../state';
import { SERVING, stateAt } from './course';
import type { Endpoint, EndpointState, Signature } from './endpoint';
import { offerOf } from './offers';

/** In the words of answers recorded in huggingface_hub's tests, where there are some. */
const MESSAGES: Record<EndpointState, string> = {
    pending: 'Endpoint waiting to be scheduled',
    initializing: 'Endpoint is initializing',
    updating: 'Endpoint is updating',
    updateFailed: 'Endpoint failed to update',
    running: 'Endpoint is ready',
    paused: 'Endpoint is paused',
    failed: 'Endpoint failed to deploy',
    scaledToZero: 'Endpoint is scaled to zero',
};

/** States in which no replica is wanted. */
const IDLE: readonly EndpointState[] = ['pending', 'paused', 'scaledToZero'];

const iso = (at: number): string => new Date(at).toISOString();

const urlOf = ({ id, spec: { provider } }: Endpoint): string => `https://${id.slice(0, 16)}.${provider.region}.${provider.vendor}.endpoints.huggingface.cloud`;

function statusOf(hub: HubState, endpoint: Endpoint): Record<string, unknown> {
    const { created, updated, errorMessage, spec: { compute: { scaling } } } = endpoint;
    const state = stateAt(endpoint, hub.now());
    const replicas = Math.max(1, scaling.minReplica);
    const who = ({ by }: Signature): unknown => ({ id: hub.users.get(by)?._id, name: by });
    return {
        state,
        message: MESSAGES[state],
        ...((SERVING.includes(state) || state === 'scaledToZero') && { url: urlOf(endpoint) }),
        ...(errorMessage !== undefined && { errorMessage }),
        readyReplica: SERVING.includes(state) ? replicas : 0,
        targetReplica: IDLE.includes(state) ? 0 : replicas,
        createdAt: iso(created.at), createdBy: who(created), updatedAt: iso(updated.at), updatedBy: who(updated),
    };
}

/** The endpoint as its control plane answers it. Secrets are left out, names included. */
export function describeEndpoint(hub: HubState, endpoint: Endpoint): Record<string, unknown> {
    const { name, namespace, spec: { secrets: _secrets, compute, ...spec } } = endpoint;
    return {
        name, accountId: hub.orgs.get(namespace)?._id ?? null, ...spec,
        compute: { id: offerOf(endpoint.spec)?.id, ...compute },
        healthRoute: '/health',
        status: statusOf(hub, endpoint),
    };
}
