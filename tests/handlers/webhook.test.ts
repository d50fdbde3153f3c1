import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointAnswer, PublicEndpointCtx } from '../../context/endpoint-ctx';
import { webhookSecrets } from '../../context/webhook-secrets';
import { CHANGE_WORK } from '../../flows/watching/notice-change';
import { observationsOf } from '../../flows/watching/observe';
import { lastWebhookEvent } from '../../flows/watching/webhook-health';
import { receiveWebhook } from '../../handlers/webhook';
import { parseChangeKey } from '../../services/workflows/watching';
import { killAfter, MemoryDatabase, noteCalls } from '../helpers/memory-store';
import { ManualClock } from '../helpers/persistence-deps';
import { type ProcessStep, TestWorkspace } from '../helpers/test-ctx';
import { delivery, movedRef } from '../helpers/webhook-delivery';

const MINUTE = 60_000;
const JSON_TYPE = 'application/json; charset=utf-8';
const PUSH = delivery('repo.content', { updatedRefs: [movedRef('refs/heads/main')] });

interface Door {
    readonly ctx: PublicEndpointCtx;
    readonly clock: ManualClock;
    readonly database: MemoryDatabase;
    readonly logged: readonly object[];
    /** With the right secret, as JSON. */
    readonly send: (body: unknown) => Promise<EndpointAnswer>;
    readonly due: () => Promise<string[]>;
    /** Calls of the job. */
    readonly wakeUps: readonly number[];
}

/** `environment`: the variable `WEBHOOK_SECRET`. */
function open({ database = new MemoryDatabase(), clock = new ManualClock(), environment = 'the new one,the old one', onStep }: { database?: MemoryDatabase; clock?: ManualClock; environment?: string; onStep?: (step: ProcessStep) => void | Promise<void> } = {}): Door {
    const base = new TestWorkspace(undefined, { database, clock, ...(onStep && { onStep }) }).ctx();
    const ctx: PublicEndpointCtx = { stores: base.stores, log: base.log, clock: () => clock.time, wakeAt: (at) => base.wakeAt(at), webhookSecrets: () => webhookSecrets(base.stores.keys, environment) };
    return {
        ctx, clock, database, logged: base.logged, wakeUps: base.wakeUps,
        send: async (body) => receiveWebhook(ctx, { contentType: JSON_TYPE, secret: (await ctx.webhookSecrets())[0], body }),
        due: async () => (await base.stores.due.due(clock.time)).filter(({ kind }) => kind === CHANGE_WORK).map(({ subject }) => subject),
    };
}

