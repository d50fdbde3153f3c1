import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../services/deployment/targets';
import type { Target } from '../../../../services/workflows/environment/environment';
import { memoOf, useSite, type Site } from './site';

const site = useSite();

interface Kind {
    readonly target: Target;
    /** The commit that the Hub itself has there. */
    readonly found: (site: Site) => string | undefined;
    /** Writes of a first deployment, and of moving to another commit. */
    readonly first: readonly string[];
    readonly move: readonly string[];
    readonly live: object;
    /** A user without the right, and what they are told. */
    readonly refused: { readonly user: string; readonly reason: string; readonly scope?: string };
}

const HARDWARE = { vendor: 'aws', region: 'us-east-1', accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x1' };
const MODEL = '/api/models/acme/bert-prod';

const KINDS: Record<Target['kind'], Kind> = {
    endpoint: {
        target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert-live', hardware: HARDWARE, minReplica: 0, maxReplica: 1 },
        found: ({ server }) => server.state.endpoints.get('acme/bert-live')?.spec.model.revision,
        first: ['POST /v2/endpoint/acme 200'], move: ['PUT /v2/endpoint/acme/bert-live 200'],
        live: { state: 'live', stage: 'running', url: expect.stringMatching(/^https:\/\/.+\.endpoints\.huggingface\.cloud$/) as string },
        refused: { user: 'service', reason: 'missing-scope', scope: 'inference.endpoints.write' },
    },
    space: {
        target: { kind: 'space', space: 'acme/demo', variable: 'MODEL_REVISION' },
        found: ({ server }) => server.state.findRepo('space', 'acme/demo')?.space?.variables.get('MODEL_REVISION')?.value,
        first: ['POST /api/spaces/acme/demo/variables 200'], move: ['POST /api/spaces/acme/demo/variables 200'],
        live: { state: 'live', stage: 'RUNNING', url: 'https://acme-demo.hf.space' },
        refused: { user: 'bo', reason: 'forbidden' },
    },
    branch: {
        target: { kind: 'branch', ref: 'deploy/production' },
        found: ({ server }) => server.state.findRepo('model', 'acme/bert-prod')?.branches.get('deploy/production'),
        first: [`POST ${MODEL}/branch/deploy%2Fproduction 200`], move: [`POST ${MODEL}/branch/deploy%2Fproduction 200`],
        live: { state: 'live', stage: 'ready', url: expect.stringMatching(/\/acme\/bert-prod\/tree\/deploy%2Fproduction$/) as string },
        refused: { user: 'carol', reason: 'missing-scope', scope: 'repo.write' },
    },
    tag: {
        target: { kind: 'tag', ref: 'production' },
        found: ({ server }) => server.state.findRepo('model', 'acme/bert-prod')?.gitTags.get('production'),
        first: [expect.stringMatching(/^POST \/api\/models\/acme\/bert-prod\/tag\/[0-9a-f]{40} 200$/) as string],
        move: [`DELETE ${MODEL}/tag/production 200`, expect.stringMatching(/^POST \/api\/models\/acme\/bert-prod\/tag\/[0-9a-f]{40} 200$/) as string],
        live: { state: 'live', stage: 'ready', url: expect.stringMatching(/\/acme\/bert-prod\/tree\/production$/) as string },
        refused: { user: 'carol', reason: 'missing-scope', scope: 'repo.write' },
    },
};

describe.each(Object.values(KINDS))('a commit at the $target.kind', ({ target, found, first, move, live, refused }) => {
    const order = (sha: string): Order => ({ target, repo: 'acme/bert-prod', sha, task: 'text-classification' });

    it('is put there, moved, and left alone when it is there already', async () => {
        expect(await site().run(order(site().older))).toEqual(live);
        expect([found(site()), site().writes]).toEqual([site().older, first]);
        site().server.clearRequests();
        expect(await site().run(order(site().head))).toEqual(live);
        expect([found(site()), site().writes]).toEqual([site().head, move]);
        site().server.clearRequests();
        expect(await site().run(order(site().head))).toEqual(live);
        expect(site().writes).toEqual([]);
    });

    it('is put there once by two servers at the same time, and moved by them', async () => {
        expect(await site().runAtOnce([order(site().older), order(site().older)])).toEqual([live, live]);
        expect(found(site())).toBe(site().older);
        expect(site().writes.filter((write) => write.endsWith('200')).length).toBeLessThanOrEqual(target.kind === 'endpoint' || target.kind === 'tag' ? 1 : 2);
        expect(await site().runAtOnce([order(site().head), order(site().head)])).toEqual([live, live]);
        expect(found(site())).toBe(site().head);
    });

    it.each([['first', 'kept'], ['first', 'lost'], ['move', 'kept'], ['move', 'lost']])('is there after a kill at any write of the %s deployment, with the memory %s', async (which, memory) => {
        const writes = which === 'first' ? first : move;
        if (which === 'move') {
            await site().run(order(site().older));
        }
        for (let nth = 1; nth <= writes.length; nth++) {
            site().server.clearRequests();
            const sha = which === 'first' || nth % 2 === 1 ? site().head : site().older;
            const begun = { v: 1, startedAt: site().time.now } as const;
            await expect(site().step(order(sha), { memo: begun, hub: site().mortalHub(nth) })).rejects.toMatchObject({ name: 'HubError', kind: 'unreachable' });
            expect(site().writes).toEqual(writes.slice(0, nth));
            site().time.advance(1_000);
            expect(await site().run(order(sha), memory === 'kept' ? begun : undefined)).toEqual(live);
            expect([found(site()), site().writes]).toEqual([sha, writes]);
        }
    });

    it('is not put there by who may not', async () => {
        const { user, ...told } = refused;
        expect(await site().step(order(site().head), { hub: site().hub(user) })).toEqual({ state: 'failed', words: expect.any(String) as string, retryable: true, ...told });
        expect(await site().step(order(site().head), { hub: site().hub('revoked') })).toMatchObject({ state: 'failed', reason: 'unauthorized', retryable: true });
        expect(found(site())).toBeUndefined();
    });

    it.each([{ status: 503 }, { kind: 'down' }, { kind: 'rate-limited', resetSeconds: 200 }] as const)('waits while the Hub is in trouble: %j', async (fault) => {
        site().server.faults.add({ match: '*', fault });
        await expect(site().step(order(site().head))).rejects.toMatchObject({ name: 'HubError' });
        site().server.faults.clear();
        site().time.advance(300_000);
        expect(await site().run(order(site().head))).toEqual(live);
    });

    it('is given up after three quarters of an hour, without a last write', async () => {
        const memo = { v: 1, startedAt: site().time.now } as const;
        site().time.advance(45 * 60_000);
        expect(await site().step(order(site().head), { memo })).toMatchObject({ state: 'failed', reason: 'timeout', retryable: true });
        site().server.faults.add({ match: '*', fault: { status: 503 } });
        expect(await site().step(order(site().head), { memo })).toMatchObject({ state: 'failed', reason: 'timeout' });
        expect(site().writes).toEqual([]);
    });

    it('that somebody else replaces is not fought for', async () => {
        const memo = memoOf(await site().step(order(site().head)));
        await site().run(order(site().older));
        site().time.advance(30_000);
        site().server.clearRequests();
        expect(await site().run(order(site().head), memo)).toMatchObject({ state: 'failed', reason: 'overwritten', retryable: true });
        expect(site().writes).toEqual([]);
        expect(await site().run(order(site().head))).toEqual(live);
    });

    it('is not put there when the Hub has no such commit', async () => {
        const step = await site().run(order('f'.repeat(40)));
        expect(step).toMatchObject(target.kind === 'space' ? live : { state: 'failed', reason: target.kind === 'endpoint' ? 'refused' : 'not-found', retryable: false });
    });
});
