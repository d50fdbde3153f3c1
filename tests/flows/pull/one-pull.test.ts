import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { GIVE_UP_MS } from '../../../flows/pull/pull-record';
import { LEASE_MS } from '../../../persistence';
import { killAfter, survives } from '../../helpers/memory-store';
import { buttonOf, lastWhisper } from '../../helpers/views';
import { PullWorld } from './pull-world';

const TINY = 'sshleifer/tiny-gpt2';
const ADMIN = { user: { roles: ['admin'] } };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const RUNNING = { sentence: { key: 'pull.running' } };

let hub: HubServer;
let world: PullWorld;

beforeAll(async () => {
    hub = await startHub();
});
beforeEach(async () => {
    world = await new PullWorld(hub).signIn();
});
afterEach(() => hub.change({ kind: 'trouble', trouble: 'none' }));
afterAll(() => hub.stop());

describe('two presses are one pull', () => {
    it('as long as it has not ended, whoever presses; other files, threads and rooms are another', async () => {
        await world.type(`${TINY} config.json`);
        await expect(world.type(`${TINY} config.json`)).rejects.toMatchObject(RUNNING);
        await world.type(`${TINY} vocab.txt`);
        await world.type(`${TINY} config.json`, { threadId: 'thread' });
        await world.run();
        expect([...world.posted].sort()).toEqual(['config.json', 'config.json', 'vocab.txt']);
        await expect(world.type(`${TINY} config.json`)).resolves.toBeDefined();
    });

    it('also when an earlier one of the same files is forgotten meanwhile', async () => {
        await world.type(`${TINY} config.json`);
        await world.run();
        world.clock.advance(DAY_MS - MINUTE_MS);
        await world.type(`${TINY} config.json`);
        world.clock.advance(2 * MINUTE_MS);
        await runInTrouble();
        await expect(world.type(`${TINY} config.json`)).rejects.toMatchObject(RUNNING);
    });

    it('also across the border of two spans of time, whichever server\'s clock is ahead', async () => {
        for (const steps of [[-1, 1], [1, -1]]) {
            world = await new PullWorld(hub).signIn();
            world.clock.time = 100 * GIVE_UP_MS;
            const [first = 0, second = 0] = steps;
            world.clock.time += first;
            await world.type(`${TINY} config.json`);
            world.clock.time += second - first;
            await expect(world.type(`${TINY} config.json`)).rejects.toMatchObject(RUNNING);
        }
    });

    it('of which the message and its buttons are never those of an earlier one', async () => {
        const ids: string[] = [];
        for (let day = 0; day < 3; day += 1) {
            await world.type(`${TINY} config.json`);
            await runInTrouble();
            ids.push(buttonOf([...world.messages.all.values()].at(-1)?.view ?? { text: '' }, 'pull.cancel').value ?? '');
            world.clock.advance(MINUTE_MS);
            await world.run();
            world.clock.advance(2 * DAY_MS);
            await world.run();
        }
        expect(new Set(ids).size).toBe(3);
    });

    it('after a kill at any step of the first one, which the second one then wakes; it is on record once', async () => {
        let steps = 0;
        for (let survived = false; !survived; steps += 1) {
            const one = await new PullWorld(hub).signIn();
            const form = await one.openForm(lastWhisper(await one.type(`${TINY} pytorch_model.bin --allow-unsafe`, ADMIN)), ADMIN);
            survived = await survives(one.submit(form, TINY, ADMIN, { onStep: killAfter(steps) }));
            await Promise.allSettled([one.submit(form, TINY, ADMIN)]);
            one.clock.advance(2 * LEASE_MS);
            await one.run(ADMIN);
            expect(one.posted).toEqual(['pytorch_model.bin']);
            const { audit } = one.server().stores;
            const [{ day } = { day: '' }] = await audit.waiting();
            const records = await audit.records(day);
            expect(new Set(records.map(({ record }) => record.id)).size).toBe(1);
        }
        expect(steps).toBeGreaterThan(4);
    }, 60_000);
});

it('a pull is forgotten after a day without a trace, also when that is broken off at any step', async () => {
    let steps = 0;
    for (let survived = false; !survived; steps += 1) {
        const one = await new PullWorld(hub).signIn();
        await one.type(`${TINY} config.json`);
        await one.run();
        one.clock.advance(DAY_MS + MINUTE_MS);
        survived = await survives(one.runOnce(one.server({ onStep: killAfter(steps) })));
        one.clock.advance(2 * LEASE_MS);
        await one.run();
        expect(one.message().text).toContain('✅ Complete.');
        expect(one.database.dump()).not.toContain(TINY);
    }
    expect(steps).toBeGreaterThan(8);
}, 60_000);

/** A run in which Hugging Face does not answer. */
async function runInTrouble(): Promise<void> {
    hub.change({ kind: 'trouble', trouble: 'down' });
    await world.runOnce(world.server(), { deadlineMs: 300 });
    hub.change({ kind: 'trouble', trouble: 'none' });
}
