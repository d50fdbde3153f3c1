import { forbidden, HubFailure } from '../errors';
import { requireUser } from '../identity';
import type { Endpoint } from '../model';
import type { Call, Route } from '../routing';
import { route } from '../routing';
import { VENDORS } from '../seed/vendors';

const PERMISSION = 'inference.endpoints.write';
const OAUTH_SCOPES = ['read-endpoints', 'write-endpoints'];

/** The account's endpoints, if the caller belongs to it and their token was made for them. */
function account(call: Call): Endpoint[] {
    const { user, token } = requireUser(call.caller);
    const namespace = call.params.namespace ?? '';
    const member = user.name === namespace || user.orgs.some(({ org, role }) => org === namespace && role !== 'no_access');
    if (!member) {
        throw forbidden('You do not have access to this namespace');
    }
    const fineGrained = token.role !== 'fineGrained' || (token.scoped ?? []).some(({ entity, permissions }) => entity.name === namespace && permissions.includes(PERMISSION));
    const oauth = token.role !== 'oauth' || OAUTH_SCOPES.some((scope) => token.oauthScopes?.includes(scope));
    if (!fineGrained || !oauth) {
        throw forbidden(`Your token does not have the required permission "${PERMISSION}" on ${namespace}.`);
    }
    return call.state.endpoints.get(namespace) ?? [];
}

function get(call: Call): Response {
    const endpoint = account(call).find(({ name }) => name === call.params.name);
    if (!endpoint) {
        throw new HubFailure(404, `Endpoint ${call.params.name} not found`);
    }
    return Response.json(endpoint);
}

function providers(call: Call): Response {
    account(call);
    return Response.json({ vendors: VENDORS });
}

/** `/provider` answers without a login, but then without quotas. */
function publicProviders(): Response {
    const vendors = VENDORS.map((vendor) => ({
        ...vendor,
        regions: vendor.regions.map((region) => ({ ...region, computes: region.computes.map(({ quota: _quota, ...compute }) => compute) })),
    }));
    return Response.json({ vendors });
}

export const endpointRoutes: Route[] = [
    route('GET', '/v2/provider', publicProviders),
    route('GET', '/v2/provider/:namespace', providers),
    route('GET', '/v2/endpoint/:namespace', (call) => Response.json({ items: account(call) })),
    route('GET', '/v2/endpoint/:namespace/:name', get),
];
