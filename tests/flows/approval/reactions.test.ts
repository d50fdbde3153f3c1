import { beforeEach, describe, expect, it } from 'vitest';

import { STATUS_MESSAGE } from '../../../flows/approval/load-approval';
import { type Correction, reconcileReactions } from '../../../flows/approval/reconcile-reactions';
import type { Voted } from '../../../services/workflows/approval';
import type { ProcessStep, TestCtx } from '../../helpers/test-ctx';
import { buttonsOf, lastWhisper } from '../../helpers/views';
import { type AppServer, ApprovalWorld, react } from './approval-world';

let world: ApprovalWorld;
let server: AppServer;
let id: string;
let messageId: string;

beforeEach(async () => {
    world = new ApprovalWorld();
    server = world.server();
    id = await server.open({ rule: { minimumApprovals: 3 } });
    await server.settle();
    messageId = await server.requestMessage(id);
});

/** The app hears of it; without `on: false` the reaction is added. */
const reacts = (username: string, emoji: string, on = true): Promise<TestCtx> => react(world, server, { username, id, emoji, on });

/** It happens while the app is down. */
const unheard = (username: string, emoji: string, on = true): void => world.setReaction(messageId, emoji, { username, on });

async function votes(): Promise<Pick<Voted, 'user' | 'value' | 'via'>[]> {
    return (await server.approval(id)).state.votes.map(({ user, value, via }) => ({ user, value, via }));
}

describe('approvalReaction', () => {
    it.each([':thumbsup:', ':+1:', ':thumbup:', ':thumbsup_tone1:', ':+1_tone5:', ':thumbsup_medium_dark_skin_tone:'])('%s approves', async (emoji) => {
        const ctx = await reacts('bo', emoji);
        expect(await votes()).toEqual([{ user: 'u-bo', value: 'approve', via: 'reaction' }]);
        expect(ctx.whispered).toEqual([]);
        expect(ctx.wakeUps).toHaveLength(1);
    });

    it.each([':thumbsdown:', ':-1:', ':thumbdown_tone3:'])('%s rejects', async (emoji) => {
        await reacts('bo', emoji);
        expect(await votes()).toEqual([{ user: 'u-bo', value: 'reject', via: 'reaction' }]);
    });

    it.each(['admin', 'alice'])('%s, who may not vote here, is told so in private and not counted', async (username) => {
        const ctx = await reacts(username, ':+1:');
        expect(lastWhisper(ctx).failed).toBe(true);
        expect(ctx.said).toEqual([]);
        const { state } = await server.approval(id);
        expect(state.votes).toEqual([]);
        expect(state.uncounted.map(({ vote }) => vote.user)).toEqual([`u-${username}`]);
    });

    it('taking a reaction away takes the vote back', async () => {
        await reacts('bo', ':+1:');
        await reacts('bo', ':+1:', false);
        expect(await votes()).toEqual([]);
    });

    it('with the opposite sign still there, that one counts', async () => {
        await reacts('bo', ':+1:');
        await reacts('bo', ':-1:');
        await reacts('bo', ':-1:', false);
        expect(await votes()).toEqual([{ user: 'u-bo', value: 'approve', via: 'reaction' }]);
    });

    it('with the same sign in another tone still there, nothing was said', async () => {
        await reacts('bo', ':+1:');
        await reacts('bo', ':+1_tone2:');
        await server.press('bo', 'reject', id);
        const before = await server.facts(id);
        await reacts('bo', ':+1_tone2:', false);
        expect(await server.facts(id)).toEqual(before);
        expect(await votes()).toEqual([{ user: 'u-bo', value: 'reject', via: 'button' }]);
    });

    it('🔍 of somebody who may vote makes their approval necessary, until they take it away', async () => {
        await reacts('sec', ':mag:');
        expect((await server.approval(id)).state.missing.reviewers).toEqual(['u-sec']);
        await reacts('sec', ':mag:', false);
        expect((await server.approval(id)).state.missing.reviewers).toEqual([]);
    });

    it.each(['alice', 'admin'])('🔍 of %s, who may not vote, offers to ask somebody else', async (username) => {
        const ctx = await reacts(username, ':mag_right:');
        expect(buttonsOf(lastWhisper(ctx)).map(({ actionId, value }) => [actionId, value])).toEqual([['approval.ask', id]]);
        expect((await server.approval(id)).state.asked).toEqual([]);
    });

    it('the status card takes no votes and says where they are taken', async () => {
        const card = (await server.approval(id)).posted.get(STATUS_MESSAGE) ?? '';
        const before = await server.facts(id);
        const ctx = await server.hear('bo', { id, messageId: card, emoji: ':+1:', on: true });
        expect(ctx.whispered).toHaveLength(1);
        expect(await server.facts(id)).toEqual(before);
    });

    it('another message that only looks like it, another sign, and an unknown request are nothing', async () => {
        const before = await server.facts(id);
        const other = world.messages.add({ text: 'Look-alike' }, undefined);
        const heard = [
            await server.hear('bo', { id, messageId: other, emoji: ':+1:', on: true }),
            await server.hear('bo', { id, messageId, emoji: ':tada:', on: true }),
            await server.hear('bo', { id: 'unknown0', messageId, emoji: ':+1:', on: true }),
        ];
        expect(heard.flatMap(({ whispered, said, wakeUps }) => [...whispered, ...said, ...wakeUps])).toEqual([]);
        expect(await server.facts(id)).toEqual(before);
    });

    it('who comes too late is told once, with one hand or with both', async () => {
        await reacts('bo', ':+1:');
        await reacts('bo', ':-1:');
        await server.press('alice', 'cancel', id);
        expect((await reacts('bo', ':-1:', false)).whispered).toHaveLength(1);
    });
});

