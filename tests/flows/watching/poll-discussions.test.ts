import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { MINUTE, PollWorld } from './poll-world';

let world: PollWorld;
beforeEach(async () => {
    world = await PollWorld.start();
});
afterEach(() => world.hub.stop());

const MODEL = { type: 'model', id: 'lab/bert' } as const;

async function pollAgain(): Promise<string[]> {
    world.clock.advance(5 * MINUTE);
    await world.poll();
    return world.noticed();
}

it('notices what is new in discussions and pull requests, each once', async () => {
    world.repo('model', MODEL.id);
    world.hub.change({ kind: 'open-discussion', repo: MODEL, title: 'From before', author: 'alice', text: 'Hello' });
    await world.watch(MODEL);
    expect(await pollAgain()).toEqual([]);
    world.hub.change({ kind: 'open-discussion', repo: MODEL, title: 'A question', author: 'alice', text: 'Why?' });
    expect(await pollAgain()).toEqual(['model:lab/bert:discussion:2']);
    world.hub.change({ kind: 'comment', repo: MODEL, num: 1, author: 'alice', text: 'An answer' });
    world.hub.change({ kind: 'discussion-status', repo: MODEL, num: 2, status: 'closed', by: 'alice' });
    expect(await pollAgain()).toEqual(['model:lab/bert:discussion:1', 'model:lab/bert:discussion:2']);
    expect(await pollAgain()).toEqual([]);
});

it('asks ten repositories in a run, in turn', async () => {
    for (let index = 0; index < 23; index++) {
        world.repo('model', `lab/m${index}`);
    }
    await world.watch({ type: 'account', name: 'lab' });
    const asked: string[][] = [];
    for (let run = 0; run < 3; run++) {
        world.asked();
        await pollAgain();
        asked.push(world.asked().filter((path) => path.endsWith('/discussions')));
    }
    expect(asked.map((paths) => paths.length)).toEqual([10, 10, 10]);
    expect(new Set(asked.flat()).size).toBe(23);
});

it('asks for those of a private repository as whoever watches it', async () => {
    const secret = { type: 'model', id: 'acme/secret' } as const;
    world.repo('model', secret.id, { private: true });
    await world.server().workspace.signIn(fakeToken('alice'));
    await world.watch(secret);
    await world.poll('acme');
    world.hub.change({ kind: 'open-discussion', repo: secret, title: 'Between us', author: 'alice', text: 'Hush' });
    world.clock.advance(5 * MINUTE);
    await world.poll('acme');
    expect(await world.noticed()).toEqual(['model:acme/secret:discussion:1']);
});
