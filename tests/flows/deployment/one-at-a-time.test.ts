import { beforeEach, describe, expect, it } from 'vitest';
import { deployUndertaking } from '../../../flows/deployment/deploy-undertaking';
import { rollBackEnvironment } from '../../../flows/deployment/roll-back';
import { shortId } from '../../../flows/approval/summary';
import { language } from '../../../ui/language';
import { click, type } from '../../helpers/run';
import { GENERAL } from '../../helpers/test-ctx';
import { MODEL, useDeployments } from './deployment-world';

const world = useDeployments();
const ADMIN = { user: { id: 'u-admin', username: 'admin', roles: ['admin'] } };
const DAN = { user: { id: 'u-dan', username: 'dan', roles: ['user'] } };

const phaseOf = async (id: string): Promise<string> => (await world().requested(id)).state.phase;

beforeEach(async () => {
    await world().environment({ name: 'prod' });
    for (const userId of ['u-dan', 'u-admin']) {
        await world().signIn(userId);
    }
});

describe('a second request for an environment', () => {
    it('waits for the first, wherever that was made', async () => {
        const { id } = await world().request('prod');
        const values = { environment: 'prod', id: shortId(id), requester: 'alice' };
        await expect(world().request('prod', {}, DAN)).rejects.toMatchObject({ sentence: { key: 'deploy.already_open', values }, steps: [{ key: 'deploy.already_open_hint' }] });
    });

    it('learns no more of one in another room than that it is there', async () => {
        await world().request('prod', {}, { room: { ...GENERAL, id: 'r-board', name: 'board' } });
        world().workspace.people.closedRooms.add('r-board');
        const refused = { sentence: { key: 'deploy.already_open_elsewhere', values: { environment: 'prod' } }, steps: [{ key: 'deploy.already_open_elsewhere_hint' }] };
        await expect(world().request('prod', {}, DAN)).rejects.toMatchObject(refused);
    });
});

describe('a request in a room that they may not read', () => {
    let id: string;
    beforeEach(async () => {
        ({ id } = await world().request('prod', {}, { room: { ...GENERAL, id: 'r-board', name: 'board' } }));
        world().workspace.people.closedRooms.add('r-board');
    });

    it('is named to admins, who may cancel it', async () => {
        await expect(world().request('prod', {}, ADMIN)).rejects.toMatchObject({ sentence: { key: 'deploy.already_open', values: { id: shortId(id) } } });
        expect((await type(world().workspace, `deploy cancel ${shortId(id)}`, ADMIN)).text).toContain('is cancelled');
        expect(await phaseOf(id)).toBe('cancelled');
    });

    it('is not there for anybody else, and admins can do nothing else with it', async () => {
        const unknown = { sentence: { key: 'approval.unknown' } };
        await expect(type(world().workspace, `deploy cancel ${shortId(id)}`, DAN)).rejects.toMatchObject(unknown);
        await expect(type(world().workspace, `deploy status ${shortId(id)}`, ADMIN)).rejects.toMatchObject(unknown);
        await expect(click(world().workspace, { actionId: 'approval.approve', value: id }, ADMIN)).rejects.toMatchObject(unknown);
        expect((await world().requested(id)).state.votes).toEqual([]);
        expect(await phaseOf(id)).toBe('waiting');
    });
});

describe('a request that failed and could be tried again', () => {
    it('gives way to a new one of whoever may cancel it', async () => {
        const failed = await world().request('prod');
        await world().fail(failed);
        const { id } = await world().request('prod');
        expect([await phaseOf(failed.id), await phaseOf(id)]).toEqual(['cancelled', 'waiting']);
        expect((await world().requested(failed.id)).state.facts.at(-1)).toMatchObject({ type: 'cancelled', by: 'u-alice' });
    });

    it('stays when the new one comes to nothing', async () => {
        const failed = await world().request('prod');
        await world().fail(failed);
        await expect(world().request('prod', { revision: 'none' })).rejects.toThrow();
        expect(await phaseOf(failed.id)).toBe('failed');
    });

    it('is in the way of anybody else, who is told who can cancel it', async () => {
        const failed = await world().request('prod');
        await world().fail(failed);
        const values = { environment: 'prod', id: shortId(failed.id), requester: 'alice' };
        await expect(world().request('prod', {}, DAN)).rejects.toMatchObject({ sentence: { key: 'deploy.failed_open', values }, steps: [{ key: 'deploy.failed_open_hint', values }] });
        expect(await phaseOf(failed.id)).toBe('failed');
    });

    it('gives way to a rollback, which its card offers when something was live before', async () => {
        const [older, old] = [world().head(), world().commit({ 'notes.txt': 'old' })];
        await world().wentLive('prod', { sha: older });
        world().putBranch('prod', old);
        world().commit({ 'notes.txt': 'new' });
        const failed = await world().request('prod');
        await world().fail(failed);
        const buttons = deployUndertaking.actions(await world().requested(failed.id), { lang: language('en'), now: 0 });
        expect(buttons).toMatchObject([{ actionId: 'deploy.rollback', value: failed.id }]);
        const { deployment } = await rollBackEnvironment(world().ctx(), 'prod', true);
        expect(deployment).toMatchObject({ repo: MODEL, sha: older });
        expect(await phaseOf(failed.id)).toBe('cancelled');
    });
});
