import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe({ withheldPermissions: ['persistence', 'networking', 'threads.read', 'scheduler', 'message.write', 'ui.registerButtons', 'env.read'] });
});

afterAll(() => probe.stop());

describe('what the admin does not grant', () => {
    it.each([
        ['persistence.read', { keys: ['a'] }],
        ['persistence.create', { keys: ['a'], data: {} }],
        ['http', { method: 'get', url: 'http://127.0.0.1:1/' }],
        ['thread.get', { id: 'x' }],
        ['job.once', { when: 'now', data: {} }],
        ['env.get', { name: 'OTHER' }],
    ])('%s answers nothing, and no error', async (operation, argument) => {
        const { result, error } = await probe.tell(operation, argument);
        expect(error).toBeUndefined();
        expect(result).toBeNull();
    });

    it('does nothing', async () => {
        await probe.tell('create', { room: 'general', text: 'hello' });
        expect(await probe.host.messages('general')).toEqual([]);
        expect(await probe.host.persistenceRecords()).toEqual([]);
        expect(await probe.host.jobs()).toEqual([]);
        expect(await probe.host.actionButtons()).toEqual([]);
    });
});

describe('what the admin does grant', () => {
    it('works', async () => {
        expect((await probe.tell('user.get', { username: 'alice' })).result).toMatchObject({ username: 'alice' });
        expect((await probe.tell('role.get', { name: 'user' })).result).toMatchObject({ name: 'user' });
    });
});
