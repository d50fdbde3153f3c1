import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only } from './shown';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ host: { appSettings: { default_org: 'acme', approver_roles: 'ml-lead' } } });
    await app.speakEnglish();
    await app.signIn('admin', fakeToken('carol'));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const environments = async (): Promise<unknown> => jsonOf(await app.hf('env list --format json', { user: 'admin' }));

describe('an endpoint environment', () => {
    it('is made in a form of two steps', async () => {
        expect(await app.hf('env set', { user: 'admin' })).toEqual([]);
        const first = await app.form('admin', 'env.set');
        expect(first.text).toContain('[:set env.namespace acme]');

        expect(await app.submitForm('admin', 'env.set', { 'env.name': 'prod', 'env.kind': 'endpoint' })).toEqual([]);
        const second = await app.form('admin', 'env.set');
        expect(second.id).toBe(first.id);
        expect(second.text).toContain('nvidia-l4 x1 · 24 GB · aws us-east-1 · $0.80 per hour');

        await app.submitForm('admin', 'env.set', { 'env.endpoint': 'BERT', 'env.hardware': 'aws/us-east-1/nvidia-l4/x1', 'env.strict': 'yes' });
        expect(app.formErrors.at(-1)).toEqual(expect.objectContaining({
            user: 'admin', errors: { 'env.endpoint': expect.stringContaining('small letters') as string },
        }));
        expect(await environments()).toEqual({ environments: [] });

        const saved = only(await app.submitForm('admin', 'env.set', { 'env.endpoint': 'bert-live', 'env.approvals': '2', 'env.roles': 'ml-lead', 'env.reviewers': 'sec' }));
        expect(saved).toMatchObject({ kind: 'ephemeral', user: 'admin', failed: false });
        expect(saved.text).toContain('The environment *prod* is set up.');
        expect(await app.host.surfaces('admin')).toEqual([]);
        expect(await environments()).toMatchObject({
            environments: [{
                name: 'prod', target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert-live', hardware: { instanceType: 'nvidia-l4' }, minReplica: 0, maxReplica: 1 },
                approvals: 2, roles: ['ml-lead'], reviewers: ['sec'], strict: true, gates: ['security', 'card'], expiryHours: 48, pricePerReplicaHour: 0.8,
            }],
        });
    });

    it('is shown to everybody, and set by admins only', async () => {
        expect(await app.text('env list', { user: 'alice' })).toContain('acme/bert-live');
        for (const line of ['env set', 'env set prod --approvals 1', 'env remove prod']) {
            expect(only(await app.hf(line, { user: 'alice' }))).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: true, text: expect.stringContaining('Only admins') as string });
        }
        expect(await app.host.surfaces('alice')).toEqual([]);
        expect(await environments()).toMatchObject({ environments: [{ name: 'prod', approvals: 2 }] });
    });

    it('is changed from the list', async () => {
        const list = await app.hf('env list', { user: 'admin' });
        await app.pick(list, 'Change…', { option: /prod/, user: 'admin' });
        const saved = only(await app.submitForm('admin', 'env.set', { 'env.expiry': '12' }));
        expect(saved.text).toContain('was changed: Hours until an undecided request ends.');
    });

    it('is locked by an approver, told to the room, and unlocked by the button', async () => {
        const locked = only(await app.hf('deploy lock prod release freeze --until 2h', { user: 'bo' }));
        expect(locked).toMatchObject({ kind: 'message', failed: false, text: expect.stringContaining('bo locked *prod*') as string });
        expect(await environments()).toMatchObject({ environments: [{ lock: { owner: 'bo', reason: 'release freeze' } }] });
        expect(only(await app.press([locked], 'Unlock', 'carol'))).toMatchObject({ kind: 'ephemeral', user: 'carol', failed: true, text: expect.stringContaining('bo locked prod') as string });
        expect(only(await app.hf('deploy lock prod mine', { user: 'alice' }))).toMatchObject({ user: 'alice', failed: true });
        expect(only(await app.press([locked], 'Unlock', 'bo'))).toMatchObject({ kind: 'message', text: expect.stringContaining('bo unlocked *prod*') as string });
        expect(await environments()).toMatchObject({ environments: [{ lock: null }] });
    });

    it('is gone after two steps', async () => {
        const question = await app.hf('env remove prod', { user: 'admin' });
        expect(only(await app.press(question, 'Remove it', 'admin')).text).toContain('is removed');
        expect(await environments()).toEqual({ environments: [] });
    });
});
