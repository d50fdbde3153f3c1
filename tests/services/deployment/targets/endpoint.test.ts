import { describe, expect, it } from 'vitest';
import type { HubChangeInput } from '../../../../playground/hub/changes/hub-change';
import type { Order } from '../../../../services/deployment/targets';
import { memoOf, useSite } from './site';

const site = useSite();

const HARDWARE = { vendor: 'aws', region: 'us-east-1', accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x1' };
const L4 = { ...HARDWARE, accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x4' };

const order = (facts: Partial<Extract<Order['target'], { kind: 'endpoint' }>> = {}): Order =>
    ({ target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert-prod', hardware: HARDWARE, minReplica: 0, maxReplica: 1, ...facts }, repo: 'acme/bert-prod', sha: site().head, task: 'text-classification' });

type State = Extract<HubChangeInput, { kind: 'endpoint-state' }>['state'];
const put = (state: State, message?: string): void => site().server.change({ kind: 'endpoint-state', namespace: 'acme', name: 'bert-prod', state, ...(message !== undefined && { message }) });
const spec = (name = 'bert-prod'): unknown => site().server.state.endpoints.get(`acme/${name}`)?.spec;

describe('making an endpoint', () => {
    it('follows it through its stages', async () => {
        const stages: string[] = [];
        let step = await site().step(order({ endpoint: 'new' }));
        while (step.state === 'going') {
            stages.push(step.stage);
            site().time.advance(step.pauseMs);
            step = await site().step(order({ endpoint: 'new' }), { memo: step.memo });
        }
        expect([...stages, step.stage]).toEqual(['pending', 'initializing', 'running']);
    });

    it('sets it up as the environment says; only one without a standing replica scales to zero', async () => {
        await site().run(order({ endpoint: 'idle' }));
        expect(spec('idle')).toMatchObject({
            type: 'authenticated', provider: { vendor: 'aws', region: 'us-east-1' }, model: { repository: 'acme/bert-prod', revision: site().head, task: 'text-classification', framework: 'pytorch' },
            compute: { accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x1', scaling: { minReplica: 0, maxReplica: 1, scaleToZeroTimeout: 15 } },
        });
        await site().run(order({ endpoint: 'busy', minReplica: 1, maxReplica: 2 }));
        expect(spec('busy')).toMatchObject({ compute: { scaling: { minReplica: 1, maxReplica: 2, scaleToZeroTimeout: null } } });
    });

    it('goes on when somebody else was faster, and gives up when it never appears', async () => {
        site().server.faults.add({ match: 'GET /v2/endpoint/acme/*', fault: { status: 404, body: { error: 'not there yet' } } });
        site().server.faults.add({ match: 'POST /v2/endpoint/acme', fault: { status: 409, body: { error: 'Endpoint new already exists' } } });
        expect(await site().step(order({ endpoint: 'new' }))).toMatchObject({ state: 'going', stage: 'absent', memo: { conflicts: 1 } });
        expect(await site().run(order({ endpoint: 'new' }))).toMatchObject({ state: 'failed', reason: 'conflict', words: 'Endpoint new already exists', retryable: true });
        site().server.faults.clear();
        expect(await site().run(order({ endpoint: 'new' }))).toMatchObject({ state: 'live' });
    });

    it.each([[{ hardware: L4, maxReplica: 3 }, 'quota', true], [{ hardware: { ...L4, instanceSize: 'x9' } }, 'refused', false], [{ namespace: 'alice' }, 'payment-required', true], [{ namespace: 'globex' }, 'forbidden', true]])('%j fails for %s', async (facts, reason, retryable) => {
        expect(await site().run(order({ endpoint: 'new', ...facts }))).toMatchObject({ state: 'failed', reason, retryable, words: expect.any(String) as string });
    });

    it('that somebody deletes at once is not made again', async () => {
        const step = await site().step(order({ endpoint: 'new' }));
        site().server.state.endpoints.delete('acme/new');
        site().time.advance(30_000);
        expect(await site().step(order({ endpoint: 'new' }), { memo: memoOf(step) })).toMatchObject({ state: 'failed', reason: 'overwritten', stage: 'absent' });
        expect(site().writes).toHaveLength(1);
    });
});

describe('moving an endpoint', () => {
    it('pins what was on a branch, even where the branch is at the commit', async () => {
        expect(spec()).toMatchObject({ model: { revision: 'main' } });
        expect(await site().run(order())).toMatchObject({ state: 'live', stage: 'running' });
        expect(spec()).toMatchObject({ model: { repository: 'acme/bert-prod', revision: site().head }, compute: { instanceSize: 'x2' } });
    });

    it('to another model takes its task along', async () => {
        const sha = site().server.state.findRepo('model', 'acme/embedder')?.branches.get('main') ?? '';
        expect(await site().run({ ...order(), repo: 'acme/embedder', sha, task: 'feature-extraction' })).toMatchObject({ state: 'live' });
        expect(spec()).toMatchObject({ model: { repository: 'acme/embedder', revision: sha, task: 'feature-extraction' } });
        await site().run({ ...order(), repo: 'Acme/Embedder', sha, task: 'other' });
        expect(site().writes).toHaveLength(1);
    });

    it('does not take the stage from before the change for the one after it', async () => {
        const memo = { v: 1, startedAt: site().time.now, changedAt: site().time.now } as const;
        await site().step(order());
        put('running');
        const lagging = await site().step(order(), { memo });
        expect([lagging.state, (await site().step(order())).state]).toEqual(['going', 'going']);
        put('updating');
        const moving = await site().step(order(), { memo });
        expect(moving).toMatchObject({ state: 'going', memo: { moved: true } });
        put('running');
        expect(await site().step(order(), { memo: memoOf(moving) })).toMatchObject({ state: 'live' });
        site().time.advance(30_000);
        expect((await site().step(order(), { memo })).state).toBe('live');
        expect((await site().step(order())).state).toBe('live');
    });

    it('waits no longer when the Hub\'s clock is ahead of ours', async () => {
        await site().step(order());
        put('running');
        const startedAt = site().time.now - 3_600_000;
        expect((await site().step(order(), { memo: { v: 1, startedAt } })).state).toBe('live');
    });

    it('that is scaled to zero is live: the next request starts it', async () => {
        put('scaledToZero');
        expect(await site().run(order())).toMatchObject({ state: 'live', stage: 'scaledToZero', url: expect.any(String) as string });
        expect(spec()).toMatchObject({ model: { revision: site().head } });
    });

    it('that is paused is left to its owner, before and after the change', async () => {
        put('paused');
        expect(await site().run(order())).toEqual({ state: 'failed', reason: 'paused', stage: 'paused', words: 'Endpoint is paused', retryable: true });
        expect([site().writes, spec()]).toEqual([[], expect.objectContaining({ model: expect.objectContaining({ revision: 'main' }) as object })]);
        put('running');
        const step = await site().step(order());
        put('paused');
        expect(await site().step(order(), { memo: memoOf(step) })).toMatchObject({ reason: 'paused' });
    });

    it('that fails tells why, with the last lines and without secrets', async () => {
        const memo = memoOf(await site().step(order()));
        put('updateFailed', `CUDA out of memory, token hf_${'a'.repeat(34)}, DB_PASSWORD=hunter2`);
        site().time.advance(1_000);
        expect(await site().step(order(), { memo })).toEqual({ state: 'failed', reason: 'failed-state', stage: 'updateFailed', words: 'CUDA out of memory, token [redacted], DB_PASSWORD=[redacted]', log: expect.stringMatching(/CUDA out of memory, token \[redacted\], DB_PASSWORD=\[redacted\]$/) as string, retryable: true });
        site().server.faults.add({ match: 'GET /v2/endpoint/acme/bert-prod/logs', fault: { status: 500 } });
        expect(await site().step(order(), { memo })).not.toHaveProperty('log');
    });

    it('starts once more what failed before', async () => {
        await site().run(order());
        put('updateFailed');
        site().server.clearRequests();
        expect(await site().run(order())).toMatchObject({ state: 'live' });
        expect(site().writes).toEqual(['PUT /v2/endpoint/acme/bert-prod 200']);
    });

    it('that fails under way without a memory is not started again', async () => {
        await site().step(order());
        const seen = await site().step(order());
        put('failed');
        expect(await site().step(order(), { memo: memoOf(seen) })).toMatchObject({ state: 'failed', reason: 'failed-state' });
        expect(site().writes).toHaveLength(1);
    });

    it('fails for an answer that nobody foresaw', async () => {
        site().server.faults.add({ match: 'GET /v2/endpoint/*', fault: { status: 200, body: { name: 'x' } } });
        expect(await site().step(order())).toMatchObject({ state: 'failed', reason: 'unexpected', retryable: true });
    });
});
