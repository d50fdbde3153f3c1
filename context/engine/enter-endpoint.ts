import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { logFailure } from '../boundary';
import type { BaseEndpointCtx, EndpointAnswer, EndpointCtx, PublicEndpointCtx } from '../endpoint-ctx';
import { webhookSecrets } from '../webhook-secrets';
import { actor, randomId, wakeAt } from './build-ctx';
import type { EngineCall } from './call';
import { environmentValue } from './environment-value';
import { engineLog } from './log';
import type { ProcessState } from './process-state';
import { mayRead } from './room-access';
import { openStores } from './stores';

type Accessors = Pick<EngineCall, 'read' | 'persistence' | 'logger'>;

/** What the engine hands to an endpoint that asks for a login; no user when nobody is logged in. */
export type EndpointCall = Accessors & { readonly user: IUser | undefined };

/** What it hands to one that does not. */
export type PublicEndpointCall = Accessors & Pick<EngineCall, 'modify'>;

/** Answers are about somebody's own rights: nothing on the way keeps them, and a browser takes them for what they say they are. */
const ALWAYS: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** The way in for requests of somebody whom Rocket.Chat has logged in. */
export function enterEndpoint(state: ProcessState, call: EndpointCall, work: (ctx: EndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    const { read, user } = call;
    return answered(state, call, async (base) => (user ? work({ ...base, user: actor(user), mayRead: (roomId) => mayRead({ read, user }, roomId) }) : { status: 401, content: { error: 'Log in first.' } }));
}

/** The way in for requests of anybody. */
export function enterPublicEndpoint(state: ProcessState, call: PublicEndpointCall, work: (ctx: PublicEndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    return answered(state, call, (base) =>
        work({
            ...base,
            wakeAt: (at) => wakeAt(call, at),
            webhookSecrets: async () => webhookSecrets(base.stores.keys, await environmentValue(state, call, 'WEBHOOK_SECRET')),
        }),
    );
}

/** Nothing is thrown: the engine would hand the error's message to the caller. */
async function answered(state: ProcessState, call: Accessors, work: (ctx: BaseEndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    const answer = await guarded(state, call, work);
    return { ...answer, headers: { ...answer.headers, ...ALWAYS } };
}

async function guarded(state: ProcessState, call: Accessors, work: (ctx: BaseEndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    const log = engineLog(call.logger);
    try {
        return await work({ stores: await openStores(state, call), log, clock: state.clock });
    } catch (error) {
        const reference = randomId(state.rand).slice(0, 8);
        logFailure(log, error, reference);
        return { status: 500, content: { error: 'Something went wrong. The app\'s log says more under this reference.', reference } };
    }
}
