import { beforeEach, describe, expect, it } from 'vitest';
import { watchesOfRoom } from '../../../flows/watching/watches';
import { testJob } from '../../helpers/test-job-ctx';
import { buttonsOf } from '../../helpers/views';
import { observe } from '../../../flows/watching/observe';
import { HubError } from '../../../services/hub';
import type { Change } from '../../../services/workflows/watching';
import { MAIN, MINUTE, type NewsServer, NewsWorld } from './news-world';

const HOUR = 60 * MINUTE;

let world: NewsWorld;
let server: NewsServer;
/** The step that fails: `say` once, `edit` until it is over. */
let trouble: 'say' | 'edit' | undefined;

beforeEach(() => {
    world = new NewsWorld();
    trouble = undefined;
    server = world.server({
        onStep(step) {
            if (step === trouble) {
                trouble = step === 'say' ? undefined : trouble;
                throw new Error('error-not-allowed');
            }
        },
    });
});

/** It happens, is noticed, and the job runs until nothing is due for a minute. */
async function happen(...ids: readonly string[]): Promise<readonly object[]> {
    for (const id of ids) {
        world.clock.advance(1);
        world.happen(id);
    }
    await server.notice();
    return server.settle();
}

/** What stands in front of the rule's footer. */
const bodies = (roomId = 'r1'): string[] => world.textsIn(roomId).map((text) => text.split('\n')[0] ?? '');

const threads = (): (string | undefined)[] => [...world.messages.all.values()].map(({ threadId }) => threadId);

describe('a change that nobody watches', () => {
    it.each([
        ['no rule at all', () => Promise.resolve()],
        ['a rule about another repository', () => server.watch('r1', { target: { type: 'model', id: 'acme/other' } })],
        ['a rule about another branch', () => server.watch('r1', { filters: { branches: ['dev'], authors: [], paths: [] } })],
        ['a muted rule', () => server.watch('r1', { mutedUntil: world.clock.now() + HOUR })],
    ])('costs no request: %s', async (_, watch) => {
        await watch();
        await happen('a');
        expect([world.reads, world.messages.all.size]).toEqual([0, 0]);
        expect(await server.workspace.stores.due.due(Infinity)).toEqual([]);
    });
});

describe('an item', () => {
    it('stands on the living message, which is edited for the next one and names its rule', async () => {
        await server.watch('r1', { mode: 'card' });
        await happen('a');
        await happen('b');
        expect(bodies()).toEqual(['card, as ever: <a> <b>']);
        const [card] = world.messages.all.values();
        expect(card?.edits).toBe(1);
        expect(card?.view.text).toContain('acme/bert');
        expect(buttonsOf(card?.view ?? {}).map(({ actionId }) => actionId)).toEqual(['watch.mute', 'watch.less']);
    });

    it('is told below the living message as well, except the first', async () => {
        await server.watch('r1', { mode: 'thread' });
        await happen('a', 'b');
        await happen('c');
        expect(bodies()).toEqual(['card, as ever: <a> <b> <c>', 'message: <b>', 'message: <c>']);
        expect(threads()).toEqual([undefined, 'message1', 'message1']);
    });

    it('is a message of its own, at most five at a time and the older ones in one', async () => {
        await server.watch('r1', { mode: 'channel' });
        await happen('a', 'b');
        await happen(...'cdefghi');
        expect(bodies()).toEqual(['message: <a>', 'message: <b>', 'And 2 more things that happened:', ...[...'efghi'].map((id) => `message: <${id}>`)]);
        expect(world.textsIn('r1')[2]).toContain('• line: <c>\n• line: <d>');
        expect(threads().every((thread) => thread === undefined)).toBe(true);
    });

    it('is not shown when it is off', async () => {
        await server.watch('r1', { mode: 'off' });
        await happen('a');
        expect(bodies()).toEqual([]);
    });

    it('names its author as chat knows them, without a mention', async () => {
        await server.watch('r1', { mode: 'channel' });
        await server.workspace.signIn('hf_x', { userId: 'u-bo', name: 'bo-hf' });
        world.happen('a', { author: 'Bo-HF' });
        world.happen('b', { author: 'stranger' });
        await server.notice();
        await server.settle();
        expect(bodies()).toEqual(['message: <a> by @bo', 'message: <b> by <https://huggingface.co/stranger|stranger>']);
        expect([...world.messages.all.values()].every(({ view }) => view.mentions === undefined)).toBe(true);
    });
});

describe('a living message', () => {
    it('follows what changes without news, and is left alone when nothing does', async () => {
        await server.watch('r1', { mode: 'card' });
        await happen('a');
        await happen();
        expect(world.messages.get('message1').edits).toBe(0);
        world.truth().state = 'closed';
        await happen();
        expect(bodies()).toEqual(['card, closed: <a>']);
    });

    it('comes to its end, and the next news makes a new one', async () => {
        await server.watch('r1', { mode: 'card' });
        world.truth().livingUntil = world.clock.now() + HOUR;
        await happen('a');
        world.clock.advance(2 * HOUR);
        world.truth().state = 'later';
        await happen();
        await happen('b');
        expect(bodies()).toEqual(['card, as ever: <a>', 'card, later: <b>']);
    });

    it('that was deleted is posted anew for the next news', async () => {
        await server.watch('r1', { mode: 'card' });
        await happen('a');
        world.messages.all.delete('message1');
        await happen('b');
        await happen('c');
        expect(bodies()).toEqual(['card, as ever: <b> <c>']);
    });

    it('that takes no edit for a while is edited later', async () => {
        await server.watch('r1', { mode: 'card' });
        await happen('a');
        trouble = 'edit';
        await happen('b');
        trouble = undefined;
        await server.settle(5 * MINUTE);
        expect(bodies()).toEqual(['card, as ever: <a> <b>']);
    });

    it('that takes no edit for good is posted anew', async () => {
        await server.watch('r1', { mode: 'card' });
        await happen('a');
        trouble = 'edit';
        await happen('b');
        await server.settle(3 * HOUR);
        expect(bodies()).toEqual(['card, as ever: <a>', 'card, as ever: <b>']);
    });
});

