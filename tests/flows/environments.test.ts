import { describe, expect, it } from 'vitest';
import { findEnvironment, lockEnvironment, readEnvironments, removeEnvironment, setEnvironment, unlockEnvironment } from '../../flows/environments';
import type { Environment } from '../../services/workflows/environment/environment';
import { ManualClock } from '../helpers/persistence-deps';
import { TestWorkspace } from '../helpers/test-ctx';

const STAGING: Environment = {
    v: 1, name: 'staging', target: { kind: 'branch', ref: 'staging' }, approvals: 1, roles: [], reviewers: [], selfApproval: false, strict: false, gates: [], expiryHours: 24,
};

function open() {
    const workspace = new TestWorkspace();
    return { workspace, tools: { stores: workspace.stores, clock: workspace.clock.now } };
}

describe('environments of a workspace', () => {
    it('are kept as they were set, until they are removed', async () => {
        const { tools, workspace } = open();
        await setEnvironment(tools, STAGING, 'ada');
        workspace.clock.advance(1);
        await setEnvironment(tools, { ...STAGING, approvals: 2 }, 'ada');
        expect(await readEnvironments(tools)).toEqual([{ environment: { ...STAGING, approvals: 2 }, lock: undefined }]);
        workspace.clock.advance(1);
        await removeEnvironment(tools, 'staging', 'ada');
        expect(await findEnvironment(tools, 'staging')).toBeUndefined();
    });

    it('are locked by somebody for a reason, until then or until they are unlocked', async () => {
        const { tools, workspace } = open();
        await setEnvironment(tools, STAGING, 'ada');
        workspace.clock.advance(1);
        const until = workspace.clock.now() + 1000;
        await lockEnvironment(tools, { name: 'staging', reason: 'audit', until }, 'sec');
        expect((await findEnvironment(tools, 'staging'))?.lock).toMatchObject({ by: 'sec', reason: 'audit', until });
        workspace.clock.advance(1000);
        expect((await findEnvironment(tools, 'staging'))?.lock).toBeUndefined();
        await lockEnvironment(tools, { name: 'staging', reason: 'again', until: undefined }, 'sec');
        workspace.clock.advance(1);
        await unlockEnvironment(tools, 'staging', 'ada');
        expect((await findEnvironment(tools, 'staging'))?.lock).toBeUndefined();
    });

    it('are as they were told to be last, on whichever server, by whatever clock', async () => {
        const { workspace: behind, tools } = open();
        const clock = new ManualClock();
        const other = new TestWorkspace(undefined, { database: behind.database, clock, seed: 'b' });
        const ahead = { stores: other.stores, clock: clock.now };
        clock.advance(5000);
        await setEnvironment(ahead, STAGING, 'ada');
        await lockEnvironment(ahead, { name: 'staging', reason: 'audit', until: undefined }, 'sec');
        await unlockEnvironment(ahead, 'staging', 'sec');
        behind.clock.advance(2000);
        await lockEnvironment(tools, { name: 'staging', reason: 'freeze', until: undefined }, 'sec');
        await setEnvironment(tools, { ...STAGING, approvals: 3 }, 'ada');
        const expected = [{ environment: { approvals: 3 }, lock: { reason: 'freeze' } }];
        expect([await readEnvironments(tools), await readEnvironments(ahead)]).toMatchObject([expected, expected]);
    });

    it('follow one another within a millisecond', async () => {
        const { tools } = open();
        for (let turn = 1; turn <= 20; turn += 1) {
            await setEnvironment(tools, { ...STAGING, expiryHours: turn }, 'ada');
            expect(await readEnvironments(tools)).toMatchObject([{ environment: { expiryHours: turn } }]);
        }
    });

    it('stay readable when they are set again and again: what is superseded goes', async () => {
        const { tools, workspace } = open();
        await lockEnvironment(tools, { name: 'staging', reason: 'audit', until: undefined }, 'sec');
        for (let turn = 1; turn <= 202; turn += 1) {
            workspace.clock.advance(1);
            await setEnvironment(tools, { ...STAGING, expiryHours: turn }, 'ada');
        }
        expect((await tools.stores.ledger.read('environments')).length).toBeLessThan(10);
        expect(await readEnvironments(tools)).toMatchObject([{ environment: { expiryHours: 202 }, lock: { reason: 'audit' } }]);
    });

    it('says nothing of facts that another version wrote, and keeps them', async () => {
        const { tools } = open();
        await tools.stores.ledger.append({ subject: 'environments', type: 'env-renamed', by: 'ada', data: { name: 'staging' } });
        await setEnvironment(tools, STAGING, 'ada');
        expect(await readEnvironments(tools)).toHaveLength(1);
        expect((await tools.stores.ledger.read('environments')).map(({ type }) => type)).toContain('env-renamed');
    });
});
