import { afterEach, beforeEach, expect } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { advance, memoSchema, type Memo, type Order, type Step } from '../../../../services/deployment/targets';
import { createHub, createHubShared, directCarrier, type Carrier, type Clock, type Hub } from '../../../../services/hub';
import { ManualTime } from '../../../playground/hub/manual-time';

/** The process ended: nothing that it sends from now on arrives. */
class Killed extends Error {}

const isWrite = ({ method }: { readonly method: string }): boolean => method !== 'GET';

/** Sends until the server has done the `nth` write; the answer to that one is lost as well. */
function mortal(nth: number): Carrier {
    let writes = 0;
    return async (url, init) => {
        if (writes >= nth) {
            throw new Killed();
        }
        const answer = await directCarrier(fetch)(url, init);
        if (isWrite(init) && ++writes >= nth) {
            throw new Killed();
        }
        return answer;
    };
}

/** A stand-in Hub whose clock moves when a test says so, and what walks deployments through it. */
export class Site {
    private constructor(readonly server: HubServer, readonly time: ManualTime) {}

    static async open(): Promise<Site> {
        const time = new ManualTime();
        return new Site(await startHub({ clock: time.clock }), time);
    }

    hub(user = 'alice', carrier: Carrier = directCarrier(fetch)): Hub {
        const { url: hub, routerUrl: router, endpointsUrl: endpoints, viewerUrl: viewer } = this.server;
        // Pauses between retries cost no time; what is slept with a signal is the time-out of a request.
        const clock: Clock = { now: this.time.clock, sleep: (_ms, signal) => (signal ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })) : Promise.resolve()) };
        return createHub({ carrier, shared: createHubShared(), clock, urls: { hub, router, endpoints, viewer }, token: () => Promise.resolve({ token: fakeToken(user), id: user }) });
    }

    /** A hub of a process that is killed right after the server did its `nth` write. */
    mortalHub(nth: number): Hub {
        return this.hub('alice', mortal(nth));
    }

    /** One call with what a store would hand back. */
    step(order: Order, { memo, hub = this.hub() }: { readonly memo?: Memo | undefined; readonly hub?: Hub } = {}): Promise<Step> {
        return advance(hub, order, memo && memoSchema.parse(JSON.parse(JSON.stringify(memo))), this.time.now);
    }

    /** Calls again after each pause until the deployment is live or failed. */
    async run(order: Order, memo?: Memo): Promise<Step> {
        return (await this.runAtOnce([order], memo))[0] ?? expect.unreachable();
    }

    /** The same by several servers, each with a memory of its own, in the same moments. */
    async runAtOnce(orders: readonly Order[], memo?: Memo): Promise<Step[]> {
        let steps: { step: Step | undefined; memo: Memo | undefined }[] = orders.map(() => ({ step: undefined, memo }));
        for (let calls = 0; calls < 400; calls++) {
            steps = await Promise.all(steps.map(async (one, index) => {
                const order = orders[index] ?? expect.unreachable();
                const step = one.step?.state === 'going' || one.step === undefined ? await this.step(order, { memo: one.memo }) : one.step;
                return { step, memo: step.state === 'going' ? step.memo : one.memo };
            }));
            const pauses = steps.flatMap(({ step }) => (step?.state === 'going' ? [step.pauseMs] : []));
            if (pauses.length === 0) {
                return steps.map(({ step }) => step ?? expect.unreachable());
            }
            this.time.advance(Math.min(...pauses));
        }
        return expect.unreachable('never settled');
    }

    /** `METHOD path status` of everything that was to change something, in order. */
    get writes(): string[] {
        return this.server.requests.filter(isWrite).map(({ method, path, status }) => `${method} ${path} ${status}`);
    }

    get head(): string {
        return this.server.state.findRepo('model', 'acme/bert-prod')?.branches.get('main') ?? expect.unreachable();
    }

    get older(): string {
        return this.server.state.findRepo('model', 'acme/bert-prod')?.gitTags.get('v1.0') ?? expect.unreachable();
    }
}

/** What to hand to the next call; fails when there is none. */
export const memoOf = (step: Step): Memo => (step.state === 'going' ? step.memo : expect.unreachable(step.state));

/** A new one for each test. It must have seen nothing forbidden. */
export function useSite(): () => Site {
    let site: Site | undefined;
    beforeEach(async () => {
        site = await Site.open();
    });
    afterEach(async () => {
        await site?.server.stop();
        expect(site?.server.violations).toEqual([]);
    });
    return () => site ?? expect.unreachable();
}