describe('the webhook door', () => {
    it('takes a delivery in, once however often it comes', async () => {
        const door = open();
        expect(await door.send(PUSH)).toMatchObject({ status: 202 });
        expect(await door.send(PUSH)).toMatchObject({ status: 202 });
        expect(await door.due()).toEqual(['model:acme%2Fm:branch:main']);
    });

    it('answers success also when there is nothing to do, so that the webhook is not suspended', async () => {
        const door = open();
        for (const body of [delivery('kernel.build'), delivery('repo', { type: 'bucket' }), delivery('repo.content', { updatedRefs: [movedRef('refs/tags/v1')] })]) {
            expect(await door.send(body)).toMatchObject({ status: 200 });
        }
        expect(await door.due()).toEqual([]);
    });

    it('takes every secret that is valid, and says the same of a wrong one and of none', async () => {
        const { ctx, due } = open();
        const derived = await webhookSecrets(ctx.stores.keys, undefined);
        expect(derived).toHaveLength(1);
        for (const secret of ['the new one', 'the old one', ...derived]) {
            expect(await receiveWebhook(ctx, { contentType: JSON_TYPE, secret, body: delivery('kernel.build') })).toMatchObject({ status: 200 });
        }
        const refused = await Promise.all([undefined, '', 'the new one,the old one', 'The new one', 'the new on', 'the new one '].map((secret) => receiveWebhook(ctx, { contentType: JSON_TYPE, secret, body: PUSH })));
        expect(refused.map(({ status }) => status)).toEqual(Array(6).fill(401));
        expect(new Set(refused.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
        expect(await due()).toEqual([]);
    });

    it('takes no delivery for want of a secret to compare with', async () => {
        const { ctx } = open();
        expect(await receiveWebhook({ ...ctx, webhookSecrets: () => Promise.resolve([]) }, { contentType: JSON_TYPE, secret: undefined, body: PUSH })).toMatchObject({ status: 401 });
    });

    it('speaks JSON only', async () => {
        const { ctx } = open();
        for (const contentType of [undefined, '', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
            expect(await receiveWebhook(ctx, { contentType, secret: 'the new one', body: {} })).toMatchObject({ status: 415 });
        }
        expect(await receiveWebhook(ctx, { contentType: 'Application/JSON', secret: 'the new one', body: PUSH })).toMatchObject({ status: 202 });
    });

    it('names the field that is wrong, not its value', async () => {
        const door = open();
        expect(await door.send({ ...PUSH, repo: { ...PUSH.repo, name: 'hf_secret/../x' } })).toEqual({ status: 400, content: { error: 'That is no payload of a Hugging Face webhook.', field: 'repo.name' } });
        expect(await door.send('text')).toMatchObject({ status: 400, content: { field: 'body' } });
        expect(await door.due()).toEqual([]);
    });

    it('schedules every ref of a push of many, and wakes the job once', async () => {
        const calls: string[] = [];
        const door = open({ onStep: noteCalls(calls) });
        const refs = Array.from({ length: 700 }, (_, index) => movedRef(`refs/heads/branch-${index}`));
        expect(await door.send(delivery('repo.content', { updatedRefs: refs }))).toMatchObject({ status: 202 });
        expect(await door.due()).toHaveLength(700);
        expect(calls.filter((call) => call === 'wake')).toHaveLength(1);
    });
});

describe('what a delivery tells of the repository itself', () => {
    const seen = async (door: Door): Promise<unknown[]> => (await observationsOf(door.ctx, { type: 'model', id: 'acme/m' })).map(({ type, data }) => ({ type, data }));

    it('is on record once, however often it comes', async () => {
        const door = open();
        const move = delivery('repo', { action: 'move', movedTo: { name: 'acme/New', owner: { id: '1' } } });
        for (const body of [delivery('repo', { action: 'create' }), move, move, delivery('repo', { action: 'delete' }), move]) {
            expect(await door.send(body)).toMatchObject({ status: 202 });
            door.clock.advance(MINUTE);
        }
        expect(await seen(door)).toEqual([{ type: 'created', data: {} }, { type: 'moved', data: { to: 'acme/New' } }, { type: 'deleted', data: { private: false } }]);
    });

    it('is its visibility, each time it changes, and no other setting', async () => {
        const door = open();
        for (const updatedConfig of [{ private: true }, {}, { private: true }, { private: false }, { private: true }]) {
            expect(await door.send(delivery('repo.config', { updatedConfig }))).toMatchObject({ status: 202 });
            door.clock.advance(MINUTE);
        }
        expect(await seen(door)).toEqual([true, false, true].map((value) => ({ type: 'visibility', data: { private: value } })));
        expect(await door.send(delivery('repo', { action: 'update' }))).toMatchObject({ status: 202 });
        expect(await seen(door)).toHaveLength(3);
    });
});

describe('a delivery at the door', () => {
    it('costs a few round trips', async () => {
        const calls: string[] = [];
        const door = open({ onStep: noteCalls(calls) });
        await door.ctx.webhookSecrets();
        const cost = async (body: object): Promise<string[]> => {
            const secret = 'the new one';
            calls.length = 0;
            await receiveWebhook(door.ctx, { contentType: JSON_TYPE, secret, body });
            return [...calls].sort();
        };
        // The keys, the item and the push that may be there, when the webhook was heard; the first time in a minute it is written down.
        expect(await cost(PUSH)).toEqual(['create', 'create', 'create', 'read', 'read', 'read', 'read', 'read', 'wake']);
        expect(await cost(PUSH)).toEqual(['read', 'read', 'read', 'read', 'wake']);
        door.clock.advance(MINUTE);
        expect(await cost(PUSH)).toEqual(['create', 'read', 'read', 'read', 'read', 'read', 'remove', 'wake']);
        expect(await cost(delivery('kernel.build'))).toEqual(['read', 'read']);
        const { ctx } = door;
        calls.length = 0;
        await receiveWebhook(ctx, { contentType: JSON_TYPE, secret: 'wrong', body: PUSH });
        expect(calls).toEqual(['read']);
    });

    it('is asked for again when the store fails or the server dies, wherever that is, and then nothing is lost or doubled', async () => {
        const body = delivery('repo.config', { updatedConfig: { private: true } });
        let survived = false;
        let kills = 0;
        for (; !survived; kills += 1) {
            const database = new MemoryDatabase();
            const dying = open({ database, onStep: killAfter(kills) });
            const answer = await receiveWebhook(dying.ctx, { contentType: JSON_TYPE, secret: 'the new one', body });
            survived = answer.status === 202;
            if (!survived) {
                expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '60' } });
                expect(JSON.stringify([answer, dying.logged])).not.toContain('the new one');
            }
            const door = open({ database });
            expect(await door.send(body)).toMatchObject({ status: 202 });
            expect(await door.due()).toEqual(['model:acme%2Fm:repo']);
            expect(await observationsOf(door.ctx, { type: 'model', id: 'acme/m' })).toHaveLength(1);
        }
        expect(kills).toBeGreaterThan(10);
    });

    it('leaves a sign of life, of its webhook and of any', async () => {
        const door = open();
        const { stores } = door.ctx;
        expect(await lastWebhookEvent(stores)).toBeUndefined();
        await door.send({ ...PUSH, webhook: { id: 'one' } });
        const first = door.clock.time;
        door.clock.advance(10 * MINUTE);
        await door.send({ ...delivery('kernel.build'), webhook: { id: 'other' } });
        await door.send({ ...PUSH, webhook: { id: '' } });
        expect(await Promise.all(['one', 'other', 'third', undefined].map((id) => lastWebhookEvent(stores, id)))).toEqual([first, door.clock.time, undefined, door.clock.time]);
    });

    it('leaves signs of life within bounds, on two servers as on one', async () => {
        const one = open();
        const two = open({ database: one.database, clock: one.clock });
        for (let count = 0; count < 60; count += 1) {
            await Promise.all([one, two].map((door) => door.send({ ...delivery('kernel.build'), webhook: { id: `webhook-${count}` } })));
            one.clock.advance(MINUTE);
        }
        // Each of the two has written down the last fifty.
        expect(one.database.size).toBeLessThan(110);
        expect(await lastWebhookEvent(two.ctx.stores, 'webhook-59')).toBe(one.clock.time - MINUTE);
        expect(await lastWebhookEvent(two.ctx.stores, 'webhook-0')).toBeUndefined();
    });
});

