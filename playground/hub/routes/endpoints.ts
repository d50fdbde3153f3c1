import { describeEndpoint } from '../endpoints/answer';
import { SERVING, stateAt } from '../endpoints/course';
import { endpointLines } from '../endpoints/lines';
import { vendorsFor } from '../endpoints/offers';
import { invalidParameter } from '../errors';
import { integerParameter, oneOf } from '../paging';
import type { Call, Route } from '../routing';
import { route } from '../routing';
import { endpointIn, member, namespaceIn, operator } from './endpoint-access';

const REPLICA = 'replica-0';

function list(call: Call): Response {
    member(call);
    const own = [...call.state.endpoints.values()].filter(({ namespace }) => namespace === namespaceIn(call));
    return Response.json({ items: own.map((endpoint) => describeEndpoint(call.state, endpoint)) });
}

function get(call: Call): Response {
    member(call);
    return Response.json(describeEndpoint(call.state, endpointIn(call)));
}

function providers(call: Call): Response {
    member(call);
    return Response.json({ vendors: vendorsFor(call.state, namespaceIn(call)) });
}

/** The replicas that answer. Their form is not published: this is the least that names one. */
function replicas(call: Call): Response {
    member(call);
    const serving = SERVING.includes(stateAt(endpointIn(call), call.state.now()));
    return Response.json({ items: serving ? [{ id: REPLICA, state: 'running' }] : [] });
}

/** Plain text, one line per entry. */
function logs(call: Call): Response {
    member(call);
    const { query, state } = call;
    if (query.get('follow') === 'true') {
        throw invalidParameter('Following is not part of this Hub', 'follow');
    }
    oneOf(query.get('replica'), [REPLICA], 'replica');
    const lines = endpointLines(endpointIn(call), state.now());
    const tail = integerParameter(query, 'tail', { fallback: lines.length, min: 0, max: Number.MAX_SAFE_INTEGER });
    const text = lines.slice(Math.max(0, lines.length - tail)).map(({ at, text: said }) => `${new Date(at).toISOString()} ${said}\n`).join('');
    return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

/** The Hub's own answer to whether the caller may look at endpoints, change or call them. */
function authCheck(call: Call): Response {
    const { user } = oneOf(call.params.access ?? null, ['read', 'write', 'infer'], 'perms') === 'write' ? operator(call) : member(call);
    if (call.params.name !== undefined) {
        endpointIn(call);
    }
    const namespace = namespaceIn(call);
    const account = call.state.users.get(namespace) ?? call.state.orgs.get(namespace);
    return Response.json({ namespace: { id: account?._id, name: namespace }, user: { id: user._id, name: user.name } });
}

const ENDPOINT = '/v2/endpoint/:namespace/:name';

/** On the host of the control plane. */
export const endpointRoutes: Route[] = [
    /** Answers without a login, but then without quotas. */
    route('GET', '/v2/provider', ({ state }) => Response.json({ vendors: vendorsFor(state) })),
    route('GET', '/v2/provider/:namespace', providers),
    route('GET', '/v2/endpoint/:namespace', list),
    route('GET', ENDPOINT, get),
    route('GET', `${ENDPOINT}/replica`, replicas),
    route('GET', `${ENDPOINT}/logs`, logs),
];

/** On the Hub itself. */
export const endpointAuthRoutes: Route[] = [
    route('POST', '/api/inference-endpoints/:namespace/auth-check/:access', authCheck),
    route('POST', '/api/inference-endpoints/:namespace/:name/auth-check/:access', authCheck),
];
