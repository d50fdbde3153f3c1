import { abortReason, type Clock } from './clock';

export interface CarrierInit {
    method: string;
    headers: Record<string, string>;
    body?: string | Uint8Array<ArrayBuffer>;
    signal?: AbortSignal;
}

/**
 * What actually moves a request over the network. It throws when no answer came, and hands back an answer of any
 * status. It does not follow redirects where it can refuse to: the client does, so that the bearer stays at home.
 */
export type Carrier = (url: string, init: CarrierInit) => Promise<Response>;

export type NetworkPath = 'direct' | 'workspace';

/** A carrier that knows which way its last request went. */
export interface RoutedCarrier {
    send: Carrier;
    path(): NetworkPath;
}

/** How long the way through the workspace is kept before the direct one is tried again, milliseconds. */
export const WORKSPACE_MEMORY_MS = 5 * 60_000;

/** How long the direct way may stay silent before it has proven itself: a firewall that drops packets never answers. */
export const DIRECT_PATIENCE_MS = 5_000;

/** What the whole process knows about the network. */
export interface CarrierMemory {
    /** Use the workspace until then, milliseconds since the epoch. */
    workspaceUntil: number;
    /** The direct way has answered, and not failed since. */
    directProven: boolean;
}

/** The runtime's own `fetch`. */
export function directCarrier(fetch: typeof globalThis.fetch): Carrier {
    return (url, init) => fetch(url, { ...init, redirect: 'manual' });
}

/**
 * Direct first; when no connection comes about, through the workspace, which knows the server's proxy and
 * certificates. An HTTP status of any kind is an answer and no reason to change the way. A call that changes
 * something is never sent twice: before the first one, the direct way is tried with a HEAD.
 */
export function autoCarrier({ direct, workspace, clock, memory = { workspaceUntil: 0, directProven: false } }: {
    direct: Carrier;
    workspace: Carrier;
    clock: Clock;
    memory?: CarrierMemory;
}): RoutedCarrier {
    const path = (): NetworkPath => (clock.now() < memory.workspaceUntil ? 'workspace' : 'direct');
    const tryDirect: Carrier = async (url, init) => {
        try {
            const response = await (memory.directProven ? direct(url, init) : impatient(direct, clock)(url, init));
            memory.directProven = true;
            return response;
        } catch (error) {
            memory.directProven = false;
            throw error;
        }
    };
    const viaWorkspace: Carrier = async (url, init) => {
        const response = await workspace(url, init);
        memory.workspaceUntil = clock.now() + WORKSPACE_MEMORY_MS;
        return response;
    };
    const send: Carrier = async (url, init) => {
        if (path() === 'workspace') return workspace(url, init);
        if (!isSafe(init.method)) {
            if (memory.directProven || await reaches(tryDirect, url, init.signal)) return tryDirect(url, init);
            return viaWorkspace(url, init);
        }
        try {
            return await tryDirect(url, init);
        } catch (error) {
            // An aborted request says nothing about the network.
            if (init.signal?.aborted) throw error;
            return viaWorkspace(url, init);
        }
    };
    return { send, path };
}

/** Gives up on a carrier that has not answered after `DIRECT_PATIENCE_MS`. */
function impatient(carrier: Carrier, clock: Clock): Carrier {
    return async (url, init) => {
        const silence = new AbortController();
        const answered = new AbortController();
        const signal = init.signal ? AbortSignal.any([init.signal, silence.signal]) : silence.signal;
        const patience = clock.sleep(DIRECT_PATIENCE_MS, answered.signal)
            .then(() => silence.abort(new Error('no answer on the direct way')), () => undefined);
        try {
            return await Promise.race([carrier(url, { ...init, signal }), rejectedBy(silence.signal)]);
        } finally {
            answered.abort();
            await patience;
        }
    };
}

function rejectedBy(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
    });
}

async function reaches(carrier: Carrier, url: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
        const response = await carrier(new URL('/', url).href, { method: 'HEAD', headers: {}, signal });
        await response.body?.cancel();
        return true;
    } catch (error) {
        if (signal?.aborted) throw error;
        return false;
    }
}

export function fixedCarrier(send: Carrier, path: NetworkPath): RoutedCarrier {
    return { send, path: () => path };
}

function isSafe(method: string): boolean {
    return method === 'GET' || method === 'HEAD';
}
