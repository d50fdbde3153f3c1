import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLLOW_MS } from '../../../flows/logs/follow';
import { LEASE_MS } from '../../../persistence';
import { Killed, killAfter } from '../../helpers/memory-store';
import { ALICE, GENERAL } from '../../helpers/test-ctx';
import { FollowWorld } from './follow-world';

const DEMO = JSON.stringify({ id: 'acme/demo', kind: 'run' });

let world: FollowWorld;

beforeEach(async () => {
    world = await FollowWorld.begin();
});
afterEach(async () => {
    await world.hub.stop();
});

/** Begins to follow and reads for the first time. */
async function following(): Promise<void> {
    await world.press('logs.follow', DEMO);
    await world.runOnce();
}

describe('a follow', () => {
    it('is one message that grows with the log, edited at most once a second and only when something came', async () => {
        await world.press('logs.follow', DEMO);
        const running = world.run();
        await world.pass(1_500);
        world.writes('epoch 1', 'epoch 2');
        await world.pass(2_500);
        const before = world.edits.length;
        await world.pass(2_000);
        expect(world.edits.length).toBe(before);
        world.writes('ValueError: @all ```boom');
        await world.until(running);
        const { text } = world.message();
        expect(text).toContain('epoch 1\nepoch 2\nValueError: @all ˋˋˋboom');
        expect(text.indexOf('• `ValueError')).toBeLessThan(text.indexOf('```'));
        const gaps = world.edits.slice(1).map((at, index) => at - (world.edits[index] ?? 0));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    });

    it('goes on where it was, each line once, and ends after five minutes', async () => {
        world.writes('before');
        await following();
        world.writes('between');
        await world.runOnce();
        const { text } = world.message();
        expect(text.match(/before/g)).toHaveLength(1);
        expect(text.match(/between/g)).toHaveLength(1);
        world.skip(FOLLOW_MS);
        await world.runOnce();
        expect(world.message().text).toContain('Followed for five minutes.');
        expect(world.button('logs.more')).not.toBe('');
    });

    it('is stopped by anybody in the room, while it reads', async () => {
        await world.press('logs.follow', DEMO);
        const running = world.run();
        await world.pass(2_000);
        await world.press('logs.stop', world.button('logs.stop'), { user: { id: 'u-bo', username: 'bo' } });
        await world.until(running);
        expect(world.message().text).toContain('Stopped by bo.');
        const edits = world.edits.length;
        await world.runOnce();
        expect([world.edits.length, (await world.server.stores.due.due(world.now())).length]).toEqual([edits, 0]);
    });

    it('goes on in the same message with More, which counts once', async () => {
        world.writes('first');
        await following();
        world.skip(FOLLOW_MS);
        await world.runOnce();
        const more = world.button('logs.more');
        await world.press('logs.more', more);
        await expect(world.press('logs.more', more)).resolves.toBeDefined();
        world.writes('second');
        await world.runOnce();
        expect(world.message().text).toMatch(/first\n(?:.*\n)*second/);
        expect(world.button('logs.stop')).not.toBe(more);
    });

    it('gives way to other work', async () => {
        await world.press('logs.follow', DEMO);
        const began = world.now();
        const running = world.run();
        await world.pass(1_000);
        await world.server.stores.due.schedule({ kind: 'other', subject: 'x', at: world.now() });
        await world.until(running);
        expect(world.now() - began).toBeLessThanOrEqual(4_000);
    });

    it('ends as soon as the Space is private, before another line is shown', async () => {
        await following();
        const hide = (hidden: boolean): void => world.hub.change({ kind: 'repo-config', repo: { type: 'space', id: 'acme/demo' }, private: hidden });
        hide(true);
        world.writes('not for everybody');
        await world.runOnce();
        hide(false);
        expect(world.message().text).toContain('the Space is private now');
        expect(world.message().text).not.toContain('not for everybody');
    });

    it('ends when its user has signed out', async () => {
        await following();
        await world.server.stores.accounts.remove(ALICE.id);
        await world.runOnce();
        expect(world.message().text).toContain('not signed in');
    });

    it('is read by one of two servers, and both together post one message', async () => {
        await world.press('logs.follow', DEMO);
        const other = world.addServer('b');
        const both = Promise.all([world.run(), world.run(other)]);
        await world.pass(1_000);
        world.writes('hello');
        await world.until(both);
        expect(world.message().text).toContain('hello');
    });

    it('survives a kill at any step: one message, and the end is drawn', async () => {
        let steps = 0;
        for (let survived = false; !survived; steps += 8) {
            world.messages.all.clear();
            await world.press('logs.follow', DEMO);
            survived = await runKilled(steps);
            world.skip(LEASE_MS);
            await world.runOnce();
            expect(world.message().text).toContain('It ends');
            world.skip(FOLLOW_MS);
            await world.runOnce();
            expect(world.message().text).toContain('Followed for five minutes.');
        }
        expect(steps).toBeGreaterThan(6);
    }, 60_000);
});

/** One run of a server that dies after so many steps; true when it came to its end before. */
async function runKilled(steps: number): Promise<boolean> {
    const dying = world.addServer(`k${steps}`, killAfter(steps));
    try {
        await world.runOnce(dying);
        return true;
    } catch (error) {
        if (error instanceof Killed) return false;
        throw error;
    }
}

describe('a follow is refused', () => {
    it('where a private Space would be read by everybody, for a static one, and without rights', async () => {
        const refusal = (id: string, options = {}): Promise<unknown> => world.press('logs.follow', JSON.stringify({ id, kind: 'run' }), options);
        await expect(refusal('acme/gpu-demo')).rejects.toMatchObject({ sentence: { key: 'logs.private' } });
        await expect(refusal('acme/gpu-demo', { room: { ...GENERAL, public: false } })).resolves.toBeDefined();
        await expect(refusal('huggingface/hf-docs-search')).rejects.toMatchObject({ sentence: { key: 'logs.static' } });
        await expect(refusal('gradio/hello_world')).rejects.toMatchObject({ kind: 'forbidden' });
        await expect(refusal('acme/demo', { user: { id: 'u-bo', username: 'bo' } })).rejects.toMatchObject({ sentence: { key: 'logs.sign_in' } });
        expect(world.messages.all.size).toBe(0);
    });

    it('as the fourth in a room', async () => {
        const room = { ...GENERAL, id: 'r-private', public: false };
        const follow = (id: string, kind: string): Promise<unknown> => world.press('logs.follow', JSON.stringify({ id, kind }), { room });
        await follow('acme/demo', 'run');
        await follow('acme/demo', 'build');
        await follow('acme/gpu-demo', 'run');
        await expect(follow('acme/annotator', 'run')).rejects.toMatchObject({ sentence: { key: 'logs.follow.too_many' } });
        world.skip(2 * FOLLOW_MS);
        await expect(follow('acme/annotator', 'run')).resolves.toBeDefined();
    });

    it('twice for one log, and for what another room follows', async () => {
        await following();
        await expect(world.press('logs.follow', DEMO)).rejects.toMatchObject({ sentence: { key: 'logs.follow.already' } });
        await expect(world.press('logs.stop', world.button('logs.stop'), { room: { ...GENERAL, id: 'elsewhere' } })).rejects.toMatchObject({ sentence: { key: 'logs.follow.unknown' } });
    });
});
