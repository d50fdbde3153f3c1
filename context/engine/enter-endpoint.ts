import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { logFailure } from '../boundary';
import type { EndpointAnswer, EndpointCtx } from '../endpoint-ctx';
import { actor, randomId } from './build-ctx';
import type { EngineCall } from './call';
import { engineLog } from './log';
import type { ProcessState } from './process-state';
import { mayRead } from './room-access';
import { openStores } from './stores';

/** What the engine hands to an endpoint; no user when nobody is logged in. */
export type EndpointCall = Pick<EngineCall, 'read' | 'persistence' | 'logger'> & { readonly user: IUser | undefined };

/** Answers are about somebody's own rights: nothing on the way keeps them, and a browser takes them for what they say they are. */
const ALWAYS: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** The way in for requests to the app's endpoints. Nothing is thrown: the engine would hand the error's message to the caller. */
export async function enterEndpoint(state: ProcessState, call: EndpointCall, work: (ctx: EndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    const answer = await guarded(state, call, work);
    return { ...answer, headers: { ...answer.headers, ...ALWAYS } };
}

async function guarded(state: ProcessState, call: EndpointCall, work: (ctx: EndpointCtx) => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    const { read, user } = call;
    const log = engineLog(call.logger);
    if (!user) {
        return { status: 401, content: { error: 'Log in first.' } };
    }
    try {
        const stores = await openStores(state, call);
        return await work({ user: actor(user), stores, log, clock: state.clock, mayRead: (roomId) => mayRead({ read, user }, roomId) });
    } catch (error) {
        const reference = randomId(state.rand).slice(0, 8);
        logFailure(log, error, reference);
        return { status: 500, content: { error: 'Something went wrong. The app\'s log says more under this reference.', reference } };
    }
}
