import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHostProcess } from '../../../playground/host/host-process';
import type { HostProcess } from '../../../playground/host/host-process';
import type { HostOptions } from '../../../playground/host/host-api';
import type { HostEvent } from '../../../playground/host/workspace/events';
import { packProbe, tell } from './probe';
import type { Sighting } from './probe';

let dir = '';
let zip = '';

beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'host-test-'));
    zip = await packProbe(dir);
});

afterAll(async () => {
    await rm(dir, { recursive: true, force: true });
});

function start(name: string, more: Partial<HostOptions> = {}): Promise<HostProcess> {
    return startHostProcess({ dir: join(dir, name), zip, jobPollMs: 0, ...more });
}

async function runs(host: HostProcess): Promise<Array<Record<string, unknown>>> {
    const { result = [] } = await tell<Sighting[]>(host, 'seen');
    return result.filter((sighting) => sighting.kind === 'job').map((sighting) => sighting.what);
}

/** Until the condition holds; the test's own time-out is the bound. */
async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

describe('a workspace that is closed and opened again', () => {
    it('continues where it was, and takes another package as an update', async () => {
        const first = await start('again');
        const message = await first.post({ user: 'alice', room: 'general', text: 'still here' });
        await first.react({ user: 'bo', messageId: message?.id ?? '', emoji: ':eyes:' });
        await tell(first, 'persistence.create', { keys: ['kept'], data: { n: 1 } });
        await tell(first, 'job.once', { when: Date.now() + 60_000, data: { subject: 'later' } });
        await first.setAppSetting('color', 'red');
        const { 'X-Auth-Token': token } = await first.credentials('alice');
        await first.stop();

        const second = await start('again');
        expect(await second.status()).toBe('manually_enabled');
        expect(await second.message(message?.id ?? '')).toMatchObject({ text: 'still here', reactions: { ':eyes:': { usernames: ['bo'] } } });
        expect((await tell(second, 'persistence.read', { keys: ['kept'] })).result).toEqual([{ n: 1 }]);
        expect(await second.getAppSetting('color')).toBe('red');
        expect((await second.credentials('alice'))['X-Auth-Token']).toBe(token);
        expect((await second.users()).filter((user) => user.username === 'probe.bot')).toHaveLength(1);
        await second.advanceClock(60_000);
        expect(await second.runDueJobs()).toBe(1);
        expect(await runs(second)).toMatchObject([{ subject: 'later' }]);
        await second.stop();

        const updated = await start('again', { zip: await packProbe(dir, { version: '1.0.1' }) });
        expect(await updated.status()).toBe('manually_enabled');
        expect((await tell(updated, 'persistence.read', { keys: ['kept'] })).result).toEqual([{ n: 1 }]);
        expect(await updated.getAppSetting('color')).toBe('red');
        await updated.stop();
    });
});

describe('two servers of one workspace', () => {
    let one: HostProcess;
    let two: HostProcess;

    beforeAll(async () => {
        one = await start('shared', { instanceId: 'one' });
        two = await start('shared', { instanceId: 'two' });
    });

    it('have a process of the app each, and see what the other stored', async () => {
        expect(await one.appPid()).not.toBe(await two.appPid());
        await tell(one, 'persistence.create', { keys: ['both'], data: { n: 1 } });
        await tell(two, 'persistence.create', { keys: ['both'], data: { n: 1 } });
        expect((await tell(one, 'persistence.read', { keys: ['both'] })).result).toEqual([{ n: 1 }, { n: 1 }]);
        const message = await one.post({ user: 'alice', room: 'general', text: 'from one' });
        expect(await two.message(message?.id ?? '')).toMatchObject({ text: 'from one' });
    });

    it('run a job once between them', async () => {
        const total = 40;
        for (let n = 0; n < total; n += 1) {
            await tell(n % 2 ? one : two, 'job.once', { when: 'now', data: { n } });
        }
        const counts = await Promise.all([one.runDueJobs(), two.runDueJobs(), one.runDueJobs(), two.runDueJobs()]);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
        const numbers = [...(await runs(one)), ...(await runs(two))].map((run) => Number(run.n)).sort((first, second) => first - second);
        expect(numbers).toEqual(Array.from({ length: total }, (_, n) => n));
    });

    it('tell each other of a changed setting', async () => {
        await one.setAppSetting('color', 'purple');
        await until(async () => (await two.getAppSetting('color')) === 'purple');
        const { result = [] } = await tell<Sighting[]>(two, 'seen');
        expect(result.filter((sighting) => sighting.kind === 'setting')).toEqual([{ kind: 'setting', what: { id: 'color', value: 'purple' } }]);
    });

    it('pass events of their own clients on', async () => {
        const events: HostEvent[] = [];
        one.on((event) => events.push(event));
        await one.command({ user: 'alice', room: 'general', text: '/probe whisper psst' });
        expect(events).toContainEqual(expect.objectContaining({ type: 'ephemeral', user: 'alice' }));
    });

    it('pass refusals on with their code', async () => {
        await expect(one.post({ user: 'gina', room: 'ml-incidents', text: 'x' })).rejects.toMatchObject({ code: 'error-not-allowed' });
    });

    it('leave a job locked when they are killed; ten minutes later another one runs it again', async () => {
        await tell(one, 'job.once', { when: 'now', data: { sleep: 60_000, subject: 'a' } });
        const running = one.runDueJobs().catch((error: Error) => error.message);
        const started = async (host: HostProcess): Promise<boolean> => (await runs(host)).some((run) => run.subject === 'a');
        await until(() => started(one));
        await one.kill();
        expect(await running).toBe('The host process has ended');

        await two.advanceClock(9 * 60_000);
        expect(await two.runDueJobs()).toBe(0);
        await two.advanceClock(61_000);
        const again = two.runDueJobs().catch((error: Error) => error.message);
        await until(() => started(two));
        expect((await two.jobs()).map((job) => job.data.subject)).toEqual(['a']);
        // It still runs: a stop does not wait for it for long.
        await two.stop();
        expect(await again).toBe('The host process has ended');
    });
});
