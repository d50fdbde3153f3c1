import { describe, expect, it } from 'vitest';
import { HubError } from '../../../../services/hub';
import { withRetry } from '../../../../services/hub/wire/retry';
import { JumpingClock, rejection, request } from '../fakes';

type Outcome = number | 'unreachable' | Response;

function retrying(outcomes: Outcome[]) {
    const clock = new JumpingClock();
    let sent = 0;
    const send = withRetry({ clock })(() => {
        const outcome = outcomes[Math.min(sent++, outcomes.length - 1)] ?? 200;
        if (outcome === 'unreachable') return Promise.reject(new HubError({ kind: 'unreachable', target: 'GET x' }));
        return Promise.resolve(outcome instanceof Response ? outcome : new Response(`answer ${sent}`, { status: outcome }));
    });
    return { send, clock, sent: () => sent };
}

describe('withRetry', () => {
    it('repeats after 1, 2, 4, 8 and 16 s, then hands the last answer on', async () => {
        const { send, clock, sent } = retrying([503]);
        const response = await send(request());
        expect([response.status, await response.text()]).toEqual([503, 'answer 6']);
        expect(clock.slept).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
        expect(sent()).toBe(6);
    });

    it('ends with the first answer', async () => {
        const { send, sent } = retrying(['unreachable', 502, 200, 500]);
        expect((await send(request())).status).toBe(200);
        expect(sent()).toBe(3);
    });

    it('repeats nothing that is not idempotent', async () => {
        const { send, sent } = retrying([503]);
        expect((await send(request({ method: 'POST', idempotent: false }))).status).toBe(503);
        expect(sent()).toBe(1);
    });

    it.each([400, 401, 403, 404, 409, 429, 501])('takes %i for an answer', async (status) => {
        const { send, sent } = retrying([status]);
        expect((await send(request())).status).toBe(status);
        expect(sent()).toBe(1);
    });

    it('honours Retry-After, up to a minute', async () => {
        const busy = (seconds: string): Response => new Response('', { status: 503, headers: { 'retry-after': seconds } });
        const { send, clock } = retrying([busy('7'), busy('3600'), 200]);
        await send(request());
        expect(clock.slept).toEqual([7_000, 60_000]);
    });

    it('stops where the next pause would pass the deadline', async () => {
        const { send, clock, sent } = retrying(['unreachable']);
        expect(await rejection(send(request({ deadline: clock.time + 5_000 })))).toMatchObject({ kind: 'unreachable' });
        expect(clock.slept).toEqual([1_000, 2_000]);
        expect(sent()).toBe(3);
    });

    it('hands on the answer that the deadline left, readable', async () => {
        const { send, clock } = retrying([503]);
        const response = await send(request({ deadline: clock.time + 500 }));
        expect(await response.text()).toBe('answer 1');
    });
});
