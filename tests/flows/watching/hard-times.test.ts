import { expect, it } from 'vitest';
import { MAIN, MINUTE, NewsWorld } from './news-world';

const SECOND = 1000;

it('a thousand events over two servers: each is shown once, the card is edited once a second at most, and nothing piles up', { timeout: 60_000 }, async () => {
    const world = new NewsWorld();
    const edits: number[] = [];
    const servers = [0, 1].map(() => world.server({
        onStep(step) {
            if (step === 'edit') {
                edits.push(world.clock.now());
            }
        },
    }));
    const [first] = servers;
    await first?.watch('card', { mode: 'card' });
    await first?.watch('channel', { mode: 'channel' });
    const sizes: number[] = [];
    for (let event = 0; event < 1000; event += 1) {
        world.happen(`item${event}`);
        world.truth().items.splice(0, world.truth().items.length - 20);
        const server = servers[event % 2];
        await server?.notice();
        world.clock.advance(60);
        if (event % 5 === 0) {
            await server?.work();
            sizes.push(world.database.size);
        }
    }
    await first?.settle();
    expect(world.itemsIn('channel', 'message:').sort()).toEqual(Array.from({ length: 1000 }, (_, index) => `item${index}`).sort());
    expect(world.textsIn('card')).toHaveLength(1);
    // The report tells of the newest twenty, so does the card.
    expect(world.itemsIn('card', 'card,')).toEqual(Array.from({ length: 20 }, (_, index) => `item${980 + index}`));
    expect(edits.length).toBeGreaterThan(30);
    expect(edits.slice(1).every((at, index) => at - (edits[index] ?? 0) >= SECOND)).toBe(true);
    expect(Math.max(...sizes)).toBeLessThan(60);
});

it('a Hub that is down for ten minutes: it is asked ever more seldom, then all is shown, in few messages', async () => {
    const world = new NewsWorld();
    const server = world.server();
    await server.watch('thread', { mode: 'thread' });
    await server.watch('channel', { mode: 'channel' });
    const changes = Array.from({ length: 10 }, (_, index) => ({ ...MAIN, thing: { kind: 'discussion', num: index + 1 } as const }));
    world.isDown = true;
    for (const [index, change] of changes.entries()) {
        for (let item = 0; item < 10; item += 1) {
            world.happen(`item${index * 10 + item}`, { change, event: 'comment' });
        }
        await server.notice(change);
    }
    await server.settle(10 * MINUTE);
    expect(world.messages.all.size).toBe(0);
    expect(world.reads).toBeLessThan(20);
    world.isDown = false;
    const before = world.clock.now();
    await server.settle(6 * MINUTE);
    const all = Array.from({ length: 100 }, (_, index) => `item${index}`).sort();
    expect(world.itemsIn('channel', 'message:', 'And').sort()).toEqual(all);
    expect([...new Set(world.itemsIn('thread', 'card,', 'message:', 'And'))].sort()).toEqual(all);
    // Of each discussion: one message for what is too much, and five.
    expect(world.textsIn('channel')).toHaveLength(60);
    expect(world.clock.now() - before).toBe(6 * MINUTE);
});

it('two hundred rooms on one repository cost as many requests as one', { timeout: 60_000 }, async () => {
    const reads: number[] = [];
    for (const rooms of [1, 200]) {
        const world = new NewsWorld();
        const server = world.server();
        for (let room = 0; room < rooms; room += 1) {
            await server.watch(`r${room}`, { mode: 'card' });
        }
        world.happen('item0');
        await server.notice();
        await server.settle();
        expect(world.messages.all.size).toBe(rooms);
        reads.push(world.reads);
    }
    expect(reads).toEqual([1, 1]);
});
