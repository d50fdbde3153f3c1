import { beforeEach, describe, expect, it } from 'vitest';

import { UserError } from '../../../context/user-error';
import { STATUS_MESSAGE } from '../../../flows/approval/load-approval';
import { submitEvent } from '../../../flows/approval/submit-event';
import { interact, submit } from '../../../handlers/interact';
import { REVIEWER_FIELD } from '../../../ui/approval-answer-view';
import { language } from '../../../ui/language';
import { Killed } from '../../helpers/memory-store';
import { GENERAL } from '../../helpers/test-ctx';
import { lastWhisper } from '../../helpers/views';
import { type AppServer, ApprovalWorld, HOUR, MINUTE, type Wish } from './approval-world';
import { MOVED } from './fake-target';

let world: ApprovalWorld;
let server: AppServer;

beforeEach(() => {
    world = new ApprovalWorld();
    server = world.server();
});

async function opened(wish: Wish = {}): Promise<string> {
    const id = await server.open(wish);
    await server.settle();
    return id;
}

async function approved(wish: Wish = {}): Promise<string> {
    const id = await opened(wish);
    await server.press('bo', 'approve', id);
    await server.press('carol', 'approve', id);
    return id;
}

const phase = async (id: string): Promise<string> => (await server.approval(id)).state.phase;

/** The reasons for which something was said. */
const reasons = async (id: string): Promise<string[]> => [...(await server.approval(id)).posted.keys()].map((key) => key.replace(`:${id}`, '')).sort();

const openIds = async (): Promise<string[]> => (await server.workspace.stores.approvals.listOpen()).map((open) => open.id);

const cardOf = async (id: string): Promise<string> => world.messages.get((await server.approval(id)).posted.get(STATUS_MESSAGE) ?? '').view.text;

describe('buttons of a request', () => {
    it.each(['approve', 'reject', 'withdraw', 'cancel', 'retry', 'ask'])('%s is for those who may read the room, and does not say which requests there are', async (what) => {
        const id = await opened();
        const before = await server.facts(id);
        world.people.closedRooms.add(GENERAL.id);
        const outsider = server.press('bo', what, id).catch((error: unknown) => error);
        const nothing = server.press('bo', what, 'unknown0').catch((error: unknown) => error);
        for (const error of [await outsider, await nothing]) {
            expect(error).toBeInstanceOf(UserError);
            expect(error).toMatchObject({ sentence: { key: 'approval.unknown' } });
        }
        expect(await server.facts(id)).toEqual(before);
    });

    it.each(['', 'short', 'a'.repeat(41), 'with:colon', '../../etc', '{"id":1}', '__proto__'])('a forged id is refused: %s', async (value) => {
        const id = await opened();
        const before = world.database.size;
        await expect(interact(server.ctx('bo'), { actionId: 'approval.approve', value })).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
        expect(world.database.size).toBe(before);
        expect((await server.approval(id)).state.votes).toEqual([]);
    });

    it('what is typed into the form for a reviewer is looked up, and refused under its field', async () => {
        const id = await opened();
        const send = (name: string, surfaceId = `approval.ask:${id}`) => submit(server.ctx('alice'), { surfaceId, fields: { [REVIEWER_FIELD]: name } });
        expect(await send('')).toMatchObject({ kind: 'errors' });
        expect(await send('nobody')).toMatchObject({ kind: 'errors' });
        expect(await send('@sec', 'approval.ask:!')).toMatchObject({ kind: 'errors' });
        expect((await server.approval(id)).state.asked).toEqual([]);
        expect(await send('@sec')).toBeUndefined();
        expect((await server.approval(id)).state.missing.reviewers).toEqual(['u-sec']);
    });

    it('a vote is answered in private', async () => {
        const id = await opened();
        const ctx = await server.press('bo', 'approve', id);
        expect([ctx.whispered.length, ctx.said.length]).toEqual([1, 0]);
        expect(lastWhisper(ctx).failed).toBeUndefined();
        expect(lastWhisper(await server.press('admin', 'approve', id)).failed).toBe(true);
    });
});

describe('the clock', () => {
    it('reminds once, after three quarters of the time, and ends a request that nobody approved', async () => {
        const id = await opened({ lifetimeMs: 4 * HOUR });
        await server.settle(3 * HOUR - 2 * MINUTE);
        expect(await reasons(id)).toEqual(['request', 'status']);
        await server.settle(30 * MINUTE);
        expect(await reasons(id)).toEqual(['remind', 'request', 'status']);
        await server.settle(HOUR);
        expect(await phase(id)).toBe('expired');
        expect(await reasons(id)).toEqual(['archived', 'remind', 'report:end', 'request', 'status']);
        expect(await openIds()).toEqual([]);
        await server.press('bo', 'approve', id);
        await server.press('carol', 'approve', id);
        await server.settle(HOUR);
        expect(world.target.calls).toBe(0);
    });

    it('waits no longer than ten minutes for a vote whose server was killed before it woke anybody', async () => {
        const id = await opened({ rule: { minimumApprovals: 1 } });
        const dying = world.server();
        dying.workspace.stores.due.schedule = () => Promise.reject(new Killed());
        await expect(dying.press('bo', 'approve', id)).rejects.toThrow(Killed);
        await server.settle(11 * MINUTE);
        expect(await phase(id)).toBe('live');
    });
});

