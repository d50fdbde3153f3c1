import { planPolls, schedulePoll } from '../../flows/watching/schedule-polls';
import { putWatch, watchId } from '../../flows/watching/watches';
import { lineageWork, pollWork } from '../../handlers/poll-work';
import { work } from '../../handlers/work';
import { makeRepo } from '../../playground/hub/seed/repo';
import { type HubServer, startHub } from '../../playground/hub/server';
import { DEFAULT_MODES, type ThingRepo } from '../../services/workflows/watching';
import { MemoryDatabase, noteCalls } from '../../tests/helpers/memory-store';
import { ManualClock } from '../../tests/helpers/persistence-deps';
import { TestWorkspace } from '../../tests/helpers/test-ctx';
import { testJob } from '../../tests/helpers/test-job-ctx';
import type { PollCount } from './figures';

const ROOMS = 200;
const MINUTE = 60_000;
const HOUR_MINUTES = 60;
/** The first minutes take in what is there; they are not counted. */
const WARM_UP_MINUTES = 15;
const KINDS = [pollWork, lineageWork];
/** More than anybody is allowed, so that what is wanted is counted and not what is left of it. */
const NO_LIMIT = 10_000_000;

/** What an hour of polls takes where no webhook tells: so many watched repositories of so many accounts in 200 rooms, in this process, over a store in memory. */
export async function countPolls({ repos, accounts, quota = NO_LIMIT }: { readonly repos: number; readonly accounts: number; readonly quota?: number }): Promise<PollCount> {
    const clock = new ManualClock(Date.now());
    const hub = await startHub({ rateLimit: { api: quota }, clock: clock.now });
    try {
        const calls: string[] = [];
        const onStep = noteCalls(calls);
        const workspace = new TestWorkspace(hub, { database: new MemoryDatabase(), clock, onStep });
        await watchAll(workspace, hub, { repos, accounts });
        const start = clock.time;
        const ticks: number[] = [];
        for (let minute = 0; minute < WARM_UP_MINUTES + HOUR_MINUTES; minute++) {
            clock.time = start + minute * MINUTE;
            workspace.hubClockAhead = clock.time - Date.now();
            if (minute === WARM_UP_MINUTES) {
                hub.clearRequests();
                calls.length = 0;
            }
            const began = performance.now();
            await tick(workspace);
            ticks.push(performance.now() - began);
        }
        const counted = ticks.slice(WARM_UP_MINUTES);
        return { repos, accounts, requestsPerHour: hub.requests.length, roundTripsPerTick: calls.length / HOUR_MINUTES, tickMs: counted.reduce((sum, ms) => sum + ms, 0) / HOUR_MINUTES };
    } finally {
        await hub.stop();
    }
}

/** What a minute brings: the plan, and the wake-up calls until nothing is due. */
async function tick(workspace: TestWorkspace): Promise<void> {
    const { job } = testJob(workspace);
    await planPolls(job);
    while ((await job.stores.due.due(job.clock())).length > 0) {
        await work(job, KINDS);
    }
}

async function watchAll(workspace: TestWorkspace, hub: HubServer, { repos, accounts }: { readonly repos: number; readonly accounts: number }): Promise<void> {
    for (let index = 0; index < repos; index++) {
        const roomId = `r-${index % ROOMS}`;
        const target: ThingRepo = { type: index % 2 === 0 ? 'model' : 'dataset', id: `account-${Math.floor(index / 2) % accounts}/repo-${index}` };
        hub.state.addRepo(makeRepo({ ...target, files: [], tags: [] }));
        await putWatch(workspace, { id: watchId(roomId, target), roomId, target, by: `u-${index % ROOMS}`, at: workspace.clock.time, showPrivate: false, modes: DEFAULT_MODES, filters: { branches: [], authors: [], paths: [] } });
    }
    for (let index = 0; index < accounts; index++) {
        await schedulePoll(testJob(workspace).job, `account-${index}`);
    }
}
