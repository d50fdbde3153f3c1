import { describe, expect, it } from 'vitest';

import { monitorWork } from '../../handlers/monitor-work';
import { work } from '../../handlers/work';
import type { DueWork } from '../../handlers/due-kind';
import { MemoryDatabase } from '../helpers/memory-store';
import { ManualClock } from '../helpers/persistence-deps';
import { TestWorkspace } from '../helpers/test-ctx';
import { testJob } from '../helpers/test-job-ctx';
import { VirtualTime } from '../helpers/virtual-time';

/** A clock that stands still unless everything waits for it. */
class SharedClock extends ManualClock {
    constructor(private readonly shared: VirtualTime) {
        super();
    }

    override readonly now = (): number => Date.UTC(2026, 0, 1) + this.shared.now;
}

/** Two servers with this many items on their list, each of which takes so long, milliseconds. */
async function setUp(items: number, takesMs: number) {
    const time = new VirtualTime();
    const database = new MemoryDatabase();
    const done: { readonly subject: string; readonly server: number }[] = [];
    const servers = [0, 1].map((server) => {
        const workspace = new TestWorkspace(undefined, { database, clock: new SharedClock(time), seed: `server ${server}`, wait: (ms) => time.sleep(ms) });
        const kind: DueWork = {
            kind: 'toil',
            async run(_job, subject) {
                await time.sleep(takesMs);
                done.push({ subject, server });
                return { state: 'done' };
            },
        };
        return { workspace, run: (more: readonly DueWork[] = []) => work(testJob(workspace).job, [kind, ...more]) };
    });
    const [{ workspace: { stores, clock } } = { workspace: new TestWorkspace() }] = servers;
    for (let subject = 0; subject < items; subject += 1) {
        await stores.due.schedule({ kind: 'toil', subject: String(subject), at: clock.now() });
    }
    return { time, servers, done, due: () => stores.due.due(clock.now()) };
}

describe('work', () => {
    it('works off many items in one run while there is time', async () => {
        const { time, servers: [first], done, due } = await setUp(70, 100);
        await time.run(first?.run() ?? Promise.resolve());
        expect(done).toHaveLength(70);
        expect(await due()).toEqual([]);
    });

    it('begins nothing after its time, and gives back what it has won', async () => {
        const { time, servers: [first], done, due } = await setUp(30, 2000);
        await time.run(first?.run() ?? Promise.resolve());
        expect(done.length).toBeGreaterThan(5);
        expect(done.length).toBeLessThan(10);
        expect((await due()).map(({ subject, attempts }) => ({ subject, attempts }))).toHaveLength(30 - done.length);
    });

    it('does not wait for one slow Space after the other: monitors look at the same time, and last', async () => {
        const { time, servers: [first] } = await setUp(0, 0);
        const { workspace } = first!;
        const ended: string[] = [];
        const slow = (kind: DueWork, takesMs: number): DueWork => ({
            ...kind,
            async run(_job, subject) {
                await time.sleep(takesMs);
                ended.push(`${subject} after ${Math.round(time.now / 1000)} s`);
                return { state: 'done' };
            },
        });
        for (let subject = 0; subject < 15; subject += 1) {
            await workspace.stores.due.schedule({ kind: monitorWork.kind, subject: `monitor ${subject}`, at: workspace.clock.now() - 1000 });
        }
        await workspace.stores.due.schedule({ kind: 'vote', subject: 'vote', at: workspace.clock.now() });
        await time.run(work(testJob(workspace).job, [slow(monitorWork, 12_000), slow({ kind: 'vote', run: () => Promise.resolve({ state: 'done' }) }, 10)]));
        expect(ended[0]).toBe('vote after 1 s');
        expect(ended.slice(1).filter((one) => one.endsWith(' after 13 s'))).toHaveLength(15);
    });

    it('does first what somebody waits for, whatever flood came before', async () => {
        const { time, servers: [first], done } = await setUp(60, 1000);
        const { stores, clock } = first?.workspace ?? expect.unreachable();
        await stores.due.schedule({ kind: 'vote', subject: 'late', at: clock.now() });
        let votedAfter: number | undefined;
        const vote: DueWork = {
            kind: 'vote',
            awaited: true,
            run() {
                votedAfter ??= done.length;
                return Promise.resolve({ state: 'done' });
            },
        };
        await time.run(first?.run([vote]) ?? Promise.resolve());
        expect(votedAfter).toBe(0);
        expect(done.length).toBeGreaterThan(5);
    });

    it('is woken again for what somebody scheduled while it was under way, whose own wake-up found it claimed', async () => {
        const { time, servers: [first, second] } = await setUp(0, 0);
        const { workspace } = first!;
        const runs: number[] = [];
        const vote: DueWork = {
            kind: 'vote',
            async run() {
                runs.push(time.now);
                await time.sleep(3000);
                return { state: 'done' };
            },
        };
        const scheduleVote = (): Promise<void> => workspace.stores.due.schedule({ kind: 'vote', subject: 'a', at: workspace.clock.now() });
        const { job, wakeUps } = testJob(workspace);
        await scheduleVote();
        const another = async (): Promise<void> => {
            await time.sleep(1500);
            await scheduleVote();
            await second!.run([vote]);
        };
        await time.run(Promise.all([work(job, [vote]), another()]));
        expect(runs).toHaveLength(1);
        expect(wakeUps).toHaveLength(1);
        await time.run(work(job, [vote]));
        expect(runs).toHaveLength(2);
        expect(wakeUps).toHaveLength(1);
    });

    it('is shared by two servers that begin at the same moment', async () => {
        const { time, servers, done } = await setUp(60, 100);
        await time.run(Promise.all(servers.map(({ run }) => run())));
        expect(new Set(done.map(({ subject }) => subject)).size).toBe(done.length);
        expect(done).toHaveLength(60);
        for (const server of [0, 1]) {
            expect(done.filter((one) => one.server === server).length).toBeGreaterThan(15);
        }
    });
});
