import { beforeEach, describe, expect, it } from 'vitest';
import { shortId } from '../../../flows/approval/summary';
import { click, type } from '../../helpers/run';
import { useDeployments } from './deployment-world';

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
        await world().request('prod', {}, { room: { id: 'r-board', name: 'board' } });
        world().workspace.people.closedRooms.add('r-board');
        const refused = { sentence: { key: 'deploy.already_open_elsewhere', values: { environment: 'prod' } }, steps: [{ key: 'deploy.already_open_elsewhere_hint' }] };
        await expect(world().request('prod', {}, DAN)).rejects.toMatchObject(refused);
    });
});

describe('a request in a room that they may not read', () => {
    let id: string;
    beforeEach(async () => {
        ({ id } = await world().request('prod', {}, { room: { id: 'r-board', name: 'board' } }));
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
