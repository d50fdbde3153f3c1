import { beforeEach, describe, expect, it } from 'vitest';
import { STATUS_MESSAGE } from '../../../flows/approval/load-approval';
import { submitEvent } from '../../../flows/approval/submit-event';
import { TargetBusyError } from '../../../flows/approval/target-busy-error';
import { HubError } from '../../../services/hub';
import { type AppServer, ApprovalWorld, HOUR, MINUTE } from './approval-world';

const SILENCE = new HubError({ kind: 'unavailable', target: 'GET huggingface.co/api', status: 503 });
const REFUSAL = new HubError({ kind: 'unauthorized', target: 'GET huggingface.co/api', status: 401, hubMessage: 'Invalid token' });

let world: ApprovalWorld;
let server: AppServer;
/** What fails, at which step. */
let trouble: { step: string; error: Error } | undefined;

beforeEach(() => {
    world = new ApprovalWorld();
    trouble = undefined;
    server = world.server({
        onStep(step) {
            if (trouble?.step === step) {
                throw trouble.error;
            }
        },
    });
});

async function approved(): Promise<string> {
    const id = await server.open();
    await server.work();
    await server.press('bo', 'approve', id);
    await server.press('carol', 'approve', id);
    return id;
}

/** Runs the job for this long, whatever it does. */
async function live(ms: number): Promise<void> {
    for (const end = world.clock.time + ms; world.clock.time < end; world.clock.time += 30_000) {
        await server.work();
    }
}

const card = async (id: string): Promise<string> => world.messages.get((await server.approval(id)).posted.get(STATUS_MESSAGE) ?? '').view.text;

describe('while Hugging Face is silent', () => {
    it('an approved request waits, says so, and goes on soon after', async () => {
        const id = await approved();
        trouble = { step: 'look', error: SILENCE };
        await live(2 * HOUR);
        expect((await server.approval(id)).state.phase).toBe('approved');
        expect(await card(id)).toContain('Hugging Face does not answer');
        trouble = undefined;
        await live(2 * MINUTE);
        expect((await server.approval(id)).state.phase).toBe('live');
        expect(await card(id)).not.toContain('Hugging Face does not answer');
    });

    it('a target that is on its way to something else is waited for, too', async () => {
        const id = await approved();
        trouble = { step: 'look', error: new TargetBusyError('on its way') };
        await live(20 * MINUTE);
        expect((await server.approval(id)).state.phase).toBe('approved');
        expect(await card(id)).not.toContain('Hugging Face does not answer');
        trouble = undefined;
        await live(2 * MINUTE);
        expect((await server.approval(id)).state.phase).toBe('live');
    });

    it.each([
        ['a lock', (id: string) => submitEvent(server.ctx('admin'), id, { type: 'lock', id: 'l', by: 'u-admin', reason: 'freeze' })],
        ['a withdrawn approval', (id: string) => server.press('bo', 'withdraw', id)],
        ['a rejection', (id: string) => server.press('sec', 'reject', id)],
    ])('%s still stops what has begun and made no step', async (_, happen) => {
        const id = await approved();
        await server.work();
        expect((await server.approval(id)).state.phase).toBe('executing');
        trouble = { step: 'look', error: SILENCE };
        await live(5 * MINUTE);
        await happen(id);
        trouble = undefined;
        await live(5 * MINUTE);
        const { state } = await server.approval(id);
        expect(state).toMatchObject({ phase: 'failed', final: true, attempts: [{ outcome: { reason: 'voided' } }] });
        expect(world.target.calls).toBe(0);
    });

    it('an attempt that could not even begin ends', async () => {
        const id = await approved();
        await server.work();
        trouble = { step: 'look', error: SILENCE };
        await live(3 * HOUR);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'failed', final: false, attempts: [{ outcome: { reason: 'timeout', retryable: true } }] });
    });
});

describe('an attempt that goes wrong in a way nobody foresaw', () => {
    it('fails with the words of Hugging Face when that refuses', async () => {
        const id = await approved();
        world.target.failure = REFUSAL;
        await live(2 * MINUTE);
        const { state, failures } = await server.approval(id);
        expect(state).toMatchObject({ phase: 'failed', attempts: [{ outcome: { reason: 'unexpected', retryable: true } }] });
        expect(failures.get(state.key)?.words).toBe('Invalid token');
    });

    it('is tried again for an hour when the fault is ours, and has failed then', async () => {
        const id = await approved();
        world.target.failure = new TypeError('no such field');
        await live(30 * MINUTE);
        expect((await server.approval(id)).state.phase).toBe('executing');
        await live(3 * HOUR);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'failed', attempts: [{ outcome: { reason: 'unexpected' } }] });
    });

    it('ends for good when the request expires', async () => {
        const id = await approved();
        world.target.refusals = 9;
        await live(2 * MINUTE);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'failed', final: false });
        world.clock.time += 25 * HOUR;
        await live(5 * MINUTE);
        expect((await server.approval(id)).state).toMatchObject({ phase: 'failed', final: true });
        expect(await server.workspace.stores.approvals.listOpen()).toEqual([]);
    });
});

describe('a room that takes no message', () => {
    it('ends a request that nobody can see', async () => {
        trouble = { step: 'say', error: new Error('error-not-allowed') };
        const id = await server.open();
        await live(30 * MINUTE);
        expect((await server.approval(id)).state.phase).toBe('cancelled');
        expect(await server.workspace.stores.approvals.listOpen()).toEqual([]);
    });

    it.each(['say', 'edit'])('keeps nothing else from being done (%s)', async (step) => {
        const id = await approved();
        trouble = { step, error: new Error('The message is gone.') };
        await live(30 * MINUTE);
        expect((await server.approval(id)).state.phase).toBe('live');
        expect(world.target.taken).toHaveLength(1);
        expect(await server.workspace.stores.approvals.listOpen()).toEqual([]);
    });
});

describe('what comes to light later', () => {
    it('is told loudly when a step was made already', async () => {
        const id = await approved();
        await server.work();
        world.clock.time += 1000;
        await server.work();
        const { state } = await server.approval(id);
        const at = (state.attempts[0]?.begunAt ?? 0) - 1;
        await server.workspace.stores.approvals.append(id, { type: 'stated', id: 'fact:late', at, data: { fact: { v: 1, id: 'late', at, type: 'withdrawn', user: 'u-bo' }, names: {} } });
        await server.press('sec', 'reject', id);
        await live(2 * MINUTE);
        expect((await server.approval(id)).strays).toHaveLength(1);
        expect(await card(id)).toContain(':rotating_light:');
    });
});

describe('a reviewer by 🔍', () => {
    it('is waited for until they take it back', async () => {
        const id = await server.open({ rule: { minimumApprovals: 1 } });
        await server.work();
        const messageId = await server.requestMessage(id);
        await server.hear('sec', { id, messageId, emoji: ':mag:', on: true });
        expect((await server.approval(id)).state.missing.reviewers).toEqual(['u-sec']);
        await server.hear('sec', { id, messageId, emoji: ':mag:', on: false });
        expect((await server.approval(id)).state.missing.reviewers).toEqual([]);
        await server.hear('sec', { id, messageId, emoji: ':mag_right:', on: true });
        await server.press('sec', 'withdraw', id);
        expect((await server.approval(id)).state.missing.reviewers).toEqual([]);
    });
});