describe('what stops a request', () => {
    it('something on record that cannot be read: nothing is executed, and the card says so', async () => {
        const id = await approved();
        await server.workspace.stores.approvals.append(id, { type: 'stated', data: { fact: { v: 1, id: 'x', at: 1, type: 'withdrawn' }, names: {} } });
        await server.settle(HOUR);
        expect((await server.approval(id)).intact).toBe(false);
        expect(world.target.calls).toBe(0);
        expect(await cardOf(id)).toContain(language('en').t('approval.unreadable'));
        expect(await openIds()).toEqual([id]);
    });

    it('the same, when it comes between the beginning and the first step', async () => {
        const id = await approved();
        await server.work();
        let looks = 0;
        const last = world.server({
            async onStep(step) {
                looks += step === 'look' ? 1 : 0;
                if (step === 'look' && looks === 1) {
                    await server.workspace.stores.approvals.append(id, { type: 'stated', data: { fact: { v: 2 }, names: {} } });
                }
            },
        });
        await last.settle(HOUR);
        expect(await phase(id)).toBe('executing');
        expect([looks, world.target.calls]).toEqual([1, 0]);
        expect(await cardOf(id)).toContain(language('en').t('approval.unreadable'));
    });

    it.each([['the requester', 'u-alice'], ['the room', GENERAL.id]])('%s is gone', async (_, gone) => {
        const id = await approved();
        await server.work([gone]);
        expect(await phase(id)).toBe('cancelled');
        expect(await openIds()).toEqual([]);
        await server.settle(HOUR);
        expect(world.target.calls).toBe(0);
        expect((await server.auditIds()).sort()).toEqual((await server.facts(id)).map((fact) => `${id}:${fact.id}`).sort());
    });

    it('the requester is gone while it is being executed: nobody follows it any more, which is on record', async () => {
        const id = await approved();
        await server.work();
        world.clock.advance(1000);
        await server.work(['u-alice']);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'failed', final: true, attempts: [{ outcome: { reason: 'abandoned' } }] });
        expect(await openIds()).toEqual([]);
    });

    it('another head, found right before the execution', async () => {
        world.target.head = MOVED;
        const id = await approved();
        await server.settle();
        expect((await server.approval(id)).state).toMatchObject({ phase: 'voided', voidedBy: { kind: 'head-moved', sha: MOVED } });
        expect(world.target.calls).toBe(0);
        expect(await reasons(id)).toEqual(['archived', 'report:end', 'request', 'status']);
    });

    it('a lock', async () => {
        const id = await opened();
        const ctx = server.ctx('admin');
        await submitEvent(ctx, id, { type: 'lock', id: 'l1', by: 'u-admin', reason: 'freeze' });
        await server.settle();
        expect(await phase(id)).toBe('voided');
    });
});

describe('gates', () => {
    it('that turn green later let an approved request go ahead', async () => {
        world.target.gate = 'unknown';
        const id = await approved({ rule: { requiredGates: ['scan'] } });
        await server.settle(30 * MINUTE);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'waiting', missing: { gates: ['scan'] } });
        world.target.gate = 'green';
        await server.settle(11 * MINUTE);
        expect(await phase(id)).toBe('live');
    });

    it('that turn red end it', async () => {
        world.target.gate = 'unknown';
        const id = await approved({ rule: { requiredGates: ['scan'] } });
        await server.settle();
        world.target.gate = 'red';
        await server.settle(11 * MINUTE);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'voided', voidedBy: { kind: 'gate-red', gate: 'scan' } });
    });
});

describe('an attempt', () => {
    it('that failed is tried again once, however many press', async () => {
        world.target.refusals = 1;
        const id = await approved();
        await server.settle();
        expect(await phase(id)).toBe('failed');
        await Promise.all([server.press('alice', 'retry', id), world.server().press('bo', 'retry', id)]);
        await server.settle();
        expect(await phase(id)).toBe('live');
        expect(world.target.acts).toHaveLength(2);
        expect((await reasons(id)).filter((reason) => reason.startsWith('report'))).toHaveLength(2);
    });

    it('that failed is not tried again after a vote was taken back', async () => {
        world.target.refusals = 1;
        const id = await approved();
        await server.settle();
        await server.press('carol', 'withdraw', id);
        expect(lastWhisper(await server.press('alice', 'retry', id)).failed).toBe(true);
        await server.settle(HOUR);
        expect(world.target.acts).toHaveLength(1);
    });

    it('that is running is not cancelled', async () => {
        const id = await approved();
        await server.work();
        expect(await phase(id)).toBe('executing');
        expect(lastWhisper(await server.press('alice', 'cancel', id)).failed).toBe(true);
        await server.settle();
        expect(await phase(id)).toBe('live');
    });

    it('makes no step before other servers had the time to write down what they judged', async () => {
        const id = await approved();
        await server.work();
        await server.work();
        expect([await phase(id), world.target.calls]).toEqual(['executing', 0]);
        const { attempts } = (await server.approval(id)).state;
        const at = (attempts[0]?.begunAt ?? 0) - 1;
        await server.workspace.stores.approvals.append(id, { type: 'stated', id: 'fact:late', at, data: { fact: { v: 1, id: 'late', at, type: 'withdrawn', user: 'u-carol' }, names: {} } });
        await server.settle();
        expect([await phase(id), world.target.calls]).toEqual(['waiting', 0]);
        await server.press('carol', 'approve', id);
        await server.settle();
        expect([await phase(id), world.target.taken.length]).toEqual(['live', 1]);
    });
});

describe('a kind of request that this version does not know', () => {
    it('is left for a server that does', async () => {
        const id = await approved();
        const older = world.server();
        const logged = await older.workWithout();
        expect(logged).toHaveLength(1);
        expect(await phase(id)).toBe('approved');
        await server.settle(10 * MINUTE);
        expect(await phase(id)).toBe('live');
    });
});