describe('any body', () => {
    const BODIES = [
        PUSH, delivery('repo.config', { type: 'space', updatedConfig: { private: true } }), delivery('repo', { action: 'move', movedTo: { name: 'acme/n' } }),
        delivery('discussion', { action: 'create', discussion: { num: 3 } }), delivery('discussion.comment', { action: 'create', discussion: { num: 4 } }),
    ];

    it('gets an answer, and puts nothing on the due-list unless it is a delivery', async () => {
        const secret = 'the new one';
        let door = open();
        const counts = new Map<number, number>();
        const mutated = fc.tuple(fc.constantFrom(...BODIES), fc.array(fc.tuple(fc.nat(60), fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.constantFrom('repo', 'repo.content', 'space', 'model', 7, -1, 'a'.repeat(300)))), { maxLength: 3 }));
        const given = fc.oneof({ weight: 9, arbitrary: mutated.map(([body, changes]) => changes.reduce<unknown>((whole, [at, value]) => replaced(whole, at, value), body)) }, { weight: 1, arbitrary: fc.jsonValue() });
        await fc.assert(fc.asyncProperty(given, async (body) => {
            if (door.database.size > 40) {
                expect((await door.due()).every((subject) => parseChangeKey(subject) !== undefined)).toBe(true);
                door = open();
            }
            const before = { calls: door.wakeUps.length, size: door.database.size };
            const { status } = await receiveWebhook({ ...door.ctx, webhookSecrets: () => Promise.resolve([secret]) }, { contentType: JSON_TYPE, secret, body });
            counts.set(status, (counts.get(status) ?? 0) + 1);
            expect(door.logged).toEqual([]);
            expect(door.wakeUps.length - before.calls > 0).toBe(status === 202);
            expect(status === 400 && door.database.size > before.size).toBe(false);
        }), { numRuns: 10_000 });
        expect([...counts.keys()].sort()).toEqual([200, 202, 400]);
    }, 60_000);
});

/** The value with its `at`th part, counted through all depths, replaced; as it is when it has fewer. */
function replaced(whole: unknown, at: number, value: unknown): unknown {
    let left = at;
    const walk = (part: unknown): unknown => {
        left -= 1;
        if (left === -1) {
            return value;
        }
        if (Array.isArray(part)) {
            return part.map(walk);
        }
        return typeof part === 'object' && part !== null ? Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)])) : part;
    };
    return walk(whole);
}
