import { afterAll, beforeAll, beforeEach } from 'vitest';
import { monitorWork } from '../../../handlers/monitor-work';
import { work } from '../../../handlers/work';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { type HubServer, startHub } from '../../../playground/hub/server';
import type { View } from '../../../ui/view';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { type TestServer, TestWorkspace } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages, TestPeople } from '../../helpers/test-people';

export const SPACE = 'acme/demo';
const STEP_MS = 30_000;

/** A workspace whose servers monitor Spaces of the stand-in Hub. Its time moves by hand; the Hub answers at once. */
export class MonitorWorld {
    readonly database = new MemoryDatabase();
    readonly clock = new ManualClock();
    readonly messages = new TestMessages();
    readonly people = new TestPeople(this.messages);
    private servers = 0;

    constructor(readonly hub: HubServer) {}

    server(options: Pick<TestServer, 'onStep' | 'wait'> & { readonly offline?: boolean } = {}): TestWorkspace {
        const { offline = false, ...server } = options;
        this.servers += 1;
        const { database, clock, messages, people } = this;
        return new TestWorkspace(offline ? undefined : this.hub, { database, clock, messages, people, seed: `server ${this.servers}`, ...server });
    }

    load(percent: number, memoryPercent = 10): void {
        this.hub.change({ kind: 'space-cpu', space: SPACE, percent, memoryPercent });
    }

    stage(stage: 'RUNNING' | 'RUNTIME_ERROR' | 'PAUSED'): void {
        this.hub.change({ kind: 'space-stage', space: SPACE, stage });
    }

    /** What was posted, oldest first. */
    get posted(): { readonly id: string; readonly view: View; readonly threadId: string | undefined; readonly edits: number }[] {
        return [...this.messages.all].map(([id, message]) => ({ id, ...message }));
    }

    get card(): View {
        return this.posted[0]?.view ?? { text: '' };
    }

    /** Everything but the card. */
    get alerts(): string[] {
        return this.posted.slice(1).map(({ view }) => view.text);
    }
}

/** Works off what is due now. */
export async function runJob(server: TestWorkspace, options?: Parameters<typeof testJob>[1]): Promise<void> {
    await work(testJob(server, options).job, [monitorWork]);
}

/** Lets time pass, with the job running every half minute. */
export async function pass(server: TestWorkspace, minutes: number, options?: Parameters<typeof testJob>[1]): Promise<void> {
    for (let step = 0; step < (minutes * 60_000) / STEP_MS; step += 1) {
        server.clock.advance(STEP_MS);
        await runJob(server, options);
    }
}

/** A new world for each test, with alice signed in; one Hub for all of a file. */
export function useMonitors(): () => { readonly world: MonitorWorld; readonly server: TestWorkspace } {
    let hub: HubServer;
    let current: { world: MonitorWorld; server: TestWorkspace };
    beforeAll(async () => {
        hub = await startHub();
    });
    beforeEach(async () => {
        const world = new MonitorWorld(hub);
        current = { world, server: world.server() };
        await current.server.signIn(fakeToken('alice'));
        hub.change({ kind: 'space-stage', space: SPACE, stage: 'RUNNING' });
        world.load(5);
    });
    afterAll(() => hub.stop());
    return () => current;
}
