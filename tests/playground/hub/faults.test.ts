import { beforeEach, describe, expect, it } from 'vitest';
import { FaultPlan } from '../../../playground/hub/faults';
import { ask, useHub } from './harness';

const hub = useHub();
const list = (): ReturnType<typeof ask> => ask(`${hub().url}/api/models?limit=3`);

beforeEach(() => {
    hub().faults.clear();
    hub().clearRequests();
});

describe('faults', () => {
    it('answer as told, so many times, only where they match', async () => {
        hub().faults.add({ match: 'GET /api/models*', times: 2, fault: { status: 503, headers: { 'Retry-After': '7' }, body: { error: 'busy' } } });
        expect((await ask(`${hub().url}/api/datasets?limit=1`)).status).toBe(200);
        const first = await list();
        expect([first.status, first.headers.get('retry-after'), first.json()]).toEqual([503, '7', { error: 'busy' }]);
        expect([(await list()).status, (await list()).status]).toEqual([503, 200]);
    });

    it('rate-limited, malformed and html', async () => {
        hub().faults.add({ match: '* /api/models', times: 1, fault: { kind: 'rate-limited', resetSeconds: 9 } });
        hub().faults.add({ match: '* /api/models', times: 1, fault: { kind: 'malformed' } });
        hub().faults.add({ match: '* /api/models', times: 1, fault: { status: 502, body: '<html>Bad Gateway</html>' } });
        const limited = await list();
        expect([limited.status, limited.headers.get('ratelimit')]).toEqual([429, '"api";r=0;t=9']);
        const broken = await list();
        expect(broken.headers.get('content-type')).toContain('application/json');
        expect(() => broken.json()).toThrow(SyntaxError);
        expect((await list()).text).toContain('<html>');
        expect((await list()).status).toBe(200);
    });

    it('cut breaks off after the bytes asked for, down never answers', async () => {
        hub().faults.add({ match: 'GET /api/models', times: 1, fault: { kind: 'cut', afterBytes: 50 } });
        const response = await fetch(`${hub().url}/api/models?limit=3`);
        expect(response.status).toBe(200);
        await expect(response.text()).rejects.toThrow();
        hub().faults.add({ match: 'GET /api/models', times: 1, fault: { kind: 'down' } });
        await expect(list()).rejects.toThrow('fetch failed');
        expect(hub().requests.map(({ status }) => status)).toEqual([200, 0]);
    });

    it('slow answers late but right', async () => {
        hub().faults.add({ match: 'GET /api/models', times: 1, fault: { kind: 'slow', ms: 40 } });
        const started = performance.now();
        expect((await list()).status).toBe(200);
        expect(performance.now() - started).toBeGreaterThan(35);
    });

    it('patterns: the earliest rule wins, dots are dots', () => {
        const plan = new FaultPlan();
        plan.add({ match: 'GET /a.b', times: 1, fault: { status: 500 } });
        plan.add({ match: '* /a*', fault: { status: 501 } });
        expect(plan.take('GET', '/axb')).toEqual({ status: 501 });
        expect(plan.take('GET', '/a.b')).toEqual({ status: 500 });
        expect(plan.take('GET', '/a.b')).toEqual({ status: 501 });
        expect(plan.take('GET', '/b')).toBeUndefined();
    });
});
