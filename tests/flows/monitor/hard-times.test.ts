import { describe, expect, it } from 'vitest';
import { allMonitors } from '../../../flows/monitor/monitors';
import { planMonitors } from '../../../flows/monitor/plan-monitors';
import { LEASE_MS } from '../../../persistence';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { killAfter, survives } from '../../helpers/memory-store';
import { testJob } from '../../helpers/test-job-ctx';
import { type } from '../../helpers/run';
import type { TestWorkspace } from '../../helpers/test-ctx';
import { MonitorWorld, pass, runJob, SPACE, useMonitors } from './monitor-world';

const monitors = useMonitors();
const COMMAND = `space monitor ${SPACE} --alerts stage --for 0m`;

/** The Space fails, and runs again. */
async function episode(world: MonitorWorld, server: TestWorkspace): Promise<void> {
    world.stage('RUNTIME_ERROR');
    await pass(server, 1);
    world.stage('RUNNING');
    await pass(server, 1);
}

describe('hard times', () => {
    it('killed at any step, an episode is told once, with its end', { timeout: 60_000 }, async () => {
        const { world: { hub } } = monitors();
        let steps = 0;
        for (let survived = false; !survived; steps += 2) {
            const world = new MonitorWorld(hub);
            const observer = world.server();
            await observer.signIn(fakeToken('alice'));
            world.stage('RUNNING');
            await type(observer, COMMAND);
            await runJob(observer);
            survived = await survives(episode(world, world.server({ onStep: killAfter(steps) })));
            world.clock.advance(LEASE_MS);
            await pass(observer, 1);
            world.stage('RUNNING');
            await pass(observer, 1.5);
            expect(world.alerts, `killed after ${steps}`).toEqual([expect.stringContaining('`RUNTIME_ERROR` (began'), expect.stringContaining('over after')]);
            expect(world.posted.map(({ threadId }) => threadId), `killed after ${steps}`).toEqual([undefined, 'message1', 'message1']);
        }
        expect(steps).toBeGreaterThan(50);
    });

    it('two servers that both look tell an episode once', async () => {
        const { world, server } = monitors();
        await type(server, COMMAND);
        await runJob(server);
        const other = world.server();
        world.stage('RUNTIME_ERROR');
        for (let step = 0; step < 8; step += 1) {
            world.clock.advance(30_000);
            await Promise.all([runJob(server), runJob(other)]);
        }
        expect(world.alerts).toEqual([expect.stringContaining('`RUNTIME_ERROR` (began')]);
    });

    it('whoever made a monitor and was killed before it was on the due-list: the tick puts it there', async () => {
        const { world, server } = monitors();
        await type(server, COMMAND);
        const [item] = await server.stores.due.due(world.clock.now());
        const [claimed] = item ? await server.stores.due.claim([item]) : [];
        if (claimed) {
            await server.stores.due.done(claimed);
        }
        await runJob(server);
        expect(world.posted).toEqual([]);
        await planMonitors(testJob(server).job);
        await runJob(server);
        expect(world.posted).toHaveLength(1);
    });

    it('without an answer of Hugging Face it looks less and less often, says so, and after a while in the thread; and when it is back', { timeout: 30_000 }, async () => {
        const { world, server } = monitors();
        await type(server, COMMAND);
        await runJob(server);
        const offline = world.server({ offline: true });
        await pass(offline, 10);
        expect(world.card.text).toContain('Hugging Face does not answer right now.');
        expect(world.alerts).toEqual([]);
        await pass(offline, 20);
        expect(world.alerts).toEqual([expect.stringContaining('Nothing to tell from (began')]);
        await pass(server, 15);
        expect(world.alerts.slice(1)).toEqual([expect.stringContaining('there are values again')]);
        expect(world.card.text).toContain('All quiet.');
    });

    it('ends when there is no such Space any more, after asking twice', async () => {
        const { world, server } = monitors();
        await type(server, 'space monitor gradio/hello_world --alerts stage');
        await runJob(server);
        world.hub.state.record({ kind: 'repo-deleted', repo: { type: 'space', id: 'gradio/hello_world' } });
        await pass(server, 1);
        expect(world.card.text).toContain('All quiet.');
        await pass(server, 1);
        expect(world.card.text).toContain('Hugging Face has no such Space any more');
        expect(await allMonitors(server)).toEqual([]);
    });

    it('pauses when its maker has signed out, and says whose move it is', async () => {
        const { world, server } = monitors();
        await type(server, COMMAND);
        await runJob(server);
        await server.stores.accounts.remove('u-alice');
        await pass(server, 2);
        expect(world.card.text).toMatch(/@alice is not signed in to Hugging Face any more/);
        const { edits } = world.posted[0] ?? { edits: 0 };
        await pass(server, 30);
        expect(world.posted[0]?.edits).toBe(edits);
        expect(world.alerts).toEqual([]);
    });

    it('tells nothing where everybody may read once its Space is private, unless that was agreed to, and goes on when it is public again', async () => {
        const { world, server } = monitors();
        const hide = (hidden: boolean): void => world.hub.change({ kind: 'repo-config', repo: { type: 'space', id: SPACE }, private: hidden });
        await type(server, COMMAND);
        await runJob(server);
        hide(true);
        world.stage('RUNTIME_ERROR');
        await pass(server, 3);
        expect([world.card.text, ...world.alerts].join()).not.toContain('RUN');
        expect(world.card.text).toContain('is private, and everybody in this workspace may read');
        expect((await type(server, 'space monitors')).text).not.toContain('RUN');
        await type(server, `${COMMAND} --show-private`);
        await pass(server, 1);
        expect(world.alerts).toEqual([expect.stringContaining('`RUNTIME_ERROR`')]);
        hide(false);
        await type(server, COMMAND);
        world.stage('RUNNING');
        await pass(server, 3);
        expect(world.card.text).toContain('All quiet.');
    });

    it('ends when its maker or its room is gone', async () => {
        const { world, server } = monitors();
        await type(server, COMMAND);
        await runJob(server);
        await pass(server, 1, { gone: ['u-alice'] });
        expect(world.card.text).toContain('@alice is no longer here.');
        await type(server, COMMAND);
        await runJob(server);
        await pass(server, 1.5, { gone: ['r-general'] });
        expect((await server.stores.due.due(Number.MAX_SAFE_INTEGER)).filter(({ kind }) => kind === 'space-monitor')).toEqual([]);
    });
});
