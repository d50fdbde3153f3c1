import { pollAccount } from '../../../flows/watching/poll-account';
import { putWatch, watchId } from '../../../flows/watching/watches';
import { observationsOf, type Observed } from '../../../flows/watching/observe';
import type { JobCtx } from '../../../context/job-ctx';
import { DEFAULT_MODES, type ThingRepo, type Watch, type WatchTarget } from '../../../services/workflows/watching';
import type { Repo } from '../../../playground/hub/model';
import { makeRepo } from '../../../playground/hub/seed/repo';
import { type HubServer, startHub } from '../../../playground/hub/server';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { TestWorkspace, type TestServer } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';

export const MINUTE = 60_000;

/** A Hub with an account of our own on it, and a workspace whose servers poll it. */
export class PollWorld {
    database = new MemoryDatabase();
    readonly clock = new ManualClock();
    private servers = 0;

    private constructor(readonly hub: HubServer) {}

    static async start(): Promise<PollWorld> {
        return new PollWorld(await startHub({ rateLimit: { api: 1_000_000 } }));
    }

    server(options: TestServer = {}): { readonly workspace: TestWorkspace; readonly job: JobCtx } {
        this.servers += 1;
        const workspace = new TestWorkspace(this.hub, { database: this.database, clock: this.clock, seed: `server ${this.servers}`, ...options });
        return { workspace, job: testJob(workspace).job };
    }

    /** Polls once; the time of the next poll. */
    poll(account = 'lab', { job }: { readonly job: JobCtx } = this.server()): Promise<number | undefined> {
        return pollAccount(job, account);
    }

    async watch(target: WatchTarget, { by = 'u-alice', roomId = 'r-general', modes = {} }: Partial<Pick<Watch, 'by' | 'roomId'>> & { readonly modes?: Partial<Watch['modes']> } = {}): Promise<void> {
        const watch: Watch = {
            id: watchId(roomId, target), roomId, target, by, at: this.clock.now(), showPrivate: false,
            modes: { ...DEFAULT_MODES, ...modes }, filters: { branches: [], authors: [], paths: [] },
        };
        await putWatch(this.server().workspace, watch);
    }

    repo(type: ThingRepo['type'], id: string, facts: Partial<Pick<Repo, 'private' | 'gated' | 'tags' | 'cardData' | 'createdAt'>> = {}): Repo {
        const repo = makeRepo({ type, id, files: [{ path: 'README.md', content: '# Hello\n' }], tags: facts.tags ?? [], ...facts });
        if (type === 'space') {
            const domains = [{ domain: `${id.replace('/', '-')}.hf.space`, stage: 'READY' }];
            repo.space = { sdk: 'gradio', title: id, emoji: '🚀', models: [], datasets: [], variables: new Map(), secrets: new Map(), runtime: { stage: 'RUNNING', hardware: { current: 'cpu-basic', requested: 'cpu-basic' }, gcTimeout: null, replicas: { requested: 1 }, devMode: false, storage: null, domains } };
        }
        if (type === 'model') {
            repo.model = { providers: [] };
        }
        this.hub.state.addRepo(repo);
        return repo;
    }

    commit(type: ThingRepo['type'], id: string, title = 'A change'): void {
        this.hub.change({ kind: 'commit', repo: { type, id }, title, author: id.split('/')[0] ?? id, files: [{ path: 'notes.txt', content: `${title} ${Math.random()}` }] });
    }

    /** What is on the due-list to be read and shown, as `changeKey`s, and taken off it. */
    async noticed(): Promise<string[]> {
        const { due } = this.server().workspace.stores;
        const items = (await due.due(Number.MAX_SAFE_INTEGER)).filter(({ kind }) => kind === 'hub-change');
        for (const item of await due.claim(items)) {
            await due.done(item);
        }
        return items.map(({ subject }) => decodeURIComponent(subject)).sort();
    }

    observed(repo: ThingRepo): Promise<Observed[]> {
        return observationsOf(this.server().workspace, repo);
    }

    /** Paths that were asked for since the last time. */
    asked(): string[] {
        const paths = this.hub.requests.map(({ path }) => path);
        this.hub.clearRequests();
        return paths;
    }
}
