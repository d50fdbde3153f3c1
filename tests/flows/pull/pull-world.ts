import { runCommand } from '../../../commands/run-command';
import type { Outcome } from '../../../handlers/action';
import { interact, submit } from '../../../handlers/interact';
import { pullWork } from '../../../handlers/pull-work';
import { work } from '../../../handlers/work';
import { fakeToken } from '../../../playground/hub/seed/ids';
import type { HubServer } from '../../../playground/hub/server';
import type { Clock } from '../../../services/hub';
import { UNSAFE_FIELD } from '../../../ui/pull-unsafe-form';
import type { Surface, View } from '../../../ui/view';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { TestWorkspace, type TestCtx, type TestCtxOptions, type TestServer } from '../../helpers/test-ctx';
import { TestFiles } from '../../helpers/test-files';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages } from '../../helpers/test-people';
import { buttonOf, lastWhisper } from '../../helpers/views';

/** Stands still, or goes on by so many milliseconds whenever somebody looks at it. */
class TickingClock extends ManualClock {
    tick = 0;
    override readonly now = (): number => (this.time += this.tick);
}

/** A workspace into which files come from a stand-in Hub. */
export class PullWorld implements Clock {
    readonly database = new MemoryDatabase();
    readonly messages = new TestMessages();
    readonly clock = new TickingClock();
    readonly files = new TestFiles(this.clock);
    private lives = 0;

    constructor(readonly hub: HubServer) {}

    now = (): number => this.clock.now();

    sleep(ms: number): Promise<void> {
        this.clock.advance(ms);
        return Promise.resolve();
    }

    /** One of the workspace's servers, or another life of it. */
    server(more: TestServer = {}): TestWorkspace {
        this.lives += 1;
        return new TestWorkspace(this.hub, { database: this.database, messages: this.messages, clock: this.clock, files: this.files, seed: `life ${this.lives}`, ...more });
    }

    async signIn(): Promise<this> {
        await this.server().signIn(fakeToken('alice'), { name: 'alice' });
        return this;
    }

    async type(words: string, options: TestCtxOptions = {}): Promise<TestCtx> {
        const ctx = this.server().ctx(options);
        await runCommand(ctx, ['pull', ...words.split(' ')]);
        return ctx;
    }

    async press(view: View, actionId: string, options: TestCtxOptions = {}): Promise<TestCtx> {
        const ctx = this.server().ctx(options);
        await interact(ctx, { actionId, value: buttonOf(view, actionId).value });
        return ctx;
    }

    async openForm(view: View, options: TestCtxOptions): Promise<Surface> {
        const outcome = await interact(this.server().ctx(options), { actionId: 'pull.unsafe', value: buttonOf(view, 'pull.unsafe').value });
        if (outcome?.kind !== 'open') throw new Error('No form was opened.');
        return outcome.surface;
    }

    submit({ id, carried }: Surface, typed: string, options: TestCtxOptions = {}, server: TestServer = {}): Promise<Outcome | undefined> {
        return submit(this.server(server).ctx(options), { surfaceId: id, carried, fields: { [UNSAFE_FIELD]: typed } });
    }

    /** One run of what is due now. */
    async runOnce(workspace = this.server(), options: Pick<TestCtxOptions, 'deadlineMs' | 'user'> = {}): Promise<void> {
        const { job } = testJob(workspace);
        const as: typeof job.as = () => Promise.resolve(workspace.ctx(options));
        await work({ ...job, as }, [pullWork(this)]);
    }

    /** Until nothing is due now. */
    async run(options: Pick<TestCtxOptions, 'user'> = {}): Promise<void> {
        const { due } = this.server().stores;
        for (let runs = 0; runs < 40 && (await due.due(this.clock.time)).length > 0; runs++) await this.runOnce(this.server(), options);
    }

    /** The message of the pull; fails when there is not exactly one. */
    message(): View {
        const [only, ...others] = [...this.messages.all.values()];
        if (!only || others.length > 0) throw new Error(`There are ${others.length + (only ? 1 : 0)} messages.`);
        return only.view;
    }

    get posted(): string[] {
        return this.files.posts.map(({ name }) => name);
    }
}

export const said = (ctx: TestCtx): string => lastWhisper(ctx).text;