describe('reconcileReactions', () => {
    async function corrections(): Promise<readonly Correction[]> {
        return reconcileReactions(server.ctx('alice'), await server.approval(id));
    }

    it('finds votes that nobody heard, with the roles that their users hold', async () => {
        unheard('bo', ':+1_tone4:');
        unheard('sec', ':thumbsdown:');
        expect((await corrections()).map(({ event }) => event)).toMatchObject([
            { type: 'vote', by: { user: 'u-sec', roles: ['user', 'security-reviewer'] }, value: 'reject', via: 'reaction', found: true },
            { type: 'vote', by: { user: 'u-bo' }, value: 'approve', found: true },
        ]);
    });

    it('finds the withdrawal of a vote whose reaction is gone, and of no other', async () => {
        await reacts('bo', ':+1:');
        await reacts('carol', ':+1:');
        unheard('bo', ':+1:', false);
        const [vote] = (await server.approval(id)).state.votes;
        expect((await corrections()).map(({ event }) => event)).toMatchObject([{ type: 'withdraw', user: 'u-bo', vote: vote?.id }]);
        await server.work();
        expect(await votes()).toMatchObject([{ user: 'u-carol' }]);
    });

    it('takes the same sign under another name or in another tone for the same vote', async () => {
        await reacts('bo', ':+1:');
        unheard('bo', ':+1:', false);
        unheard('bo', ':thumbsup_tone3:');
        expect(await corrections()).toEqual([]);
    });

    it('leaves votes by button alone, and everybody who has spoken', async () => {
        await server.press('bo', 'approve', id);
        await server.press('carol', 'approve', id);
        unheard('carol', ':-1:');
        await server.press('sec', 'approve', id);
        await server.press('sec', 'withdraw', id);
        unheard('sec', ':+1:');
        expect(await corrections()).toEqual([]);
    });

    it('takes the cautious one of two signs of somebody unheard', async () => {
        unheard('bo', ':+1:');
        unheard('bo', ':-1:');
        expect((await corrections()).map(({ event }) => event)).toMatchObject([{ type: 'vote', by: { user: 'u-bo' }, value: 'reject' }]);
    });

    it('hears no bots and nobody who is gone', async () => {
        world.people.users.push({ id: 'u-bot', username: 'bot', roles: ['ml-lead'], human: false });
        unheard('bot', ':+1:');
        unheard('nobody', ':+1:');
        expect(await corrections()).toEqual([]);
    });

    it('changes nothing when the message is gone', async () => {
        await reacts('bo', ':+1:');
        world.messages.all.delete(messageId);
        expect(await corrections()).toEqual([]);
    });

    it('is right the second time as well', async () => {
        unheard('bo', ':+1:');
        await server.work();
        world.clock.advance(600_000);
        await server.work();
        expect(await votes()).toEqual([{ user: 'u-bo', value: 'approve', via: 'reaction' }]);
        expect(await corrections()).toEqual([]);
    });
});

describe('what is said while the reactions are being looked at', () => {
    /** A server on which something happens once, right after the reactions were read. */
    function interrupted(happen: () => Promise<unknown>): AppServer {
        let waiting = true;
        return world.server({
            async onStep(step: ProcessStep | 'look' | 'act' | 'acted') {
                if (step === 'ask' && waiting) {
                    waiting = false;
                    await happen();
                }
            },
        });
    }

    it('a button wins over the reaction that was found', async () => {
        unheard('carol', ':+1:');
        world.clock.advance(600_000);
        await interrupted(() => server.press('carol', 'reject', id)).work();
        expect(await votes()).toEqual([{ user: 'u-carol', value: 'reject', via: 'button' }]);
    });

    it('a reaction that came back is not withdrawn with the one that was gone', async () => {
        await reacts('bo', ':+1:');
        unheard('bo', ':+1:', false);
        await interrupted(() => reacts('bo', ':+1:')).work();
        expect(await votes()).toEqual([{ user: 'u-bo', value: 'approve', via: 'reaction' }]);
        expect((await server.facts(id)).filter(({ type }) => type === 'withdrawn')).toHaveLength(1);
    });
});
