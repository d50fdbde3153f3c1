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
/** Twice around; an hour is six times as much. */
const COUNTED_MINUTES = 10;
/** The first minutes take in what is there; they are not counted. */
const WARM_UP_MINUTES = 10;
const KINDS = [pollWork, lineageWork];
/** Wake-up calls come when work is due; here every so many milliseconds. */
const STEP_MS = 10_000;
/** More than anybody is allowed, so that what is wanted is counted and not what is left of it. */
const NO_LIMIT = 10_000_000;

/** Runs on by itself, and is put forward. */
class RunningClock extends ManualClock {
    ahead = 0;
    override readonly now = (): number => Date.now() + this.ahead;

    /** Never back: a minute's work may take longer. */
    moveTo(time: number): void {
        this.ahead = Math.max(this.ahead, time - Date.now());
    }
}

/** What an hour of polls takes where no webhook tells: so many watched repositories of so many accounts in 200 rooms, in this process, over a store in memory. */
export async function countPolls({ repos, accounts, quota = NO_LIMIT }: { readonly repos: number; readonly accounts: number; readonly quota?: number }): Promise<PollCount> {
    const clock = new RunningClock();
    const hub = await startHub({ rateLimit: { api: quota }, clock: clock.now });
    try {
        const calls: string[] = [];
        const onStep = noteCalls(calls);
        const workspace = new TestWorkspace(hub, { database: new MemoryDatabase(), clock, onStep });
        await watchAll(workspace, hub, { repos, accounts });
        const start = clock.now();
        const minutes: number[] = [];
        let requests = 0;
        for (let minute = 0; minute < WARM_UP_MINUTES + COUNTED_MINUTES; minute++) {
            if (minute === WARM_UP_MINUTES) {
                requests = 0;
                calls.length = 0;
            }
            minutes.push(await passMinute(workspace, clock, start + minute * MINUTE));
            // Taken up each minute: the stand-in keeps the last ten thousand.
            requests += hub.requests.length;
            hub.clearRequests();
        }
        const counted = minutes.slice(WARM_UP_MINUTES);
        return { repos, accounts, requestsPerHour: requests * (60 / COUNTED_MINUTES), roundTripsPerMinute: calls.length / COUNTED_MINUTES, msPerMinute: counted.reduce((sum, ms) => sum + ms, 0) / COUNTED_MINUTES };
    } finally {
        await hub.stop();
    }
}

/** The plan, and the wake-up calls of a minute. Returns how long they worked, milliseconds. */
async function passMinute(workspace: TestWorkspace, clock: RunningClock, from: number): Promise<number> {
    let worked = 0;
    for (let time = from; time < from + MINUTE; time += STEP_MS) {
        clock.moveTo(time);
        workspace.hubClockAhead = clock.ahead;
        const began = performance.now();
        if (time === from) {
            await planPolls(testJob(workspace).job);
        }
        await workUntilIdle(workspace);
        worked += performance.now() - began;
    }
    return worked;
}

async function workUntilIdle(workspace: TestWorkspace): Promise<void> {
    while ((await workspace.stores.due.due(workspace.clock.now())).length > 0) {
        // Each wake-up call has its own time.
        await work(testJob(workspace).job, KINDS);
    }
}

async function watchAll(workspace: TestWorkspace, hub: HubServer, { repos, accounts }: { readonly repos: number; readonly accounts: number }): Promise<void> {
    for (let index = 0; index < repos; index++) {
        const roomId = `r-${index % ROOMS}`;
        const target: ThingRepo = { type: index % 2 === 0 ? 'model' : 'dataset', id: `account-${Math.floor(index / 2) % accounts}/repo-${index}` };
        hub.state.addRepo(makeRepo({ ...target, files: [], tags: [] }));
        await putWatch(workspace, { id: watchId(roomId, target), roomId, target, by: `u-${index % ROOMS}`, at: workspace.clock.now(), showPrivate: false, modes: DEFAULT_MODES, filters: { branches: [], authors: [], paths: [] } });
    }
    for (let index = 0; index < accounts; index++) {
        await schedulePoll(testJob(workspace).job, `account-${index}`);
    }
}
