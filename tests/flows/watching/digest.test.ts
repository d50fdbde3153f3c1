import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomChange } from '../../../persistence';
import { MAIN, type NewsServer, NewsWorld } from './news-world';

const HOUR = 3_600_000;
const OTHER = { ...MAIN, repo: { type: 'model', id: 'acme/other' } } as const;

let world: NewsWorld;
let server: NewsServer;

/** It is midnight, UTC. */
beforeEach(() => {
    world = new NewsWorld();
    server = world.server();
});

const hours = (change: RoomChange): Promise<unknown> => server.workspace.stores.roomSettings.set('r1', change, 'u-alice');

async function happen(id: string, change: typeof MAIN = MAIN): Promise<void> {
    world.clock.advance(1);
    world.happen(id, { change });
    await server.notice(change);
    await server.settle(1000);
}

it('comes at its time, with all of the day, by repository', async () => {
    await hours({ digestAt: '08:00', timeZone: 'Asia/Kathmandu' });
    await server.watch('r1', { target: { type: 'account', name: 'acme' }, mode: 'digest' });
    await happen('item0');
    await happen('item1', OTHER);
    await happen('item2');
    await server.settle(2 * HOUR);
    expect(world.textsIn('r1')).toEqual([]);
    await server.settle(HOUR / 2);
    expect(world.textsIn('r1')).toEqual([':newspaper: *On Hugging Face*: 3 things since the last digest\n• line: <item0>\n• line: <item2>\n• line: <item1>']);
    await server.settle(48 * HOUR);
    expect(world.textsIn('r1')).toHaveLength(1);
});

it('has what happened in quiet hours when they end, and nothing is shown before', async () => {
    await hours({ quietFrom: '22:00', quietTo: '06:00' });
    await server.watch('r1', { mode: 'channel' });
    await happen('item0');
    await server.settle(5 * HOUR);
    expect(world.textsIn('r1')).toEqual([]);
    await server.settle(HOUR);
    expect(world.itemsIn('r1', ':newspaper:')).toEqual(['item0']);
    await happen('item1');
    expect(world.itemsIn('r1', 'message:')).toEqual(['item1']);
});

it('is cut where it would be long', async () => {
    await server.watch('r1', { mode: 'digest' });
    for (let item = 0; item < 40; item += 1) {
        world.happen(`item${item}`);
    }
    await happen('item40');
    await server.settle(10 * HOUR);
    expect(world.itemsIn('r1', ':newspaper:')).toHaveLength(30);
    expect(world.textsIn('r1')[0]).toMatch(/… and 11 more\.$/);
});

it('is forgotten after a day', async () => {
    await server.watch('r1', { mode: 'digest' });
    for (let day = 0; day < 5; day += 1) {
        await happen(`item${day}`);
        await server.settle(24 * HOUR);
    }
    expect(world.textsIn('r1')).toHaveLength(5);
    expect(await server.workspace.stores.due.due(Infinity)).toEqual([]);
    expect((await server.workspace.stores.ledger.read('digest:r1')).length).toBeLessThan(5);
});

describe('what a room is not to be told any more when the time comes', () => {
    const REPO = { repo: MAIN.repo, thing: { kind: 'repo' } } as const;

    it.each([
        ['its rule was removed', () => server.unwatch('r1')],
        ['its rule is muted', () => server.watch('r1', { mode: 'digest', mutedUntil: world.clock.now() + 24 * HOUR })],
        ['its event was switched off', () => server.watch('r1', { mode: 'digest', modes: { 'repo-updated': 'off' } })],
        ['its repository became private', () => Promise.resolve(Object.assign(world.truth(REPO), { private: true }))],
    ])('%s', async (_, turn) => {
        await server.watch('r1', { mode: 'digest' });
        await server.watch('r1', { mode: 'digest', target: OTHER.repo });
        await happen('item0');
        await happen('item1', OTHER);
        await turn();
        await server.settle(10 * HOUR);
        expect(world.itemsIn('r1', ':newspaper:')).toEqual(['item1']);
    });

    it('posts nothing at all when nothing is left', async () => {
        await server.watch('r1', { mode: 'digest' });
        await happen('item0');
        await server.unwatch('r1');
        await server.settle(48 * HOUR);
        expect(world.textsIn('r1')).toEqual([]);
        expect(await server.workspace.stores.due.due(Infinity)).toEqual([]);
    });

    it('shows what is private where that was agreed to', async () => {
        await server.watch('r1', { mode: 'digest', showPrivate: true });
        await happen('item0');
        world.truth(REPO).private = true;
        await server.settle(10 * HOUR);
        expect(world.itemsIn('r1', ':newspaper:')).toEqual(['item0']);
    });

    it('waits while Hugging Face does not say whether it is private', async () => {
        await server.watch('r1', { mode: 'digest' });
        await happen('item0');
        world.isDown = true;
        await server.settle(10 * HOUR);
        expect(world.textsIn('r1')).toEqual([]);
        world.isDown = false;
        await server.settle(2 * HOUR);
        expect(world.itemsIn('r1', ':newspaper:')).toEqual(['item0']);
    });
});

it('is given up after a day in a room that takes no messages', async () => {
    const refusing = world.server({
        onStep(step) {
            if (step === 'say') {
                throw new Error('error-not-allowed');
            }
        },
    });
    await server.watch('r1', { mode: 'digest' });
    await happen('item0');
    await refusing.settle(30 * HOUR);
    expect(await server.workspace.stores.due.due(Infinity)).not.toEqual([]);
    await refusing.settle(6 * HOUR);
    expect(await server.workspace.stores.due.due(Infinity)).toEqual([]);
    await happen('item1');
    await server.settle(24 * HOUR);
    expect(world.itemsIn('r1', ':newspaper:')).toEqual(['item1']);
});
