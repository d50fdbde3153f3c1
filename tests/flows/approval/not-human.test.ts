import { beforeEach, describe, expect, it } from 'vitest';
import { askReviewer } from '../../../flows/approval/act-on-approval';
import { approvalRule } from '../../../flows/deployment/approval-rule';
import { findReviewers } from '../../../flows/environment/find-people';
import { TEST_DEPLOYMENT } from '../../helpers/test-deployment';
import { type AppServer, ApprovalWorld } from './approval-world';

const SETTINGS = { approverRoles: ['ml-lead'] };

describe.each(['ci.bot', 'gone'])('%s, no human or switched off, with the role of an approver', (username) => {
    let world: ApprovalWorld;
    let server: AppServer;

    beforeEach(() => {
        world = new ApprovalWorld();
        world.people.users.push({ id: `u-${username}`, username, roles: ['ml-lead'], human: false });
        server = world.server();
    });

    it('does not vote by a reaction that is found on the message', async () => {
        const id = await server.open({ rule: { minimumApprovals: 3 } });
        await server.work();
        for (const name of [username, 'bo']) {
            world.setReaction(await server.requestMessage(id), ':thumbsup:', { username: name, on: true });
        }
        await server.press('carol', 'approve', id);
        await server.settle();
        const { phase, votes } = (await server.approval(id)).state;
        expect([phase, votes.map(({ user, via }) => [user, via]).sort()]).toEqual(['waiting', [['u-bo', 'reaction'], ['u-carol', 'button']]]);
    });

    it('can not be asked for an approval', async () => {
        const id = await server.open();
        await server.work();
        await expect(askReviewer(server.ctx('alice'), id, `@${username}`)).rejects.toMatchObject({ sentence: { key: 'approval.no_such_user', values: { user: username } } });
    });

    it('is no reviewer of a deployment or an environment', async () => {
        const ctx = server.workspace.ctx({ settings: SETTINGS });
        const environment = { ...TEST_DEPLOYMENT.environment, reviewers: [], roles: [] };
        const lost = { sentence: { key: 'deploy.lost_users', values: { n: 1, names: username } } };
        await expect(approvalRule(ctx, environment, { flow: undefined, reviewers: [username] })).rejects.toMatchObject(lost);
        await expect(approvalRule(ctx, { ...environment, reviewers: ['bo', username] }, { flow: undefined, reviewers: [] })).rejects.toMatchObject(lost);
        expect(await findReviewers(ctx, ['bo', username])).toMatchObject({ refusal: expect.anything() as unknown });
    });
});
