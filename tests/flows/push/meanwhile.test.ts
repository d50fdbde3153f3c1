import { beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../playground/hub/faults';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { THREAD, usePushes, type PushWorld } from './push-world';

const HOUR = 60 * 60_000;
const LEADS_ONLY = { settings: { pusherRoles: ['ml-lead'] } };
/** Goes into the store of large files. */
const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]);
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

/** What has asked Hugging Face to take a file. */
const sent = (): string[] => world.hub.requests.filter(({ method, path }) => method !== 'GET' && /preupload|\/lfs\/|\/commit\//.test(path)).map(({ path }) => path);

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
        world.hub.clearRequests();
        await world.run(server);
        expect(sent()).toEqual([]);
        expect(await world.held(repo, ['model.pkl'])).toEqual({});
        expect(world.lines.at(-1)).toContain('you may not push such files any more');
    });

    it('is that the role to push was taken away: no file is sent, not even to the store of large ones', async () => {
        world.put('picture.png', PICTURE);
        await planned();
        await world.confirm();
        world.hub.clearRequests();
        await world.run(world.server(), LEADS_ONLY);
        expect(sent()).toEqual([]);
        expect(world.lines.at(-1)).toBe('You may not push files from here. That is for the roles ml-lead; an admin can change it in the app’s settings.');
    });

    it('is that the role to push was taken away: no repository is made', async () => {
        repo = world.newRepo();
        world.put('b.txt', 'b');
        await planned();
        await world.confirm();
        await world.run(world.server(), LEADS_ONLY);
        expect(world.hub.state.findRepo('model', repo)).toBeUndefined();
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

describe('while a commit is tried again', () => {
    beforeEach(async () => {
        world.put('b.txt', 'b');
        await planned();
        await world.confirm();
    });

    /** The commit fails; later the role to push is gone. */
    async function endWithout(fault: Fault): Promise<void> {
        world.hub.faults.add({ match: 'POST */commit/main', times: 1, fault });
        await world.run();
        expect(world.lines.at(-1)).toBe('⏳ Hugging Face does not answer just now. I go on trying.');
        world.clock.advance(60_000);
        await world.run(world.server(), LEADS_ONLY);
    }

    it('the role to push is taken away: it is not made, and whoever asked should look', async () => {
        await endWithout({ status: 503 });
        expect(await world.held(repo, ['b.txt'])).toEqual({});
        expect(world.lines.slice(-2)).toEqual([expect.stringContaining('You may not push files from here'), 'Whether the files were committed is not known: please look at the repository.']);
    });

    it('the role to push is taken away, but it was made already: that is told, and on record', async () => {
        await endWithout({ kind: 'cut', afterBytes: 0 });
        expect(world.lines.at(-1)).toMatch(/^✅ Committed as .*: 1 file\.$/);
        expect(world.database.dump()).toContain('"what":"push.committed"');
    });

    it('a refusal that nothing was sent before says nothing of a commit', async () => {
        world.hub.faults.add({ match: 'POST */commit/main', fault: { status: 403 } });
        await world.run();
        expect(world.lines).toContain('❌ It did not work.');
        expect(world.lines.at(-1)).not.toContain('please look at the repository');
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
