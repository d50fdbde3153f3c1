import { describe, expect, it } from 'vitest';
import { workOnPush } from '../../../flows/push/work-on-push';
import { pushWork } from '../../../handlers/push-work';
import { LEASE_MS } from '../../../persistence';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { Killed, killAfter } from '../../helpers/memory-store';
import type { ProcessStep } from '../../helpers/test-ctx';
import { testJob } from '../../helpers/test-job-ctx';
import { buttonsOf } from '../../helpers/views';
import { usePushes, type PushWorld } from './push-world';

const HOUR = 60 * 60_000;

let world: PushWorld;
let count = 0;
usePushes((begun) => {
    world = begun;
});

/** A text and an LFS file on their way; the plan is not made yet. */
async function asked(repo: string): Promise<void> {
    world = await world.another();
    world.put('a.txt', 'a');
    world.put('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, (count += 1)]));
    await world.type(`--repo ${repo}`);
}

/** A process that dies after so many steps. A read that is answered leaves no more behind than one that was asked. */
function dyingAfter(steps: number): (step: ProcessStep) => void {
    const kill = killAfter(steps);
    return (step) => (step === 'read:answer' || step === 'remove:find' ? undefined : kill());
}

/** Runs the jobs in a process that dies after so many steps, and goes on in another one. Whether the first lived to the end. */
async function runKilled(steps: number): Promise<boolean> {
    try {
        await world.run(world.server({ onStep: dyingAfter(steps) }));
        return true;
    } catch (error) {
        if (!(error instanceof Killed)) {
            throw error;
        }
    }
    world.clock.advance(LEASE_MS);
    await world.run();
    return false;
}

/** The same with one step more each time, until it gets through. How many kills there were. */
async function killAtEachStep(prepare: () => Promise<string>, check: (repo: string) => Promise<void>): Promise<number> {
    for (let steps = 0; ; steps += 1) {
        const repo = await prepare();
        const survived = await runKilled(steps);
        try {
            expect(world.messages.all.size).toBe(1);
            await check(repo);
        } catch (error) {
            throw new Error(`Killed after ${steps} steps`, { cause: error });
        }
        if (survived) {
            return steps;
        }
    }
}

it('a process that is killed at each step of looking and planning comes to the same plan, and to a stop where there is a secret', { timeout: 60_000 }, async () => {
    const repo = await world.makeRepo();
    const prepare = async (): Promise<string> => {
        world = await world.another();
        world.put('a.txt', 'a');
        world.put('notes.md', `my token is ${fakeToken('a token in a file')}`);
        await world.type(`--repo ${repo}`);
        return repo;
    };
    const kills = await killAtEachStep(prepare, () => {
        expect(world.lines.at(-1)).toMatch(/^🔑 Stopped/);
        expect(buttonsOf(world.card.view)).toEqual([]);
        return Promise.resolve();
    });
    expect(kills).toBeGreaterThan(20);
});

it('a process that is killed at each step of making the repository, sending and committing commits once', { timeout: 120_000 }, async () => {
    const prepare = async (): Promise<string> => {
        const repo = world.newRepo();
        await asked(repo);
        await world.run();
        await world.confirm();
        return repo;
    };
    const kills = await killAtEachStep(prepare, async (repo) => {
        expect(world.lines.at(-1)).toMatch(/^✅ Committed as/);
        expect((await world.commits(repo)).map(({ title }) => title)).toEqual(['From the chat', expect.anything()]);
        expect(Object.keys(await world.held(repo, ['a.txt', 'picture.png', 'README.md'])).sort()).toEqual(['README.md', 'a.txt', 'picture.png']);
        // What is recorded twice under one id is listed once.
        expect(new Set(world.database.dump().match(/push:\w+:committed/g)).size).toBe(1);
    });
    expect(kills).toBeGreaterThan(30);
});

it('a process that is killed after a pull request was made makes no second one, though the clock of Hugging Face is slow', { timeout: 60_000 }, async () => {
    const repo = await world.makeRepo();
    await asked(repo);
    await world.run();
    await world.confirm({ 'push.as': 'pr' });
    let committed = false;
    const die = (): void => {
        committed ||= world.hub.requests.some(({ path }) => path.includes(`${repo}/commit/main`));
        if (committed) {
            throw new Killed();
        }
    };
    world.hub.clearRequests();
    await expect(world.run(world.server({ onStep: die }))).rejects.toThrow(Killed);
    const [made] = world.hub.state.findRepo('model', repo)?.discussions ?? [];
    made!.createdAt = new Date(world.clock.now() - HOUR).toISOString();
    world.clock.advance(LEASE_MS);
    await world.run();
    expect(world.lines.at(-1)).toBe(`✅ Proposed as pull request <${world.hub.url}/${repo}/discussions/1|#1>: 2 files.`);
});

it('a pull request of before that proposes the very same is not taken for the one that could not be made', async () => {
    const repo = await world.makeRepo();
    for (let pushes = 0; pushes < 2; pushes += 1) {
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo} --pr`);
        await world.run();
        await world.confirm();
        world.hub.faults.add({ match: 'POST */commit/main', times: pushes, fault: { status: 503 } });
        await world.run();
        world.clock.advance(LEASE_MS);
        await world.run();
    }
    expect(world.lines.at(-1)).toContain(`${repo}/discussions/2|#2>`);
});

it('two servers that do the same work at once commit once, and tell it in one message', async () => {
    const repo = await world.makeRepo();
    await asked(repo);
    await world.run();
    await world.confirm();
    const [due] = (await world.server().stores.due.due(world.clock.now())).filter(({ kind }) => kind === pushWork.kind);
    await Promise.all([world.server(), world.server()].map((server) => workOnPush(testJob(server).job, due!.subject)));
    await world.run();
    expect(world.lines.at(-1)).toMatch(/^✅ Committed as/);
    expect((await world.commits(repo)).map(({ title }) => title)).toEqual(['From the chat', 'Begin', expect.anything()]);
    expect(world.messages.all.size).toBe(1);
});

describe('the command', () => {
    it('posts its message before another server can', async () => {
        const repo = await world.makeRepo();
        world.put('a.txt', 'a');
        await world.type(`--repo ${repo}`, { workspace: world.server({ onStep: (step) => (step === 'say' ? world.run() : undefined) }) });
        await world.run();
        expect([...world.messages.all.values()].map(({ view }) => view.text)).toEqual([expect.stringContaining('*Review*')]);
    });

    it('that is killed at each step has asked for a push with one message, or for none', { timeout: 60_000 }, async () => {
        const repo = await world.makeRepo();
        const told = new Set<string | undefined>();
        for (let steps = 0, killed = true; killed; steps += 1) {
            world = await world.another();
            world.put('a.txt', 'a');
            killed = await world.type(`--repo ${repo}`, { workspace: world.server({ onStep: dyingAfter(steps) }) }).then(() => false, (error: unknown) => error instanceof Killed);
            world.clock.advance(LEASE_MS);
            await world.run();
            const [view, ...others] = [...world.messages.all.values()];
            expect(others).toEqual([]);
            told.add(view?.view.text.split('\n').at(-1));
        }
        expect(told).toEqual(new Set([undefined, 'Nothing was sent yet. *Review* shows what will be, and sends it.']));
    });
});
