import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeChange } from '../../../flows/watching/notice-change';
import { observeState } from '../../../flows/watching/observe';
import { POLL_WORK, planPolls, schedulePoll } from '../../../flows/watching/schedule-polls';
import { testJob } from '../../helpers/test-job-ctx';
import { MemoryDatabase, killAfter, survives } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { MINUTE, PollWorld } from './poll-world';

let world: PollWorld;
beforeAll(async () => {
    world = await PollWorld.start();
});
afterAll(() => world.hub.stop());

function copyOf(database: MemoryDatabase): MemoryDatabase {
    const copy = new MemoryDatabase();
    const documents = JSON.parse(database.dump()) as { data: object; associations: string[] }[];
    documents.forEach(({ data, associations }) => copy.insert(data, associations));
    return copy;
}

describe('a poll that is killed at each step in turn', () => {
    it('finds everything again, and tells it once', { timeout: 60_000 }, async () => {
        const model = world.repo('model', 'killed/bert');
        world.repo('space', 'killed/demo');
        await world.watch({ type: 'account', name: 'killed' });
        await world.poll('killed');
        world.commit('model', 'killed/bert');
        model.gated = 'auto';
        world.hub.change({ kind: 'space-stage', space: 'killed/demo', stage: 'RUNTIME_ERROR' });
        world.hub.change({ kind: 'open-discussion', repo: { type: 'model', id: 'killed/bert' }, title: 'A question', author: 'alice', text: 'Why?' });
        world.clock.advance(5 * MINUTE);
        const before = world.database;
        let steps = 0;
        for (let survived = false; !survived; steps++) {
            world.database = copyOf(before);
            survived = await survives(world.poll('killed', world.server({ onStep: killAfter(steps) })));
            await world.poll('killed');
            expect(await world.noticed()).toEqual(['model:killed/bert:branch:main', 'model:killed/bert:discussion:1', 'model:killed/bert:repo', 'space:killed/demo:space']);
            expect(await world.observed({ type: 'model', id: 'killed/bert' })).toMatchObject([{ type: 'gating', data: { gated: 'auto' } }]);
            expect(await world.observed({ type: 'space', id: 'killed/demo' })).toMatchObject([{ type: 'stage', data: { stage: 'RUNTIME_ERROR' } }]);
        }
        expect(steps).toBeGreaterThan(30);
    });
});

describe('several who learn of the same change', () => {
    it('two servers with clocks apart write it down once', async () => {
        world.repo('space', 'twice/demo');
        await world.watch({ type: 'account', name: 'twice' });
        const ahead = world.server({ clock: new ManualClock(world.clock.time + 30_000) });
        const behind = world.server();
        await world.poll('twice', ahead);
        world.hub.change({ kind: 'space-stage', space: 'twice/demo', stage: 'PAUSED' });
        await Promise.all([world.poll('twice', behind), world.poll('twice', ahead)]);
        await world.poll('twice', behind);
        expect(await world.observed({ type: 'space', id: 'twice/demo' })).toHaveLength(1);
        expect(await world.noticed()).toEqual(['space:twice/demo:space']);
    });

    it('webhooks and polls in any interleaving put each change on record once', { timeout: 60_000 }, async () => {
        let run = 0;
        const step = fc.constantFrom('commit', 'auto', 'manual', 'open', 'webhook', 'poll', 'poll elsewhere');
        await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
            run += 1;
            const repo = { type: 'model', id: `mixed${run}/bert` } as const;
            const account = `mixed${run}`;
            const model = world.repo('model', repo.id);
            await world.watch(repo);
            await world.poll(account);
            const servers = [world.server(), world.server()] as const;
            let commits = 0;
            const truths: unknown[] = [];
            const told: unknown[] = [];
            for (const one of [...steps, 'poll']) {
                if (one === 'commit') {
                    world.commit('model', repo.id);
                    commits += 1;
                } else if (one === 'auto' || one === 'manual' || one === 'open') {
                    model.gated = one === 'open' ? false : one;
                    truths.push(model.gated);
                } else if (one === 'webhook') {
                    await noticeChange(servers[1].job, { repo, thing: { kind: 'branch', name: 'main' } });
                    await observeState(servers[1].job, repo, { type: 'gating', data: { gated: model.gated } });
                } else {
                    world.clock.advance(5 * MINUTE);
                    await world.poll(account, one === 'poll' ? servers[0] : servers[1]);
                }
            }
            for (const seen of await world.observed(repo)) {
                told.push(seen.type === 'gating' ? seen.data.gated : seen.type);
            }
            expect(told.every((gated, index) => index === 0 || gated !== told[index - 1])).toBe(true);
            expect(told.length).toBeLessThanOrEqual(truths.length + 1);
            expect(told.length === 0 ? false : told.at(-1)).toBe(model.gated);
            const noticed = await world.noticed();
            expect(new Set(noticed).size).toBe(noticed.length);
            expect(noticed.includes(`model:${repo.id}:branch:main`)).toBe(commits > 0 || steps.includes('webhook'));
        }), { numRuns: 20 });
    });
});

describe('the due-list', () => {
    it('holds each watched account, whoever forgot to put it there', async () => {
        const own = await PollWorld.start();
        await own.watch({ type: 'model', id: 'Lab/bert' });
        await own.watch({ type: 'account', name: 'other' });
        const { workspace, job } = own.server();
        await schedulePoll({ ...job }, 'Other');
        own.clock.time = 5 * MINUTE * 6_000_000;
        await planPolls(job);
        own.clock.advance(MINUTE);
        await planPolls(job);
        const items = await workspace.stores.due.due(Number.MAX_SAFE_INTEGER);
        expect(items.map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual(['lineage lab', 'lineage other', 'poll lab', 'poll other']);
        expect(items.find(({ kind, subject }) => kind === POLL_WORK && subject === 'lab')?.at).toBeGreaterThan(own.clock.time - MINUTE);
        expect(testJob(workspace).wakeUps).toEqual([]);
        await own.hub.stop();
    });
});
