import { assertActsFor, tokenActsFor } from '../accounts';
import type { Endpoint } from '../endpoints/endpoint';
import { endpointKey } from '../endpoints/endpoint';
import { forbidden, HubFailure } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import type { Call } from '../routing';

const PERMISSION = 'inference.endpoints.write';

export const namespaceIn = ({ params }: Call): string => params.namespace ?? '';

/** An organisation with neither a plan nor a payment method has no endpoints: huggingface_hub expects a 401 for it. */
function assertBilled({ state }: Call, namespace: string): void {
    const org = state.orgs.get(namespace);
    if (org && !org.canPay && org.plan === undefined) {
        throw new HubFailure(401, `Inference Endpoints are not available to ${namespace}: it has no billing.`);
    }
}

function assertToken({ token }: KnownCaller, namespace: string, oauthScopes: string[]): void {
    if (!oauthScopes.some((oauthScope) => tokenActsFor(token, namespace, { permission: PERMISSION, oauthScope }))) {
        throw forbidden(`Your token "${token.displayName}" does not have the required permission "${PERMISSION}" on ${namespace}.`);
    }
}

/** The caller, if they belong to the account. Classic read tokens may look; every other kind must be made for endpoints. */
export function member(call: Call): KnownCaller {
    const caller = requireUser(call.caller);
    const namespace = namespaceIn(call);
    const membership = caller.user.orgs.find(({ org, role }) => org === namespace && role !== 'no_access');
    if (caller.user.name !== namespace && (!membership || (membership.securityRestrictions ?? []).length > 0)) {
        throw forbidden('You do not have access to this namespace');
    }
    if (caller.token.role !== 'read') {
        assertToken(caller, namespace, ['read-endpoints', 'write-endpoints']);
    }
    assertBilled(call, namespace);
    return caller;
}

/** The caller, if they and their token may change the account's endpoints. */
export function operator(call: Call): KnownCaller {
    const caller = member(call);
    assertActsFor(caller.user, namespaceIn(call));
    assertToken(caller, namespaceIn(call), ['write-endpoints']);
    return caller;
}

/** The endpoint that the path names. Who may see it is asked before. */
export function endpointIn(call: Call): Endpoint {
    const { name = '' } = call.params;
    const endpoint = call.state.endpoints.get(endpointKey({ namespace: namespaceIn(call), name }));
    if (!endpoint) {
        throw new HubFailure(404, `Endpoint ${name} not found`);
    }
    return endpoint;
}
