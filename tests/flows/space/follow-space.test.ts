import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SPACE_FOLLOW } from '../../../flows/space/follow-space';
import { giveOrder } from '../../../flows/space/give-order';
import { spaceFollow } from '../../../handlers/space-follow';
import { work } from '../../../handlers/work';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import type { SpaceOrder } from '../../../services/workflows/space/order';
import { MemoryDatabase, killAfter, survives } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { GENERAL, TestWorkspace, type TestCtxOptions, type TestServer } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages } from '../../helpers/test-people';
import { TestSpaces } from '../../helpers/test-spaces';
import { buttonsOf } from '../../helpers/views';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TEAM = { room: { id: 'r-team', name: 'team', public: false }, threadId: 't-1' } satisfies TestCtxOptions;
const RESTART: SpaceOrder = { kind: 'restart', space: 'acme/demo', factory: false };

let hub: HubServer;
let spaces: TestSpaces;
let world: Required<Pick<TestServer, 'database' | 'messages' | 'clock'>>;

beforeAll(async () => {
    hub = await startHub({ clock: () => world?.clock.now() ?? 0 });
    spaces = new TestSpaces(hub);
});
afterAll(() => hub.stop());
beforeEach(async () => {
    spaces.reset();
    world = { database: new MemoryDatabase(), messages: new TestMessages(), clock: new ManualClock() };
    await server().signIn(fakeToken('alice'), { name: 'alice' });
});

let lives = 0;

/** One of the workspace's servers, or another life of it. */
function server(more: TestServer = {}): TestWorkspace {
    lives += 1;
    return new TestWorkspace(hub, { ...world, seed: `life ${lives}`, ...more });
}
const give = (order: SpaceOrder, workspace = server()): Promise<unknown> => giveOrder(workspace.ctx(TEAM), order, 100);
const run = (workspace = server(), options: Parameters<typeof testJob>[1] = {}): Promise<void> => work(testJob(workspace, { room: TEAM.room, ...options }).job, [spaceFollow]);

async function runFor(ms: number, stepMs = SECOND): Promise<void> {
    for (const end = world.clock.now() + ms; world.clock.now() < end;) {
        world.clock.advance(stepMs);
        await run();
    }
}

const cards = () => [...world.messages.all.values()];
const card = () => {
    const [first, ...more] = cards();
    expect(more).toEqual([]);
    return first!;
};
const lines = (): string[] => card().view.text.split('\n');
const followed = async (): Promise<number> => (await server().stores.due.due(Number.MAX_SAFE_INTEGER)).filter(({ kind }) => kind === SPACE_FOLLOW).length;

