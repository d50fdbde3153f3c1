import { createHub, createHubShared, type Carrier, type CarrierInit, type Clock, type Hub, type HubOptions, type HubShared } from '../../../services/hub';
import { ANONYMOUS, type HubRequest } from '../../../services/hub/wire/request';

/** A clock that stands still until it is told to move; sleepers wake when their time has come. */
export class FakeClock implements Clock {
    readonly slept: number[] = [];
    #sleepers: { at: number; wake: () => void }[] = [];


    constructor(public time = 1_000_000) {}

    now(): number { return this.time; }

    sleep(ms: number, signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(new Error('aborted'));
            signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
            this.#sleepers.push({ at: this.time + ms, wake: resolve });
            this.slept.push(ms);
        });
    }

    /** Moves on and lets everything that was waiting for it run. */
    async advance(ms: number): Promise<void> {
        this.time += ms;
        const due = this.#sleepers.filter(({ at }) => at <= this.time);
        this.#sleepers = this.#sleepers.filter(({ at }) => at > this.time);
        for (const { wake } of due) wake();
        await settle();
    }
}

/** A clock for code that only pauses: every pause is over at once, and time has passed. */
export class JumpingClock implements Clock {
    readonly slept: number[] = [];
    constructor(public time = 1_000_000) {}
    now(): number { return this.time; }
    async sleep(ms: number, signal?: AbortSignal): Promise<void> {
        signal?.throwIfAborted();
        this.slept.push(ms);
        this.time += ms;
        await Promise.resolve();
    }
}

/** Pauses between retries cost no time. What is slept with a signal is the time-out of a request: it stays asleep. */
export class PauseFreeClock extends JumpingClock {
    override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
        if (signal) return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));
        return super.sleep(ms);
    }
}

/** Runs what is ready to run. */
export async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface Call extends CarrierInit {
    url: string;
}

export type Reply = (call: Call, index: number) => Response | Promise<Response>;

/** A carrier that notes its calls and answers as it is told. */
export function fakeCarrier(reply: Reply): { carrier: Carrier; calls: Call[] } {
    const calls: Call[] = [];
    const carrier: Carrier = async (url, init) => {
        const call = { url, ...init };
        calls.push(call);
        return reply(call, calls.length - 1);
    };
    return { carrier, calls };
}

export function json(value: unknown, init: ResponseInit = {}): Response {
    return new Response(JSON.stringify(value), { ...init, headers: { 'content-type': 'application/json', ...Object.fromEntries(new Headers(init.headers)) } });
}

export function makeHub(reply: Reply, options: Partial<HubOptions> = {}): { hub: Hub; calls: Call[]; shared: HubShared } {
    const { carrier, calls } = fakeCarrier(reply);
    const shared = options.shared ?? createHubShared();
    return { hub: createHub({ carrier, clock: new FakeClock(), ...options, shared }), calls, shared };
}

export function request(changes: Partial<HubRequest> = {}): HubRequest {
    return {
        url: 'https://huggingface.co/api/models',
        method: 'GET',
        headers: {},
        identity: ANONYMOUS,
        idempotent: true,
        followRedirects: true,
        retries: 5,
        waitBudgetMs: 5_000,
        deadline: Number.POSITIVE_INFINITY,
        ...changes,
    };
}

/** What a promise was rejected with; fails when it was not. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
    try {
        await work;
    } catch (error) {
        return error;
    }
    throw new Error('expected a rejection');
}
