import { describe, expect, it } from 'vitest';
import { as, ask, useHub } from './harness';

let now = Date.UTC(2025, 5, 1);
const hub = useHub({ clock: () => now, rateLimit: { api: 5, resolvers: 3, windowSeconds: 60 } });
const plans = useHub({ clock: () => now });

describe('rate limits', () => {
    it('count down on every answer, errors and redirects too, and refuse until the window ends', async () => {
        now += 60_000;
        const paths = ['/api/models?limit=1', '/api/nothing', '/api/models/gpt2', '/api/models/acme/bert-prod', '/api/models?limit=1'];
        const answers = [];
        for (const path of paths) {
            answers.push(await ask(hub().url + path));
        }
        expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([4, 3, 2, 1, 0].map((left) => `"api";r=${left};t=60`));
        now += 20_000;
        const refused = await ask(`${hub().url}/api/models?limit=1`);
        expect([refused.status, refused.headers.get('ratelimit'), refused.headers.get('ratelimit-policy'), refused.headers.get('retry-after')])
            .toEqual([429, '"api";r=0;t=40', '"fixed window";"api";q=5;w=60', null]);
        now += 40_000;
        expect((await ask(`${hub().url}/api/models?limit=1`)).status).toBe(200);
    });

    it('count each token and each bucket apart', async () => {
        now += 60_000;
        const left = async (path: string, user?: string): Promise<string | null> => (await ask(hub().url + path, user ? as(user) : {})).headers.get('ratelimit');
        expect(await left('/api/models?limit=1', 'alice')).toBe('"api";r=4;t=60');
        expect(await left('/api/models?limit=1', 'bo')).toBe('"api";r=4;t=60');
        expect(await left('/openai-community/gpt2/resolve/main/config.json', 'alice')).toBe('"resolvers";r=2;t=60');
        expect(await left('/api/models?limit=1', 'alice')).toBe('"api";r=3;t=60');
    });

    it('follow the plan', async () => {
        const quota = async (user?: string): Promise<string | undefined> =>
            /q=(\d+)/.exec((await ask(`${plans().url}/api/models?limit=1`, user ? as(user) : {})).headers.get('ratelimit-policy') ?? '')?.[1];
        expect(await Promise.all([quota(), quota('dave'), quota('alice'), quota('carol')])).toEqual(['500', '1000', '3000', '6000']);
    });

    it('whoami has a stricter one of its own', async () => {
        const statuses = [];
        for (let call = 0; call < 61; call += 1) {
            statuses.push((await ask(`${plans().url}/api/whoami-v2`, as('alice'))).status);
        }
        expect(statuses.slice(0, 60).every((status) => status === 200)).toBe(true);
        expect(statuses[60]).toBe(429);
        expect((await ask(`${plans().url}/api/models?limit=1`, as('alice'))).status).toBe(200);
    });
});
