import { describe, expect, it } from 'vitest';
import { CHANGE_WORK } from '../../../flows/watching/notice-change';
import { observationsOf, observe, observeState, type StateObservation } from '../../../flows/watching/observe';
import { parseChangeKey, type ThingRepo } from '../../../services/workflows/watching';
import { MemoryDatabase, noteCalls } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { TestWorkspace } from '../../helpers/test-ctx';

const SPACE: ThingRepo = { type: 'space', id: 'acme/Demo' };
const MINUTE = 60_000;
const stage = (name: string): StateObservation => ({ type: 'stage', data: { stage: name } });

function open(database = new MemoryDatabase(), clock = new ManualClock(), seed = 'a') {
    const calls: string[] = [];
    const workspace = new TestWorkspace(undefined, { database, clock, seed, onStep: noteCalls(calls) });
    const ctx = workspace.ctx();
    return { ctx, calls, clock, database, due: async () => (await ctx.stores.due.due(clock.time)).map(({ kind, subject }) => ({ kind, ...parseChangeKey(subject) })) };
}

describe('what is seen of a repository', () => {
    it('is on record under its type and its name in any letter case, and its rooms are told', async () => {
        const { ctx, due, clock } = open();
        await observe(ctx, SPACE, { type: 'moved', id: 'moved:1:acme/new', data: { to: 'acme/new' } });
        clock.advance(MINUTE);
        await observe(ctx, SPACE, { ...stage('RUNNING'), id: 'stage-1' });
        expect(await observationsOf(ctx, { type: 'space', id: 'ACME/demo' })).toEqual([
            { type: 'moved', id: 'moved:1:acme/new', at: clock.time - MINUTE, data: { to: 'acme/new' } },
            { type: 'stage', id: 'stage-1', at: clock.time, data: { stage: 'RUNNING' } },
        ]);
        expect(await observationsOf(ctx, { type: 'model', id: 'acme/demo' })).toEqual([]);
        expect(await due()).toEqual([{ kind: CHANGE_WORK, repo: SPACE, thing: { kind: 'repo' } }, { kind: CHANGE_WORK, repo: SPACE, thing: { kind: 'space' } }]);
    });

    it('of a stage is one state, however much of what Hugging Face says of it was kept', async () => {
        const { ctx, clock } = open();
        for (const message of ['Exit code: 1. Reason', 'Exit code: 1. Reason: killed', undefined]) {
            clock.advance(MINUTE);
            await observeState(ctx, SPACE, { type: 'stage', data: { stage: 'RUNTIME_ERROR', message } });
        }
        expect(await observationsOf(ctx, SPACE)).toHaveLength(1);
    });

    it('of a parent is told as that line of descent', async () => {
        const { ctx, due } = open();
        const parent: ThingRepo = { type: 'model', id: 'meta/base' };
        await observe(ctx, SPACE, { type: 'parent', id: 'license:1', at: 5, data: { parent, change: 'license', before: 'mit', after: undefined } });
        expect(await observationsOf(ctx, SPACE)).toEqual([{ type: 'parent', id: 'license:1', at: 5, data: { parent, change: 'license', before: 'mit' } }]);
        expect(await due()).toMatchObject([{ thing: { kind: 'lineage', parent } }]);
    });

    it('under the same id is one observation; soon after it is put on the due-list again, in case its server died, later not', async () => {
        const { ctx, calls, clock } = open();
        const seen = { type: 'deleted', id: 'deleted:1', data: {} } as const;
        await observe(ctx, SPACE, seen);
        expect(calls.splice(0)).toEqual(['read', 'create', 'read', 'create', 'wake']);
        clock.advance(4 * MINUTE);
        await observe(ctx, SPACE, seen);
        expect(calls.splice(0)).toEqual(['read', 'read', 'wake']);
        clock.advance(2 * MINUTE);
        await observe(ctx, SPACE, seen);
        expect(calls).toEqual(['read']);
        expect(await observationsOf(ctx, SPACE)).toHaveLength(1);
    });

    it('leaves out what another version wrote', async () => {
        const { ctx } = open();
        await ctx.stores.ledger.append({ subject: 'observed:space/acme/demo', type: 'painted', data: { colour: 'red' } });
        expect(await observationsOf(ctx, SPACE)).toEqual([]);
    });

    it('is kept up to a bound, the newest', async () => {
        const { ctx, clock } = open();
        for (let count = 1; count <= 150; count += 1) {
            clock.advance(1);
            await observe(ctx, SPACE, { ...stage(`S${count}`), id: `stage-${count}` });
        }
        const kept = await observationsOf(ctx, SPACE);
        expect(kept.length).toBeGreaterThanOrEqual(100);
        expect(kept.length).toBeLessThanOrEqual(121);
        expect(kept.at(-1)?.id).toBe('stage-150');
        expect(kept.map(({ at }) => at)).toEqual([...kept.keys()].map((index) => clock.time - kept.length + 1 + index));
    });
});

describe('a state', () => {
    it('is on record when it is another one than before, also when it comes back', async () => {
        const { ctx, clock } = open();
        for (const name of ['BUILDING', 'BUILDING', 'RUNNING', 'BUILDING', 'BUILDING']) {
            await observeState(ctx, SPACE, stage(name));
            await observeState(ctx, SPACE, { type: 'visibility', data: { private: false } });
            clock.advance(MINUTE);
        }
        expect((await observationsOf(ctx, SPACE)).map(({ type, data }) => (type === 'stage' ? data.stage : data))).toEqual(['BUILDING', { private: false }, 'RUNNING', 'BUILDING']);
    });

    it('that two servers see at once is one fact; what they see differently is two', async () => {
        const database = new MemoryDatabase();
        const clock = new ManualClock();
        const [one, other] = [open(database, clock, 'a'), open(database, clock, 'b')];
        await observeState(one.ctx, SPACE, stage('BUILDING'));
        clock.advance(MINUTE);
        await Promise.all([observeState(one.ctx, SPACE, stage('RUNNING')), observeState(other.ctx, SPACE, stage('RUNNING'))]);
        expect(await observationsOf(one.ctx, SPACE)).toHaveLength(2);
        await Promise.all([observeState(one.ctx, SPACE, stage('PAUSED')), observeState(other.ctx, SPACE, { type: 'stage', data: { stage: 'RUNTIME_ERROR', message: 'exit 1' } })]);
        expect(await observationsOf(other.ctx, SPACE)).toHaveLength(4);
    });
});
