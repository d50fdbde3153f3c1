import { beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { findEnvironment, setEnvironment } from '../../flows/environments';
import { NEW_ENVIRONMENT } from '../flows/environment/new-environment';
import { click } from '../helpers/run';
import { TestWorkspace, type TestCtx, type TestCtxOptions } from '../helpers/test-ctx';
import { buttonOf } from '../helpers/views';

let workspace: TestWorkspace;
beforeEach(async () => {
    workspace = new TestWorkspace();
    await setEnvironment(tools(), { ...NEW_ENVIRONMENT, name: 'prod' }, 'u-admin');
});

const ADMIN = { user: { id: 'u-admin', username: 'admin', roles: ['admin'] } } satisfies TestCtxOptions;
const LEAD_ROLES = { settings: { approverRoles: ['ML lead'] } } satisfies TestCtxOptions;
/** The role's id is what users have, its name is what admins write. */
const BO = { ...LEAD_ROLES, user: { id: 'u-bo', username: 'bo', roles: ['user', 'r-7'] } } satisfies TestCtxOptions;
const CAROL = { ...LEAD_ROLES, user: { id: 'u-carol', username: 'carol', roles: ['user', 'r-7'] } } satisfies TestCtxOptions;

const tools = () => ({ stores: workspace.stores, clock: workspace.clock.now });
const lockOf = async () => (await findEnvironment(tools(), 'prod'))?.lock;

async function type(line: string, options: TestCtxOptions): Promise<TestCtx> {
    workspace.people.roles.push({ id: 'r-7', name: 'ML lead' });
    workspace.clock.advance(1000);
    const ctx = workspace.ctx(options);
    await runCommand(ctx, line.split(' '));
    return ctx;
}

async function audited(): Promise<unknown[]> {
    const day = new Date(workspace.clock.now()).toISOString().slice(0, 10);
    return (await workspace.stores.ledger.read(`audit:${day}`)).map(({ data }) => data);
}

describe('/hf deploy lock', () => {
    it('stops deployments for a reason, and tells the room', async () => {
        const { said, whispered } = await type('deploy lock Prod quarterly audit --until 2h', ADMIN);
        expect(await lockOf()).toMatchObject({ by: 'u-admin', reason: 'quarterly audit', until: workspace.clock.now() + 2 * 3_600_000 });
        expect(whispered).toEqual([]);
        expect(said.map(({ text }) => text)).toEqual([expect.stringMatching(/^🔒 admin locked \*prod\* until <t:\d+:f>: quarterly audit\n/)]);
        expect(await audited()).toMatchObject([{ by: 'u-admin', what: 'env.locked', subject: 'prod', result: 'done', details: { reason: 'quarterly audit', until: workspace.clock.now() + 2 * 3_600_000 } }]);
        workspace.clock.advance(2 * 3_600_000);
        expect(await lockOf()).toBeUndefined();
    });

    it('holds until somebody unlocks when no end is given', async () => {
        const { said } = await type('deploy lock prod freeze', ADMIN);
        expect(said[0]?.text).toContain('until somebody unlocks it');
        expect((await lockOf())?.until).toBeUndefined();
    });

    it('is for admins and those whose votes count', async () => {
        await type('deploy lock prod freeze', BO);
        expect(await lockOf()).toMatchObject({ by: 'u-bo' });
    });

    it.each<[string, string, TestCtxOptions, string]>([
        ['anybody else', 'deploy lock prod freeze', LEAD_ROLES, 'env.approvers_only'],
        ['no reason', 'deploy lock prod', ADMIN, 'error.missing_argument'],
        ['an environment that is none', 'deploy lock moon freeze', ADMIN, 'env.unknown'],
        ['an end that is over', 'deploy lock prod freeze --until 2020-01-01', ADMIN, 'env.bad.past'],
        ['an end that is no time', 'deploy lock prod freeze --until soon', ADMIN, 'env.bad_time'],
    ])('is refused: %s', async (_what, line, options, key) => {
        await expect(type(line, options)).rejects.toMatchObject({ sentence: { key } });
        expect(await lockOf()).toBeUndefined();
    });

    it('by somebody without the right is on record', async () => {
        await expect(type('deploy lock prod freeze', LEAD_ROLES)).rejects.toThrow();
        expect(await audited()).toMatchObject([{ by: 'u-alice', what: 'env.locked', subject: 'prod', result: 'refused' }]);
    });

    it('in place of somebody else\'s is for admins', async () => {
        await type('deploy lock prod freeze', BO);
        await expect(type('deploy lock prod short --until 1h', CAROL)).rejects.toMatchObject({ sentence: { key: 'env.not_owner', values: { owner: 'bo', reason: 'freeze' } } });
        expect(await lockOf()).toMatchObject({ by: 'u-bo', reason: 'freeze' });
        await type('deploy lock prod longer', ADMIN);
        expect(await lockOf()).toMatchObject({ by: 'u-admin', reason: 'longer' });
    });

    it('keeps a long reason short', async () => {
        await type(`deploy lock prod ${'x'.repeat(2000)}`, ADMIN);
        expect((await lockOf())?.reason).toHaveLength(300);
    });
});

describe('unlocking', () => {
    it('is for the owner of the lock, and tells the room', async () => {
        await type('deploy lock prod freeze', BO);
        const { said } = await type('deploy unlock prod', BO);
        expect(said.map(({ text }) => text)).toEqual(['🔓 bo unlocked *prod*. Deployments can go on.']);
        expect(await lockOf()).toBeUndefined();
        expect(await audited()).toMatchObject([{ what: 'env.locked' }, { by: 'u-bo', what: 'env.unlocked', subject: 'prod', result: 'done' }]);
    });

    it('is for admins as well, by the button below the lock', async () => {
        const { said: [locked = { text: '' }] } = await type('deploy lock prod freeze', BO);
        workspace.clock.advance(1000);
        const { said } = await click(workspace, buttonOf(locked, 'env.unlock'), ADMIN);
        expect(said[0]?.text).toContain('admin unlocked');
        await expect(click(workspace, buttonOf(locked, 'env.unlock'), ADMIN)).rejects.toMatchObject({ sentence: { key: 'env.not_locked' } });
    });

    it('is refused to others, who are told whose lock it is', async () => {
        const { said: [locked = { text: '' }] } = await type('deploy lock prod freeze', BO);
        const refused = { sentence: { key: 'env.not_owner', values: { owner: 'bo' } } };
        await expect(type('deploy unlock prod', CAROL)).rejects.toMatchObject(refused);
        workspace.clock.advance(1000);
        await expect(click(workspace, buttonOf(locked, 'env.unlock'))).rejects.toMatchObject(refused);
        expect(await lockOf()).toMatchObject({ by: 'u-bo' });
        expect(await audited()).toMatchObject([{ what: 'env.locked', result: 'done' }, { by: 'u-carol', what: 'env.unlocked', result: 'refused' }, { by: 'u-alice', what: 'env.unlocked', result: 'refused' }]);
    });
});
