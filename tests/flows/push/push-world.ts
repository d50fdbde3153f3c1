import { afterAll, beforeAll, beforeEach } from 'vitest';
import { interact, submit } from '../../../handlers/interact';
import { pushWork } from '../../../handlers/push-work';
import type { Outcome } from '../../../handlers/action';
import { work } from '../../../handlers/work';
import { runCommand } from '../../../commands/run-command';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { commitChanges, createRepo, listCommits, pathsInfo, type HubCommit, type RepoType } from '../../../services/hub';
import type { Surface } from '../../../ui/view';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { TestWorkspace, type TestCtx, type TestCtxOptions, type TestServer } from '../../helpers/test-ctx';
import { TestFiles } from '../../helpers/test-files';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages } from '../../helpers/test-people';
import { buttonOf } from '../../helpers/views';

export const THREAD = { threadId: 't-1' } satisfies TestCtxOptions;
export const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** No two repositories of a stand-in Hub have the same name. */
let repos = 0;

/** A workspace whose files go to a stand-in Hub. */
export class PushWorld {
    readonly database = new MemoryDatabase();
    readonly messages = new TestMessages();
    readonly files: TestFiles;
    private lives = 0;

    /** The clock is that of the Hub as well. */
    constructor(readonly hub: HubServer, readonly clock: ManualClock) {
        this.files = new TestFiles(clock);
    }

    /** Another workspace at the same Hub, in which alice has signed in as well. */
    another(): Promise<PushWorld> {
        return new PushWorld(this.hub, this.clock).signIn();
    }

    /** One of the workspace's servers, or another life of it. */
    server(more: TestServer = {}): TestWorkspace {
        this.lives += 1;
        return new TestWorkspace(this.hub, { database: this.database, messages: this.messages, clock: this.clock, files: this.files, seed: `life ${this.lives}`, ...more });
    }

    async signIn(name = 'alice'): Promise<this> {
        await this.server().signIn(fakeToken(name), { name });
        return this;
    }

    /** The name of a repository of alice's that is not there yet. */
    newRepo(): string {
        return `alice/repo-${(repos += 1)}`;
    }

    /** A repository of alice's with a README.md and one file. */
    async makeRepo({ more = {}, isPrivate = false }: { readonly more?: Readonly<Record<string, string>>; readonly isPrivate?: boolean } = {}): Promise<string> {
        const { hub } = this.server().ctx();
        const id = this.newRepo();
        await createRepo(hub, { type: 'model', id, private: isPrivate });
        const changes = Object.entries({ 'README.md': '# made', 'a.txt': 'one', ...more }).map(([path, content]) => ({ path, bytes: text(content) }));
        await commitChanges(hub, { type: 'model', id }, { branch: 'main', summary: 'Begin', changes });
        return id;
    }

    /** Somebody puts it into the thread. */
    put(name: string, content: string | Uint8Array): void {
        this.files.put({ name, bytes: typeof content === 'string' ? text(content) : content, threadId: THREAD.threadId });
    }

    /** Types `/hf push …` into the thread. */
    async type(words: string, { workspace = this.server(), options = THREAD }: { readonly workspace?: TestWorkspace; readonly options?: TestCtxOptions } = {}): Promise<TestCtx> {
        const ctx = workspace.ctx(options);
        await runCommand(ctx, ['push', ...words.split(' ')]);
        return ctx;
    }

    /** Jobs until nothing is due now. */
    async run(workspace = this.server(), { deadlineMs, settings, room }: Pick<TestCtxOptions, 'deadlineMs' | 'settings' | 'room'> = {}): Promise<void> {
        const { job } = testJob(workspace, { ...(settings && { settings }), ...(room && { room }) });
        const hurried = { ...job, as: () => Promise.resolve(workspace.ctx({ ...THREAD, ...(deadlineMs !== undefined && { deadlineMs }) })) };
        for (let rounds = 0; rounds < 20 && (await workspace.stores.due.due(this.clock.now())).some(({ kind }) => kind === pushWork.kind); rounds += 1) {
            await work(deadlineMs === undefined ? job : hurried, [pushWork]);
        }
    }

    get card(): { readonly view: Parameters<typeof buttonOf>[0] & { readonly text: string }; readonly edits: number } {
        const last = [...this.messages.all.values()].at(-1);
        if (!last) {
            throw new Error('There is no message.');
        }
        return last;
    }

    get lines(): string[] {
        return this.card.view.text.split('\n');
    }

    async click(actionId: string, { workspace = this.server(), options = THREAD }: { readonly workspace?: TestWorkspace; readonly options?: TestCtxOptions } = {}): Promise<Outcome | undefined> {
        const { value } = buttonOf(this.card.view, actionId);
        return interact(workspace.ctx(options), { actionId, value });
    }

    async review(options: TestCtxOptions = THREAD): Promise<Surface> {
        const outcome = await this.click('push.review', { options });
        if (outcome?.kind !== 'open') {
            throw new Error('No form was opened.');
        }
        return outcome.surface;
    }

    /** Opens the form and sends it back. */
    async confirm(fields: Readonly<Record<string, unknown>> = {}, { workspace = this.server(), options = THREAD }: { readonly workspace?: TestWorkspace; readonly options?: TestCtxOptions } = {}): Promise<Outcome | undefined> {
        const surface = await this.review(options);
        return submit(workspace.ctx(options), { surfaceId: surface.id, carried: surface.carried, fields: { 'push.summary': 'From the chat', ...fields } });
    }

    commits(id: string, { type = 'model', revision = 'main' }: { readonly type?: RepoType; readonly revision?: string } = {}): Promise<HubCommit[]> {
        return listCommits(this.server().ctx().hub, { type, id, revision }, { limit: 20, fresh: true }).then(({ value }) => value.items);
    }

    /** By path: the SHA-256 of a file in LFS, the blob id of another. */
    async held(id: string, paths: readonly string[], { type = 'model', revision = 'main' }: { readonly type?: RepoType; readonly revision?: string } = {}): Promise<Record<string, string>> {
        const entries = await pathsInfo(this.server().ctx().hub, { type, id }, { revision, paths });
        return Object.fromEntries(entries.map(({ path, oid, lfs }) => [path, lfs ? `lfs ${lfs.oid}` : `git ${oid}`]));
    }
}

/** A stand-in Hub for the tests of a file, and for each of them a new workspace in which alice has signed in. */
export function usePushes(begin: (world: PushWorld) => void): void {
    const clock = new ManualClock();
    let hub: HubServer;
    beforeAll(async () => {
        hub = await startHub({ clock: clock.now, rateLimit: { api: 1_000_000, resolvers: 1_000_000, whoami: 1_000_000 } });
    });
    beforeEach(async () => {
        hub.faults.clear();
        begin(await new PushWorld(hub, clock).signIn());
    });
    afterAll(() => hub.stop());
}