describe('what becomes of an order', () => {
    it('is told in one message in the thread: every stage with its time, and how it ended', async () => {
        await give(RESTART);
        expect(lines()).toEqual([expect.stringContaining('alice restarted'), expect.stringMatching(/^- <t:\d+:T> `BUILDING` – on its way$/)]);
        expect(card().threadId).toBe('t-1');
        await runFor(MINUTE);
        expect(lines().map((line) => line.replace(/<t:\d+:T>/, 'T'))).toEqual([expect.anything(), '- T `BUILDING` – on its way', '- T `APP_STARTING` – on its way', '- T `RUNNING` – it runs', '✅ It runs, after 15 seconds.']);
        expect(card().edits).toBe(2);
        expect(await followed()).toBe(0);
        expect(world.database.dump()).not.toContain('space-follow');
    });

    it('is a failure, in Hugging Face\'s words without secrets in them, with what can be done', async () => {
        spaces.put('acme/broken', 'BUILD_ERROR', 'Job failed: @all HF_TOKEN=hunter2hunter2');
        await give({ ...RESTART, space: 'acme/broken' });
        await runFor(30 * SECOND);
        expect(lines().at(-2)).toMatch(/^> Job failed: @all HF_TOKEN=/);
        expect(card().view.text).not.toContain('hunter2');
        expect(lines().at(-1)).toBe('❌ It failed after 5 seconds.');
        expect(buttonsOf(card().view).map(({ actionId, value }) => [actionId, value])).toEqual([['space.restart', 'acme/broken'], ['space.logs', 'acme/broken']]);
    });

    it('costs, where the hardware does', async () => {
        await give({ kind: 'hardware', space: 'acme/demo', flavor: 't4-small' });
        await runFor(MINUTE);
        expect(lines().slice(-2)).toEqual(['✅ It runs, after 15 seconds.', 'While it starts and runs it costs $0.40 per hour, $9.60 per day.']);
    });

    it.each<[string, SpaceOrder]>([['a pause', { kind: 'pause', space: 'acme/demo' }], ['new hardware of a paused Space', { kind: 'hardware', space: 'acme/annotator', flavor: 'cpu-basic' }]])('is over at once after %s', async (_name, order) => {
        await give(order);
        expect(lines()).toHaveLength(1);
        expect(await followed()).toBe(0);
    });

    it('is not taken for settled by a stage from before the order', async () => {
        await give(RESTART);
        spaces.put('acme/demo', 'RUNNING');
        world.database.tamper((data) => JSON.parse(JSON.stringify(data).replaceAll('BUILDING', 'RUNNING')));
        await runFor(29 * SECOND);
        expect(await followed()).toBe(1);
        await runFor(10 * SECOND);
        expect(lines().at(-1)).toContain('It runs');
    });

    it.each([['SLEEPING', '💤 It sleeps'], ['PAUSED', '⏸️ It is paused']] as const)('may be %s', async (stage, line) => {
        await give(RESTART);
        await runFor(6 * SECOND);
        spaces.put('acme/demo', stage);
        await runFor(10 * SECOND);
        expect(lines().at(-1)).toContain(line);
    });

    it('is given up after half an hour, asked less and less often, with stages of tomorrow shown as they are', async () => {
        await give(RESTART);
        spaces.put('acme/demo', 'RUNNING_BUILDING');
        spaces.of('acme/demo').course = [{ stage: 'WARPING' as 'BUILDING', at: 0 }];
        hub.clearRequests();
        await runFor(29 * MINUTE, 5 * SECOND);
        expect(lines().at(-1)).toMatch(/^- <t:\d+:T> `WARPING`$/);
        expect(hub.requests.length).toBeLessThan(100);
        await runFor(2 * MINUTE, 5 * SECOND);
        expect(lines().at(-1)).toBe('⌛ It has not settled within 30 minutes. I stop looking now.');
        expect(card().edits).toBe(2);
        expect(await followed()).toBe(0);
    });

    it('is told no further where everybody may read once the Space is private', async () => {
        await giveOrder(server().ctx(), RESTART);
        hub.change({ kind: 'repo-config', repo: { type: 'space', id: 'acme/demo' }, private: true });
        spaces.put('acme/demo', 'RUNTIME_ERROR', 'Exit code: 1');
        world.clock.advance(10 * SECOND);
        await run(server(), { room: GENERAL });
        hub.change({ kind: 'repo-config', repo: { type: 'space', id: 'acme/demo' }, private: false });
        expect(card().view.text).not.toMatch(/RUNTIME_ERROR|Exit code/);
        expect(lines().at(-1)).toContain('🔒');
        expect(await followed()).toBe(0);
    });

    it('waits while Hugging Face does not answer', async () => {
        await give(RESTART);
        hub.change({ kind: 'trouble', trouble: 'down' });
        const ctx = testJob(server());
        world.clock.advance(6 * SECOND);
        await work({ ...ctx.job, as: () => Promise.resolve(server().ctx({ ...TEAM, deadlineMs: 50 })) }, [spaceFollow]);
        hub.change({ kind: 'trouble', trouble: 'none' });
        expect(lines()).toHaveLength(2);
        await runFor(MINUTE);
        expect(lines().at(-1)).toContain('It runs');
    });

    it('ends when the Space is deleted, and when whoever asked is gone', async () => {
        await give(RESTART);
        await give({ ...RESTART, space: 'acme/gpu-demo' });
        const demo = hub.state.findRepo('space', 'acme/demo')!;
        hub.state.removeRepo(demo);
        world.clock.advance(10 * SECOND);
        await run(server());
        hub.state.addRepo(demo);
        expect(cards()[0]?.view.text).toContain('🗑️ The Space is gone');
        world.clock.advance(MINUTE);
        await give({ ...RESTART, space: 'acme/demo' });
        world.clock.advance(MINUTE);
        await run(server(), { gone: ['u-alice'] });
        expect(cards().at(-1)?.view.text).toContain('🔒 I can\'t see the Space any more');
        expect(await followed()).toBe(0);
    });
});

describe('two servers, and kills', () => {
    it('tell each thing once, whoever does the work', async () => {
        await give(RESTART);
        const servers = [server(), server()];
        for (let second = 0; second < 40; second += 1) {
            world.clock.advance(SECOND);
            await Promise.all(servers.map((one) => run(one)));
        }
        expect(lines()).toHaveLength(5);
        expect(card().edits).toBe(2);
    });

    it('a process killed at any step of a look leaves one message that comes to its end', { timeout: 30_000 }, async () => {
        for (let steps = 0, survived = false; !survived; steps += 1) {
            spaces.reset();
            world = { database: new MemoryDatabase(), messages: new TestMessages(), clock: new ManualClock(world.clock.now()) };
            await server().signIn(fakeToken('alice'), { name: 'alice' });
            await give(RESTART);
            world.clock.advance(7 * SECOND);
            survived = await survives(run(server({ onStep: killAfter(steps) })));
            await runFor(5 * MINUTE, 30 * SECOND);
            expect(lines().at(-1), `killed after ${steps} steps`).toContain('It runs');
            expect(await followed()).toBe(0);
        }
    });

    it('a process killed at any step after the order was carried out posts at most one message, which comes to its end', { timeout: 30_000 }, async () => {
        for (let steps = 0, survived = false; !survived; steps += 1) {
            spaces.reset();
            world = { database: new MemoryDatabase(), messages: new TestMessages(), clock: new ManualClock(world.clock.now()) };
            await server().signIn(fakeToken('alice'), { name: 'alice' });
            survived = await survives(give(RESTART, server({ onStep: killAfter(steps) })));
            await runFor(5 * MINUTE, 30 * SECOND);
            expect(cards().length).toBeLessThanOrEqual(1);
            for (const { view } of cards()) {
                expect(view.text, `killed after ${steps} steps`).toContain('It runs');
            }
            expect(await followed()).toBe(0);
        }
        expect(cards()).toHaveLength(1);
    });
});
