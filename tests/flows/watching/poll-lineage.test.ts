import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobCtx } from '../../../context/job-ctx';
import { pollLineage } from '../../../flows/watching/poll-lineage';
import { parentsOf } from '../../../flows/watching/polling/parents-of';
import type { Repo } from '../../../playground/hub/model';
import { MINUTE, PollWorld } from './poll-world';

const HOUR = 60 * MINUTE;
const CHILD = { type: 'model', id: 'lab/tuned' } as const;

let world: PollWorld;
let base: Repo;
let data: Repo;
beforeEach(async () => {
    world = await PollWorld.start();
    base = world.repo('model', 'big/base', { cardData: { license: 'apache-2.0' }, tags: ['license:apache-2.0'] });
    data = world.repo('dataset', 'big/data', { tags: ['license:mit'] });
    world.repo('model', CHILD.id, { tags: ['base_model:big/base', 'base_model:finetune:big/base', 'dataset:big/data'] });
    await world.watch(CHILD);
});
afterEach(() => world.hub.stop());

const look = (job: JobCtx = world.server().job): Promise<number | undefined> => pollLineage(job, 'lab');

async function lookLater(): Promise<unknown[]> {
    world.clock.advance(6 * HOUR);
    await look();
    return (await world.observed(CHILD)).map(({ data: told }) => told);
}

describe('the parents of a watched repository', () => {
    it('are looked at every six hours, in silence while nothing changes', async () => {
        expect(await look()).toBe(world.clock.now() + 6 * HOUR);
        expect(world.asked()).toEqual(['/api/models', '/api/datasets/big/data', '/api/models/big/base']);
        expect(await lookLater()).toEqual([]);
        expect(await world.noticed()).toEqual([]);
    });

    it('tell of a licence, a gate and a scan that changed, each once', async () => {
        await look();
        base.cardData = { license: ['other'], license_name: 'big-licence' };
        data.gated = 'manual';
        world.hub.change({ kind: 'scan', repo: { type: 'model', id: 'big/base' }, path: 'README.md', status: 'unsafe' });
        const parent = { type: 'model', id: 'big/base' };
        const expected = [
            { parent: { type: 'dataset', id: 'big/data' }, change: 'gated', before: 'false', after: 'manual' },
            { parent, change: 'flagged', before: 'safe', after: 'unsafe' },
            { parent, change: 'license', before: 'apache-2.0', after: 'other (big-licence)' },
        ];
        const told = await lookLater();
        expect(told).toHaveLength(expected.length);
        expect(told).toEqual(expect.arrayContaining(expected));
        expect(await lookLater()).toHaveLength(expected.length);
        expect(await world.noticed()).toEqual(['model:lab/tuned:lineage:dataset:big/data', 'model:lab/tuned:lineage:model:big/base']);
    });

    it('are called deleted when they are not there a second time, ten minutes later', async () => {
        await look();
        world.hub.state.repos.delete('model big/base');
        expect(await lookLater()).toEqual([]);
        world.clock.advance(10 * MINUTE);
        expect(await look()).toBe(world.clock.now() + 6 * HOUR);
        expect(await world.observed(CHILD)).toMatchObject([{ data: { change: 'deleted', parent: { id: 'big/base' } } }]);
        expect(await lookLater()).toHaveLength(1);
    });

    it('tell the same change a second time when it happens a second time', async () => {
        await look();
        for (const gated of ['auto', false, 'auto'] as const) {
            base.gated = gated;
            await lookLater();
        }
        expect((await world.observed(CHILD)).map(({ data: told }) => 'after' in told && told.after)).toEqual(['auto', 'false', 'auto']);
    });

    it('tell where they moved to', async () => {
        await look();
        world.hub.state.repos.delete('model big/base');
        world.hub.state.renames.set('model big/base', 'bigger/base');
        world.hub.state.addRepo({ ...base, id: 'bigger/base' });
        expect(await lookLater()).toMatchObject([{ change: 'moved', after: 'bigger/base' }]);
    });

    it('take turns, twenty in a run', async () => {
        for (let index = 0; index < 25; index++) {
            world.repo('model', `big/m${index}`);
            world.repo('model', `lab/tuned${index}`, { tags: [`base_model:big/m${index}`] });
        }
        await world.watch({ type: 'account', name: 'lab' });
        expect(await look()).toBe(world.clock.now() + 10 * MINUTE);
        world.asked();
        world.clock.advance(10 * MINUTE);
        expect(await look()).toBe(world.clock.now() + 6 * HOUR);
        expect(world.asked()).toHaveLength(7);
    });
});

it('what a repository is built on is read from its tags, its base models and what a Space loads', () => {
    expect(parentsOf({ id: 'a/b', tags: ['base_model:quantized:x/y', 'base_model:x/y', 'dataset:d/e', 'license:mit', 'base_model:../../etc'], baseModels: { models: [{ id: 'x/z' }] } })).toEqual([
        { type: 'model', id: 'x/z' }, { type: 'model', id: 'x/y' }, { type: 'dataset', id: 'd/e' },
    ]);
    expect(parentsOf({ id: 'a/b', models: ['a/b', 'm/n'], datasets: ['d/e'] })).toEqual([{ type: 'model', id: 'm/n' }, { type: 'dataset', id: 'd/e' }]);
});
