import { describe, expect, it } from 'vitest';
import type { HubChangeInput } from '../../../../playground/hub/changes/hub-change';
import type { Order } from '../../../../services/deployment/targets';
import { memoOf, useSite } from './site';

const site = useSite();

const order = (space = 'acme/demo'): Order => ({ target: { kind: 'space', space, variable: 'MODEL_REVISION' }, repo: 'acme/bert-prod', sha: site().head });

type Stage = Extract<HubChangeInput, { kind: 'space-stage' }>['stage'];
const put = (stage: Stage, errorMessage?: string): void => site().server.change({ kind: 'space-stage', space: 'acme/demo', stage, ...(errorMessage !== undefined && { errorMessage }) });

describe('a Space', () => {
    it('is followed through its stages', async () => {
        const stages: string[] = [];
        let step = await site().step(order());
        while (step.state === 'going') {
            stages.push(step.stage);
            site().time.advance(step.pauseMs);
            step = await site().step(order(), { memo: step.memo });
        }
        expect([...stages, step.stage]).toEqual(['RUNNING', 'APP_STARTING', 'APP_STARTING', 'RUNNING']);
    });

    it('is not live by the stage from before the change', async () => {
        const memo = memoOf(await site().step(order()));
        put('RUNNING');
        expect([(await site().step(order(), { memo })).state, (await site().step(order())).state]).toEqual(['going', 'going']);
        put('RUNNING_BUILDING');
        const moving = await site().step(order(), { memo });
        put('RUNNING');
        expect(moving).toMatchObject({ state: 'going', memo: { moved: true } });
        expect(await site().step(order(), { memo: memoOf(moving) })).toMatchObject({ state: 'live' });
        site().time.advance(30_000);
        expect([(await site().step(order(), { memo })).state, (await site().step(order())).state]).toEqual(['live', 'live']);
        expect(site().writes).toHaveLength(1);
    });

    it('is not live by it either when its change was long in coming', async () => {
        const memo = { ...memoOf(await site().step(order())), startedAt: site().time.now - 600_000 };
        put('RUNNING');
        expect(await site().step(order(), { memo })).toMatchObject({ state: 'going' });
    });

    it('has not failed by the stage from before the change', async () => {
        put('RUNTIME_ERROR', 'Exit code: 1');
        const memo = memoOf(await site().step(order()));
        put('RUNTIME_ERROR', 'Exit code: 1');
        expect(await site().step(order(), { memo })).toMatchObject({ state: 'going', stage: 'RUNTIME_ERROR' });
        site().time.advance(30_000);
        expect(await site().step(order(), { memo })).toEqual({ state: 'failed', reason: 'failed-state', stage: 'RUNTIME_ERROR', words: 'Exit code: 1', retryable: true });
    });

    it('that sleeps is live: the next visit starts it', async () => {
        const memo = memoOf(await site().step(order()));
        put('SLEEPING');
        site().time.advance(30_000);
        expect(await site().step(order(), { memo })).toMatchObject({ state: 'live', stage: 'SLEEPING' });
    });

    it.each(['PAUSED', 'STOPPED'] as const)('that is %s is left to its owner', async (stage) => {
        put(stage);
        expect(await site().run(order())).toEqual({ state: 'failed', reason: 'paused', stage, retryable: true });
        expect(site().writes).toEqual([]);
    });

    it('that can\'t be built says so, and is started once more by the next try', async () => {
        const failure = { state: 'failed', reason: 'failed-state', stage: 'BUILD_ERROR', words: expect.stringContaining('grado==5.0') as string };
        expect(await site().run(order('acme/broken'))).toMatchObject(failure);
        expect(await site().run(order('acme/broken'))).toMatchObject(failure);
        expect(site().writes).toEqual(['POST /api/spaces/acme/broken/variables 200', 'POST /api/spaces/acme/broken/restart 200']);
    });

    it('that is gone is not found, and one that can\'t be paid says so', async () => {
        expect(await site().run(order('acme/none'))).toMatchObject({ state: 'failed', reason: 'not-found', retryable: false });
        site().server.faults.add({ match: 'POST /api/spaces/*', fault: { status: 402, body: { error: 'Payment required' } } });
        expect(await site().run(order())).toMatchObject({ state: 'failed', reason: 'payment-required', words: 'Payment required', retryable: true });
    });
});
