import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pollHealth } from '../../../flows/watching/poll-account';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { MINUTE, PollWorld } from './poll-world';

let world: PollWorld;
beforeEach(async () => {
    world = await PollWorld.start();
});
afterEach(async () => {
    expect(world.hub.violations).toEqual([]);
    await world.hub.stop();
});

const MODEL = { type: 'model', id: 'lab/bert' } as const;
const SPACE = { type: 'space', id: 'lab/demo' } as const;
const LAB = { type: 'account', name: 'lab' } as const;

describe('the poll of an account', () => {
    it('shows nothing at the first sight, and nothing while nothing changes', async () => {
        world.repo('model', MODEL.id);
        world.repo('space', SPACE.id);
        await world.watch(LAB);
        for (let run = 0; run < 3; run++) {
            await world.poll();
            world.clock.advance(5 * MINUTE);
        }
        expect(await world.noticed()).toEqual([]);
        expect(await world.observed(MODEL)).toEqual([]);
        expect(await world.observed(SPACE)).toEqual([]);
    });

    it('ends when nobody watches any more', async () => {
        expect(await world.poll()).toBeUndefined();
        await world.watch(MODEL, { modes: { 'repo-updated': 'off', 'repo-changed': 'off', 'discussion-created': 'off', 'pr-opened': 'off', 'pr-closed': 'off', comment: 'off' } });
        expect(await world.poll()).toBeUndefined();
        expect(world.asked()).toEqual([]);
    });

    it('notices new commits, once', async () => {
        world.repo('model', MODEL.id);
        await world.watch(MODEL);
        await world.poll();
        world.commit('model', MODEL.id);
        world.clock.advance(5 * MINUTE);
        await world.poll();
        expect(await world.noticed()).toEqual(['model:lab/bert:branch:main']);
        world.clock.advance(5 * MINUTE);
        await world.poll();
        expect(await world.noticed()).toEqual([]);
    });

    it('says who may see a repository, who gets in, and which stage a Space is in', async () => {
        const model = world.repo('model', MODEL.id);
        const space = world.repo('space', SPACE.id);
        await world.watch(LAB);
        await world.poll();
        model.gated = 'manual';
        world.hub.change({ kind: 'space-stage', space: SPACE.id, stage: 'BUILD_ERROR', errorMessage: 'No module named gradio' });
        world.clock.advance(5 * MINUTE);
        await world.poll();
        expect(await world.observed(MODEL)).toMatchObject([{ type: 'gating', data: { gated: 'manual' } }]);
        expect(await world.observed(SPACE)).toMatchObject([{ type: 'stage', data: { stage: 'BUILD_ERROR', message: 'No module named gradio' } }]);
        expect(await world.noticed()).toEqual(['model:lab/bert:repo', 'space:lab/demo:space']);
        expect(space.space?.runtime.errorMessage).toBe('No module named gradio');
        world.clock.advance(5 * MINUTE);
        await world.poll();
        expect(await world.noticed()).toEqual([]);
    });

    it('tells a repository that was made since from an old one that was changed', async () => {
        world.repo('model', 'lab/old', { createdAt: '2024-01-01T00:00:00.000Z' });
        await world.watch(LAB);
        await world.poll();
        const made = world.repo('model', 'lab/new', { createdAt: '2025-06-01T00:00:00.000Z' });
        world.clock.advance(5 * MINUTE);
        await world.poll();
        await world.poll();
        expect(await world.observed({ type: 'model', id: 'lab/new' })).toMatchObject([{ type: 'created', id: `created:${made._id}` }]);
        expect(await world.observed({ type: 'model', id: 'lab/old' })).toEqual([]);
    });

    it('tells moved from deleted by asking for the repository itself', async () => {
        const moved = world.repo('model', MODEL.id);
        const deleted = world.repo('model', 'lab/old');
        await world.watch(MODEL);
        await world.watch({ type: 'model', id: 'lab/old' });
        await world.poll();
        world.hub.state.repos.delete('model lab/bert');
        world.hub.state.repos.delete('model lab/old');
        world.hub.state.renames.set('model lab/bert', 'elsewhere/bert');
        world.hub.state.addRepo({ ...moved, id: 'elsewhere/bert' });
        for (let run = 0; run < 3; run++) {
            world.clock.advance(5 * MINUTE);
            await world.poll();
        }
        expect(await world.observed(MODEL)).toMatchObject([{ type: 'moved', id: `moved:${moved._id}:elsewhere/bert`, data: { to: 'elsewhere/bert' } }]);
        expect(await world.observed({ type: 'model', id: 'lab/old' })).toMatchObject([{ type: 'deleted', id: `deleted:${deleted._id}` }]);
    });

    it('finds a repository that was typed in other letter case, and does not call that a move', async () => {
        world.repo('model', MODEL.id);
        await world.watch({ type: 'model', id: 'Lab/BERT' });
        await world.poll('lab');
        await world.poll('lab');
        world.commit('model', MODEL.id);
        world.clock.advance(5 * MINUTE);
        await world.poll('lab');
        expect(await world.noticed()).toEqual(['model:lab/bert:branch:main']);
        expect(await world.observed(MODEL)).toEqual([]);
    });

    it('looks at stages every two minutes, with one request', async () => {
        world.repo('model', MODEL.id);
        world.repo('space', SPACE.id);
        await world.watch(SPACE);
        await world.watch(MODEL);
        const start = world.clock.now();
        expect(await world.poll()).toBe(start + 2 * MINUTE);
        world.clock.advance(2 * MINUTE);
        world.asked();
        world.hub.change({ kind: 'space-stage', space: SPACE.id, stage: 'PAUSED' });
        expect(await world.poll()).toBe(start + 4 * MINUTE);
        expect(world.asked()).toEqual(['/api/spaces']);
        expect(await world.observed(SPACE)).toMatchObject([{ type: 'stage', data: { stage: 'PAUSED' } }]);
        world.clock.advance(2 * MINUTE);
        expect(await world.poll()).toBe(start + 5 * MINUTE);
    });
});

