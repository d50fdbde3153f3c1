import { describe, expect, it } from 'vitest';
import { autoCarrier, directCarrier } from '../../../services/hub';
import { DIRECT_PATIENCE_MS, WORKSPACE_MEMORY_MS } from '../../../services/hub/carrier';
import { FakeClock, fakeCarrier, rejection, settle } from './fakes';

const URL_ = 'https://huggingface.co/api/models';
const down = (): never => { throw new TypeError('fetch failed'); };
const ok = (): Response => new Response('ok');

function setUp(directReply: () => Response | Promise<Response>) {
    const clock = new FakeClock();
    const direct = fakeCarrier(directReply);
    const workspace = fakeCarrier(ok);
    const carrier = autoCarrier({ direct: direct.carrier, workspace: workspace.carrier, clock });
    return { clock, direct, workspace, carrier };
}

describe('autoCarrier', () => {
    it('stays on the direct way for answers of any status', async () => {
        const { carrier, workspace } = setUp(() => new Response('', { status: 503 }));
        expect((await carrier.send(URL_, { method: 'GET', headers: {} })).status).toBe(503);
        expect(workspace.calls).toHaveLength(0);
        expect(carrier.path()).toBe('direct');
    });

    it('goes through the workspace after a failed connection, and tries the direct way again after five minutes', async () => {
        const { carrier, direct, workspace, clock } = setUp(down);
        await carrier.send(URL_, { method: 'GET', headers: {} });
        expect(carrier.path()).toBe('workspace');
        await carrier.send(URL_, { method: 'POST', headers: {} });
        expect([direct.calls.length, workspace.calls.length]).toEqual([1, 2]);
        clock.time += WORKSPACE_MEMORY_MS;
        expect(carrier.path()).toBe('direct');
        await carrier.send(URL_, { method: 'GET', headers: {} });
        expect(direct.calls).toHaveLength(2);
    });

    it('does not wait for ever on a way that swallows packets', async () => {
        const { carrier, workspace, clock } = setUp(() => new Promise<Response>(() => undefined));
        const answer = carrier.send(URL_, { method: 'GET', headers: {} });
        await settle();
        expect(workspace.calls).toHaveLength(0);
        await clock.advance(DIRECT_PATIENCE_MS);
        expect(await (await answer).text()).toBe('ok');
    });

    it('never sends a call that changes something twice: the way is tried with a HEAD first', async () => {
        const { carrier, direct, workspace } = setUp(down);
        await carrier.send(URL_, { method: 'POST', headers: {}, body: 'x' });
        expect(direct.calls.map(({ method, url }) => `${method} ${url}`)).toEqual(['HEAD https://huggingface.co/']);
        expect(workspace.calls.map(({ method }) => method)).toEqual(['POST']);
    });

    it('does not resend a POST whose proven connection broke', async () => {
        let broken = false;
        const { carrier, workspace } = setUp(() => (broken ? down() : ok()));
        await carrier.send(URL_, { method: 'GET', headers: {} });
        broken = true;
        expect(await rejection(carrier.send(URL_, { method: 'POST', headers: {} }))).toBeInstanceOf(TypeError);
        expect(workspace.calls).toHaveLength(0);
    });

    it('takes an abort for no news about the network', async () => {
        const { carrier, workspace } = setUp(down);
        await rejection(carrier.send(URL_, { method: 'GET', headers: {}, signal: AbortSignal.abort() }));
        expect(workspace.calls).toHaveLength(0);
        expect(carrier.path()).toBe('direct');
    });
});

describe('directCarrier', () => {
    it('refuses to follow redirects', async () => {
        const seen: (string | undefined)[] = [];
        const carrier = directCarrier((_, init) => {
            seen.push(init?.redirect);
            return Promise.resolve(ok());
        });
        await carrier(URL_, { method: 'GET', headers: {} });
        expect(seen).toEqual(['manual']);
    });
});
