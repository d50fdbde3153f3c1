import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { runCommand } from '../../../commands/run-command';
import { UserError } from '../../../context/user-error';
import type { Outcome } from '../../../handlers/action';
import { convertWork } from '../../../handlers/convert-work';
import { interact, submit } from '../../../handlers/interact';
import { work } from '../../../handlers/work';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { commitChanges, createRepo, fileHasher, HubError, listJobs, pathsInfo, uploadLfs, type HubJob } from '../../../services/hub';
import type { Surface, View } from '../../../ui/view';
import { MemoryDatabase } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { TestWorkspace, type TestCtx, type TestCtxOptions, type TestServer } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { TestMessages } from '../../helpers/test-people';
import { buttonOf, lastWhisper } from '../../helpers/views';

export const THREAD = { threadId: 't-1' } satisfies TestCtxOptions;
export const MODEL = 'acme/embedder';
/** Alice has no credits of her own. */
export const PAID = `${MODEL} --namespace acme`;
/** `torch.save({})` of old: a protocol 2 pickle of an empty dict. */
export const BENIGN = Uint8Array.from([0x80, 0x02, 0x7d, 0x71, 0x00, 0x2e]);
/** Longer than the stand-in's jobs run. */
const RUN_MS = 130_000;

/** Random ids follow from the seeds of servers: no two worlds share one. */
let worlds = 0;

/** A workspace that has models converted by the jobs of a stand-in Hub. */
export class ConvertWorld {
    readonly database = new MemoryDatabase();
    readonly messages = new TestMessages();
    readonly clock = new ManualClock();
    private readonly name = `world-${(worlds += 1)}`;
    private lives = 0;
    private repos = 0;

    constructor(readonly hub: HubServer) {}

    /** One of the workspace's servers, or another life of it. */
    server(more: TestServer = {}): TestWorkspace {
        this.lives += 1;
        return new TestWorkspace(this.hub, { database: this.database, messages: this.messages, clock: this.clock, seed: `${this.name}, life ${this.lives}`, ...more });
    }

    /** One to which Alice is an admin, in jobs as well. */
    adminServer(): TestWorkspace {
        const server = this.server();
        server.people.users.unshift({ id: 'u-alice', username: 'alice', roles: ['admin'], human: true });
        return server;
    }

    /** The name of a repository that is not there yet. */
    newRepo(): string {
        return `alice/${this.name}-${(this.repos += 1)}`;
    }

    async signIn(name = 'alice'): Promise<this> {
        await this.server().signIn(fakeToken(name), { name });
        return this;
    }

    /** A model whose weights are a pickle. */
    async makePickled(id: string, weights: Uint8Array): Promise<string> {
        const { hub } = this.server().ctx();
        const hasher = fileHasher(weights.length);
        hasher.update(weights);
        const lfs = { sha256: hasher.digest().sha256, size: weights.length };
        await createRepo(hub, { type: 'model', id, private: true });
        await uploadLfs(hub, { type: 'model', id }, [{ ...lfs, read: (from, length) => Promise.resolve(weights.subarray(from, from + length)) }]);
        await commitChanges(hub, { type: 'model', id }, { branch: 'main', summary: 'Begin', changes: [{ path: 'config.json', bytes: new TextEncoder().encode('{"model_type":"bert"}') }, { path: 'pytorch_model.bin', lfs }] });
        return id;
    }

    /** Why the command is refused, in words, or the kind of Hugging Face's own refusal. */
    async refusal(words: string, options: TestCtxOptions = {}): Promise<string> {
        try {
            return `not refused: ${(await this.type(words, options)).text}`;
        } catch (error) {
            return this.wordsOf(error);
        }
    }

    wordsOf(error: unknown): string {
        const { lang } = this.server().ctx();
        if (error instanceof UserError) {
            return [error.sentence, ...error.steps].map(({ key, values }) => lang.t(key, values)).join('\n');
        }
        if (error instanceof HubError) {
            return error.kind;
        }
        throw error;
    }

    /** Types `/hf convert …` into the thread. What the caller sees. */
    async type(words: string, options: TestCtxOptions = {}): Promise<View> {
        const ctx = this.server().ctx({ ...THREAD, ...options });
        await runCommand(ctx, ['convert', ...words.split(' ')]);
        return lastWhisper(ctx);
    }

    async click(view: View, actionId: string, options: TestCtxOptions = {}): Promise<{ readonly outcome: Outcome | undefined; readonly ctx: TestCtx }> {
        const ctx = this.server().ctx({ ...THREAD, ...options });
        return { outcome: await interact(ctx, { actionId, value: buttonOf(view, actionId).value }), ctx };
    }

    async review(view: View, options: TestCtxOptions = {}): Promise<Surface> {
        const { outcome } = await this.click(view, 'convert.review', options);
        if (outcome?.kind !== 'open') {
            throw new Error('No form was opened.');
        }
        return outcome.surface;
    }

    /** Opens the form and sends it back. */
    async confirm(view: View, fields: Readonly<Record<string, string>> = {}, options: TestCtxOptions = {}): Promise<Outcome | undefined> {
        const { id, carried } = await this.review(view, options);
        return submit(this.server().ctx({ ...THREAD, ...options }), { surfaceId: id, carried, fields });
    }

    /** What is due now, once. */
    async run(workspace = this.server()): Promise<void> {
        await work(testJob(workspace).job, [convertWork]);
    }

    /** The jobs until the conversion is over. */
    async finish(first = this.server()): Promise<void> {
        await this.run(first);
        this.clock.advance(RUN_MS);
        await this.run();
    }

    get card(): View {
        const last = [...this.messages.all.values()].at(-1);
        if (!last) {
            throw new Error('There is no message.');
        }
        return last.view;
    }

    /** Those of this world's conversions. */
    async jobs(): Promise<HubJob[]> {
        const kept = this.database.dump();
        const { items } = (await listJobs(this.server().ctx().hub, { namespace: 'acme' })).value;
        return items.filter(({ labels }) => kept.includes(labels?.['hf-teamflow-convert'] ?? '?'));
    }

    async held(id: string, paths: readonly string[]): Promise<string[]> {
        return (await pathsInfo(this.server().ctx().hub, { type: 'model', id }, { revision: 'main', paths })).map(({ path }) => path);
    }
}

/** A stand-in Hub for all tests of a file, and for each of them a world in which Alice is signed in. `renew`: another one, in the middle of a test. */
export function useConversions(): { readonly world: () => ConvertWorld; readonly renew: () => Promise<ConvertWorld> } {
    let hub: HubServer;
    let world: ConvertWorld | undefined;
    const renew = async (): Promise<ConvertWorld> => (world = await new ConvertWorld(hub).signIn());
    beforeAll(async () => {
        hub = await startHub({ clock: () => world?.clock.now() ?? 0, rateLimit: { api: 1_000_000, resolvers: 1_000_000, whoami: 1_000_000 } });
    });
    beforeEach(async () => {
        await renew();
    });
    afterAll(async () => {
        expect(hub.violations).toEqual([]);
        await hub.stop();
    });
    return { world: () => world ?? expect.unreachable(), renew };
}
