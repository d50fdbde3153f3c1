import { beforeEach, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { THREAD, usePushes, type PushWorld } from './push-world';

const HOUR = 60 * 60_000;
const ADMIN = { ...THREAD, user: { id: 'u-admin', username: 'admin', roles: ['admin'] } };

let world: PushWorld;
let repo: string;
usePushes((begun) => {
    world = begun;
});
beforeEach(async () => {
    repo = await world.makeRepo();
});

async function planned(options = THREAD): Promise<void> {
    await world.type(`--repo ${repo}`, { options });
    await world.run();
}

describe('what happens between the yes and the commit', () => {
    it('is that the user may no longer read the files: nothing is pushed', async () => {
        world.put('b.txt', 'b');
        await planned();
        await world.confirm();
        const server = world.server();
        server.people.closedRooms.add('r-general');
        await world.run(server);
        expect(await world.held(repo, ['b.txt'])).toEqual({});
        expect(world.lines.at(-1)).toContain('b.txt');
    });

    it('is that the right to push what is refused was taken away: nothing is pushed', async () => {
        world.put('model.pkl', Buffer.from('\x80\x04}.', 'latin1'));
        await world.server().signIn(fakeToken('alice'), { userId: 'u-admin', name: 'alice' });
        await planned(ADMIN);
        await world.confirm({ 'push.refused': 'take', 'push.name': repo }, { options: ADMIN });
        const server = world.server();
        server.people.users.splice(0, 1, { id: 'u-admin', username: 'admin', roles: ['user'], human: true });
        await world.run(server);
        expect(await world.held(repo, ['model.pkl'])).toEqual({});
        expect(world.lines.at(-1)).toContain('you may not push such files any more');
    });

    it('is that somebody deletes the message of the push: it is carried out all the same', async () => {
        world.put('b.txt', 'b');
        await planned();
        await world.confirm();
        world.messages.all.clear();
        await world.run();
        expect(Object.keys(await world.held(repo, ['b.txt']))).toEqual(['b.txt']);
    });
});

it('a push whose files cannot be read for a reason that nobody foresaw ends after an hour', async () => {
    Object.defineProperty(world.files.put({ name: 'b.txt', bytes: Buffer.from('b'), ...THREAD }), 'bytes', { get: () => { throw new TypeError('The storage is broken'); } });
    await planned();
    expect(world.card.view.text).toContain('Looking');
    world.clock.advance(HOUR);
    await world.run();
    expect(world.lines.at(-1)).toContain('Something goes wrong on our side');
    world.clock.advance(25 * HOUR);
    await world.run();
    expect(world.database.dump()).not.toContain('b.txt');
});
