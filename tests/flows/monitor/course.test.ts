import { describe, expect, it } from 'vitest';
import { monitorId, monitorsOfRoom, readMonitor } from '../../../flows/monitor/monitors';
import { buttonOf, buttonsOf } from '../../helpers/views';
import { click, type } from '../../helpers/run';
import { GENERAL } from '../../helpers/test-ctx';
import { pass, runJob, SPACE, useMonitors } from './monitor-world';

const monitors = useMonitors();

describe('a monitor', () => {
    it('shows how the Space is, and sounds one alert once the load was too high for long enough, and its end', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts cpu --for 1m`);
        await runJob(server);
        expect(world.card.text).toMatch(/\*Stage:\* `RUNNING`[^]*\*CPU:\* 5%\n`▁`\n\*Memory:\* 10%/);
        expect(buttonsOf(world.card).map(({ actionId }) => actionId)).toEqual(['space.restart', 'space.logs', 'monitor.mute', 'monitor.stop']);
        world.load(97);
        await pass(server, 1);
        expect(world.alerts).toEqual([]);
        await pass(server, 3);
        expect(world.alerts).toEqual([expect.stringMatching(/CPU above 90% \(began .*up to 97%\.\nThat is 1 minute by now/)]);
        expect(world.posted[1]?.threadId).toBe(world.posted[0]?.id);
        expect(world.card.text).toMatch(/:rotating_light: CPU above 90%[^]*`▁█+`/);
        world.load(20);
        await pass(server, 2);
        expect(world.alerts.slice(1)).toEqual([expect.stringMatching(/CPU is low again; it was too high for 4 minutes/)]);
        expect(world.posted[2]?.threadId).toBe(world.posted[0]?.id);
        expect(world.card.text).toContain('All quiet.');
    });

    it('moves its card at most once a minute while all is well', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts stage`);
        await runJob(server);
        await pass(server, 10);
        expect(world.posted).toHaveLength(1);
        expect(world.posted[0]?.edits).toBeLessThanOrEqual(10);
    });

    it('lifts errors out of the log, without secrets, and tells them once', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts error --notify @carol`);
        await runJob(server);
        world.clock.time = Math.max(world.clock.time, Date.now());
        world.hub.change({ kind: 'space-log', space: SPACE, lines: ['loading', 'ValueError: no login with hf_abcdefghijklmnopqrstuvwxyz012345 @all'] });
        await pass(server, 1.5);
        expect(world.alerts).toEqual([expect.stringMatching(/^@carol .*1 error in the log \(began [^]*ValueError: no login with \[redacted\]/)]);
        expect(world.posted[1]?.view.mentions).toEqual(['carol']);
        expect(world.card.text).toContain('ValueError');
        expect(JSON.stringify(world.posted) + world.database.dump()).not.toContain('hf_abcdef');
    });

    it('bears a log of hundred thousands of lines', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts error`);
        await runJob(server);
        world.clock.time = Math.max(world.clock.time, Date.now());
        world.hub.change({ kind: 'space-log', space: SPACE, lines: [...Array.from({ length: 4 }, () => `${'\n'.repeat(60_000)}x`), 'ValueError: boom'] });
        await pass(server, 1.5);
        expect(world.card.text).toContain('ValueError: boom');
    });

    it('tells of a stage at once, in the room that was chosen', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts stage --notify #ops`);
        await runJob(server);
        world.hub.change({ kind: 'space-stage', space: SPACE, stage: 'RUNTIME_ERROR', errorMessage: 'Exit code: 1' });
        await pass(server, 1);
        expect(world.alerts).toEqual([expect.stringContaining('`RUNTIME_ERROR` (began')]);
        expect(world.posted[1]?.threadId).toBeUndefined();
        world.hub.change({ kind: 'space-stage', space: SPACE, stage: 'RUNNING' });
        await pass(server, 4);
        expect(world.posted[2]?.threadId).toBe(world.posted[1]?.id);
    });

    it('says nothing while it is muted, and says so', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts stage --for 0m`);
        await runJob(server);
        await click(server, buttonOf(world.card, 'monitor.mute'));
        world.stage('RUNTIME_ERROR');
        await pass(server, 5);
        expect(world.alerts).toEqual([]);
        expect(world.card.text).toContain(':mute:');
        world.stage('RUNNING');
        await pass(server, 2);
        world.stage('PAUSED');
        world.clock.advance(50 * 60_000);
        await pass(server, 5);
        expect(world.alerts).toEqual([expect.stringContaining('`PAUSED` (began')]);
    });

    it('is stopped by its button, and its card says by whom; made anew it has a new card', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts stage`);
        await runJob(server);
        await click(server, buttonOf(world.card, 'monitor.stop'));
        await runJob(server);
        expect(world.card.text).toContain('Stopped by @alice.');
        expect(buttonsOf(world.card)).toEqual([]);
        expect([await monitorsOfRoom(server, GENERAL.id), await readMonitor(server, monitorId(GENERAL.id, SPACE))]).toEqual([[], undefined]);
        await type(server, `space monitor ${SPACE} --alerts stage`);
        await runJob(server);
        expect(world.posted).toHaveLength(2);
    });

    it('keeps a bounded number of records, however long it watches', async () => {
        const { world, server } = monitors();
        await type(server, `space monitor ${SPACE} --alerts stage --for 0m`);
        await runJob(server);
        const sizes: number[] = [];
        for (let round = 0; round < 12; round += 1) {
            world.stage(round % 2 === 0 ? 'RUNTIME_ERROR' : 'RUNNING');
            await pass(server, 2);
            sizes.push((await server.stores.ledger.read(`monitor:${monitorId(GENERAL.id, SPACE)}`)).length);
        }
        expect(world.alerts).toHaveLength(12);
        expect(Math.max(...sizes)).toBeLessThan(25);
        expect(Math.max(...sizes.slice(-4))).toBeLessThanOrEqual(Math.max(...sizes.slice(-8, -4)));
    });
});
