import { expect, it } from 'vitest';
import { LEASE_MS } from '../../../persistence';
import { Killed, killAfter } from '../../helpers/memory-store';
import { type NewsServer, NewsWorld } from './news-world';

const DAY = 24 * 3_600_000;

/** One room that wants each kind of event in another manner. */
const MODES = { 'repo-updated': 'card', comment: 'thread', 'pr-opened': 'channel', 'repo-changed': 'digest' } as const;
const STORY = [
    [['item0', 'repo-updated'], ['item1', 'comment'], ['item2', 'pr-opened'], ['item3', 'repo-changed']],
    [['item4', 'comment'], ['item5', 'repo-updated']],
] as const;

/** Things happen, and the server hears of them. */
async function tell(world: NewsWorld, server: NewsServer): Promise<void> {
    for (const chapter of STORY) {
        for (const [id, event] of chapter.filter(([one]) => !world.truth().items.some((item) => item.id === one))) {
            world.happen(id, { event });
        }
        await server.notice();
        await server.settle(5000);
    }
    await server.settle(DAY);
}

/** Tells it in a process that dies after so many steps, and goes on in another one. Whether the first lived to the end. */
async function tellKilled(world: NewsWorld, steps: number): Promise<boolean> {
    const observer = world.server();
    await observer.watch('r1', { modes: MODES });
    try {
        await tell(world, world.server({ onStep: killAfter(steps) }));
        return true;
    } catch (error) {
        if (!(error instanceof Killed)) {
            throw error;
        }
    }
    world.clock.advance(LEASE_MS);
    await tell(world, world.server());
    return false;
}

it('a process that is killed at each step in turn loses nothing and shows nothing twice', { timeout: 60_000 }, async () => {
    for (let steps = 0, survived = false; !survived; steps += 1) {
        const world = new NewsWorld();
        survived = await tellKilled(world, steps);
        try {
            expect(world.itemsIn('r1', 'card,')).toEqual(['item0', 'item1', 'item4', 'item5']);
            expect(world.itemsIn('r1', 'message:').sort()).toEqual(['item1', 'item2', 'item4']);
            expect(world.itemsIn('r1', ':newspaper:')).toEqual(['item3']);
            expect(world.messages.all.size).toBe(5);
        } catch (error) {
            throw new Error(`Killed after ${steps} steps`, { cause: error });
        }
        expect(survived ? steps : 61).toBeGreaterThan(60);
    }
});
