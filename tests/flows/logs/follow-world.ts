import { interact } from '../../../handlers/interact';
import { logFollowWork } from '../../../handlers/log-follow-work';
import { work } from '../../../handlers/work';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import type { Clock } from '../../../services/hub';
import type { View } from '../../../ui/view';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { GENERAL, TestWorkspace, type ProcessStep, type TestCtx, type TestCtxOptions } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages, TestPeople } from '../../helpers/test-people';
import { buttonOf } from '../../helpers/views';
import { ManualTime } from '../../playground/hub/manual-time';

/** How long the stand-in's answers may be on their way, real milliseconds, before time goes on. */
const TRAVEL_MS = 4;
const STEP_MS = 500;

/** A stand-in Hub, the servers of a workspace, and one time for all of them, which passes only when a test says so. */
export class FollowWorld implements Clock {
    readonly chatClock: ManualClock;
    readonly database = new MemoryDatabase();
    readonly messages = new TestMessages();
    readonly people = new TestPeople(this.messages);
    /** When the message was edited, milliseconds since 1970. */
    readonly edits: number[] = [];
    private sleepers: { readonly at: number; readonly wake: () => void }[] = [];

    readonly server: TestWorkspace;

    private constructor(
        readonly hub: HubServer,
        private readonly time: ManualTime,
    ) {
        this.chatClock = new ManualClock(time.now);
        this.server = this.addServer('a');
    }

    static async begin(): Promise<FollowWorld> {
        const time = new ManualTime(Date.UTC(2026, 0, 1));
        const world = new FollowWorld(await startHub({ clock: time.clock, scheduler: time.scheduler }), time);
        await world.server.signIn(fakeToken('alice'));
        return world;
    }

    addServer(seed: string, onStep: (step: ProcessStep) => void | Promise<void> = () => undefined): TestWorkspace {
        const noted = (step: ProcessStep): void | Promise<void> => {
            if (step === 'edited') this.edits.push(this.now());
            return onStep(step);
        };
        return new TestWorkspace(this.hub, { database: this.database, messages: this.messages, people: this.people, clock: this.chatClock, seed, onStep: noted });
    }

    now = (): number => this.time.now;

    sleep(ms: number, signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            const sleeper = { at: this.now() + ms, wake: resolve };
            this.sleepers.push(sleeper);
            signal?.addEventListener('abort', () => {
                this.sleepers = this.sleepers.filter((one) => one !== sleeper);
                reject(new Error('aborted'));
            }, { once: true });
        });
    }

    async pass(ms: number): Promise<void> {
        for (let passed = 0; passed < ms; passed += STEP_MS) {
            await travel();
            this.time.advance(STEP_MS);
            this.chatClock.time = this.time.now;
            const due = this.sleepers.filter(({ at }) => at <= this.now());
            this.sleepers = this.sleepers.filter(({ at }) => at > this.now());
            due.forEach(({ wake }) => wake());
            await travel();
        }
    }

    /** Without anything happening in between. */
    skip(ms: number): void {
        this.time.now += ms;
        this.chatClock.time = this.time.now;
    }

    writes(...lines: readonly string[]): void {
        this.hub.change({ kind: 'space-log', space: 'acme/demo', lines: [...lines] });
    }

    /** Lets time pass until the work is done. */
    async until<T>(running: Promise<T>): Promise<T> {
        let done = false;
        const finished = running.finally(() => {
            done = true;
        });
        finished.catch(() => undefined);
        for (let steps = 0; !done && steps < 200; steps++) await this.pass(STEP_MS);
        return finished;
    }

    run(server = this.server): Promise<void> {
        return work(testJob(server).job, [logFollowWork(this)]);
    }

    /** One claim of the job, to its end. */
    runOnce(server = this.server): Promise<void> {
        return this.until(this.run(server));
    }

    async press(actionId: string, value: string, options: TestCtxOptions = {}): Promise<TestCtx> {
        const ctx = this.server.ctx({ room: GENERAL, ...options });
        await this.until(interact(ctx, { actionId, value }));
        return ctx;
    }

    /** The message that grows; fails when there is not exactly one. */
    message(): View {
        const [only, ...others] = [...this.messages.all.values()];
        if (!only || others.length > 0) throw new Error(`There are ${others.length + (only ? 1 : 0)} messages.`);
        return only.view;
    }

    button(actionId: 'logs.stop' | 'logs.more'): string {
        return buttonOf(this.message(), actionId).value ?? '';
    }
}

const travel = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, TRAVEL_MS));