describe('a room', () => {
    it('that is gone loses its rules, and the others are served', async () => {
        await server.watch('r1', { mode: 'card' });
        await server.watch('r1', { target: { type: 'model', id: 'other/model' } });
        await server.watch('r2', { mode: 'card' });
        server.gone.push('r1');
        expect(await happen('a')).toEqual([]);
        expect(await watchesOfRoom(server.workspace, 'r1')).toEqual([]);
        expect(bodies('r2')).toEqual(['card, as ever: <a>']);
    });

    it('that takes no message keeps no other from being served, and is tried again', async () => {
        await server.watch('r1', { mode: 'card' });
        await server.watch('r2', { mode: 'card' });
        world.happen('a');
        await server.notice();
        trouble = 'say';
        await server.work();
        expect(world.messages.all.size).toBe(1);
        await server.settle(2 * MINUTE);
        expect([bodies('r1'), bodies('r2')]).toEqual([['card, as ever: <a>'], ['card, as ever: <a>']]);
    });

    it('reads everything under the account of whoever made its rule, once, where not everybody may see it', async () => {
        world.truth().private = true;
        await server.watch('r1', { mode: 'card', by: 'u-bo', showPrivate: true });
        await server.watch('r2', { mode: 'card', by: 'u-bo' });
        await server.watch('r3', { mode: 'card', by: 'u-carol', showPrivate: true });
        await server.watch('r4', { mode: 'card', by: 'u-admin', showPrivate: true });
        for (const userId of ['u-bo', 'u-carol']) {
            await server.workspace.signIn(`hf_${userId}`, { userId });
        }
        world.members.add((await server.workspace.ctx({ user: { id: 'u-bo' } }).hub.identity()) ?? '');
        await happen('a');
        expect(['r1', 'r2', 'r3', 'r4'].map((room) => bodies(room).length)).toEqual([1, 0, 0, 0]);
        // Nobody's account, then bo's and carol's; admin is not signed in.
        expect(world.reads).toBe(3);
    });

    describe('whose rule was made by somebody', () => {
        const OTHER: Change = { ...MAIN, thing: { kind: 'branch', name: 'other' } };

        /** Bo's room and carol's, on what both of them may see and not everybody. */
        async function privately(): Promise<{ readonly bo: string }> {
            const [bo = '', carol = ''] = await Promise.all(['u-bo', 'u-carol'].map(async (userId) => {
                await server.workspace.signIn(`hf_${userId}`, { userId });
                return server.workspace.ctx({ user: { id: userId } }).hub.identity();
            }));
            [bo, carol].forEach((member) => world.members.add(member));
            world.truth().private = true;
            await server.watch('r1', { mode: 'card', by: 'u-bo', showPrivate: true });
            await server.watch('r2', { mode: 'card', by: 'u-carol', showPrivate: true });
            return { bo };
        }

        it('who has left the room is not shown any more what they see', async () => {
            await privately();
            world.people.closedRooms.add('r1');
            await happen('a');
            expect(['r1', 'r2'].map((room) => bodies(room).length)).toEqual([0, 1]);
        });

        it.each(['rate-limited', 'payment-required'] as const)('whom Hugging Face answers "%s" keeps no other from being served, and is served later', async (kind) => {
            const { bo } = await privately();
            world.failing.set(bo, new HubError({ kind, target: 'GET huggingface.co/api' }));
            await happen('a');
            expect(['r1', 'r2'].map((room) => bodies(room).length)).toEqual([0, 1]);
            world.happen('item1', { change: OTHER });
            await server.notice(OTHER);
            await server.settle(1000);
            expect(bodies('r2')).toEqual(['card, as ever: <a>', 'card, as ever: <item1>']);
            world.failing.clear();
            await server.settle(10 * MINUTE);
            expect(bodies('r1')).toContain('card, as ever: <a>');
        });
    });

    it('is not shown again what it was shown before the repository got another name', async () => {
        const renamed: Change = { ...MAIN, repo: { type: 'model', id: 'acme/bert-two' } };
        await server.watch('r1', { mode: 'channel', target: { type: 'account', name: 'acme' }, modes: { 'repo-changed': 'off' } });
        await happen('a', 'b');
        world.clock.advance(MINUTE);
        world.truth(renamed).items.push(...world.truth().items);
        await observe(testJob(server.workspace).job, MAIN.repo, { type: 'moved', id: 'moved:1:acme/bert-two', data: { to: renamed.repo.id } });
        world.happen('c', { change: renamed });
        await server.notice(renamed);
        await server.settle();
        expect(bodies()).toEqual(['message: <a>', 'message: <b>', 'message: <c>']);
    });

    it('is not shown again what was shown and forgotten', async () => {
        await server.watch('r1', { mode: 'channel' });
        for (let round = 0; round < 11; round += 1) {
            await happen(...Array.from({ length: 20 }, (_, index) => `${round}-${index}`));
        }
        const before = world.messages.all.size;
        await happen();
        expect(world.messages.all.size).toBe(before);
        expect(world.database.size).toBeLessThan(40);
    });
});

it('what happened before the rule was made is not shown', async () => {
    world.happen('old', { at: world.clock.now() - 1 });
    await server.watch('r1', { mode: 'card' });
    await happen('new');
    expect(bodies()).toEqual(['card, as ever: <new>']);
});