describe('what not everybody may see', () => {
    it('is seen as whoever watches it', async () => {
        const secret = { type: 'model', id: 'acme/secret' } as const;
        world.repo('model', secret.id, { private: true });
        const server = world.server();
        await server.workspace.signIn(fakeToken('alice'));
        await world.watch(secret);
        await world.poll('acme');
        world.commit('model', secret.id);
        world.clock.advance(5 * MINUTE);
        await world.poll('acme');
        expect(await world.noticed()).toEqual(['model:acme/secret:branch:main']);
    });

    it('is not looked at with the workspace’s own account', async () => {
        const secret = { type: 'model', id: 'acme/secret' } as const;
        world.repo('model', secret.id, { private: true });
        await world.watch(secret, { by: 'u-stranger' });
        const { workspace, job } = world.server();
        await workspace.signIn(fakeToken('alice'));
        const seeing = { ...job, workspaceHub: workspace.ctx().hub };
        await world.poll('acme', { job: seeing });
        world.commit('model', secret.id);
        world.clock.advance(5 * MINUTE);
        await world.poll('acme', { job: seeing });
        expect(await world.noticed()).toEqual([]);
    });

    it('is told from what was deleted when it was made private', async () => {
        const repo = world.repo('model', 'acme/open');
        await world.server().workspace.signIn(fakeToken('alice'));
        await world.watch({ type: 'model', id: 'acme/open' });
        await world.poll('acme');
        repo.private = true;
        for (let run = 0; run < 2; run++) {
            world.clock.advance(5 * MINUTE);
            await world.poll('acme');
        }
        expect(await world.observed({ type: 'model', id: 'acme/open' })).toMatchObject([{ type: 'visibility', data: { private: true } }]);
    });
});

describe('when Hugging Face does not answer', () => {
    it('waits twice as long each time, up to an hour, loses nothing, and says what stands in the way', async () => {
        world.repo('model', MODEL.id);
        await world.watch(MODEL);
        await world.poll();
        world.commit('model', MODEL.id);
        world.clock.advance(5 * MINUTE);
        world.hub.change({ kind: 'trouble', trouble: 'down' });
        const waits: number[] = [];
        for (let run = 0; run < 5; run++) {
            const { workspace, job } = world.server();
            const next = await world.poll('lab', { job: { ...job, workspaceHub: workspace.ctx({ deadlineMs: 50 }).hub } });
            waits.push((next ?? 0) - world.clock.now());
            world.clock.time = next ?? 0;
        }
        expect(waits).toEqual([10, 20, 40, 60, 60].map((minutes) => minutes * MINUTE));
        expect((await pollHealth(world.server().workspace, 'lab'))?.failure).toBeDefined();
        world.hub.change({ kind: 'trouble', trouble: 'none' });
        expect(await world.poll()).toBe(world.clock.now() + 5 * MINUTE);
        expect(await world.noticed()).toEqual(['model:lab/bert:branch:main']);
        expect(await pollHealth(world.server().workspace, 'lab')).toEqual({ lastAt: world.clock.now() });
    });

    it('leaves a part of what it allows to people', async () => {
        world.repo('model', MODEL.id);
        await world.watch(MODEL);
        const { job } = world.server();
        const resetsAt = world.clock.now() + 200_000;
        const nearly = (remaining: number) => ({ ...job, workspaceHub: { ...job.workspaceHub, rateBudgets: () => Promise.resolve([{ bucket: 'api', remaining, quota: 500, resetsAt }]) } });
        const next = (await world.poll('lab', { job: nearly(149) })) ?? 0;
        expect(next).toBeGreaterThanOrEqual(resetsAt);
        expect(next).toBeLessThan(resetsAt + MINUTE);
        expect(world.asked()).toEqual([]);
    });
});
