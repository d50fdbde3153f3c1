import { describe, expect, it } from 'vitest';

import { RECORD } from '../../../flows/approval/approval-record';
import { openApprovals } from '../../../flows/approval/find-approval';
import type { ApprovalFact } from '../../../services/workflows/approval';
import { MemoryDatabase, noteCalls } from '../../helpers/memory-store';
import { type AppServer, ApprovalWorld, react, RULE } from './approval-world';
import { PINNED, PUT } from './fake-target';

/** Counts what reads bring. */
class CountingDatabase extends MemoryDatabase {
    found = 0;

    override find(associations: readonly string[]): ReturnType<MemoryDatabase['find']> {
        const documents = super.find(associations);
        this.found += documents.length;
        return documents;
    }
}

/** What is left of a request that was put in place long ago: its facts, for it is off the list of open ones. */
async function writeClosed({ workspace: { stores: { approvals } } }: AppServer, number: number): Promise<void> {
    const [id, key] = [`closed${number}`, `execute:closed${number}:${PINNED}:1`];
    const facts: ApprovalFact[] = [
        { v: 1, id, at: number, type: 'requested', subject: 'acme/bert', sha: PINNED, requester: 'u-alice', rule: RULE, expiresAt: number + 1000 },
        { v: 1, id: 'f1', at: number + 1, type: 'voted', user: 'u-bo', roles: ['ml-lead'], value: 'approve', via: 'button', sha: PINNED },
        { v: 1, id: 'f2', at: number + 2, type: 'voted', user: 'u-carol', roles: ['ml-lead'], value: 'approve', via: 'button', sha: PINNED },
        { v: 1, id: 'f3', at: number + 3, type: 'execution-begun', key },
        { v: 1, id: 'f4', at: number + 4, type: 'executed', key, outcome: {} },
    ];
    const opened = { v: 1, kind: PUT, roomId: 'r-general', requester: { id: 'u-alice', username: 'alice' }, locale: 'en', title: 'Put it there', about: { subject: 'acme/bert', details: {} }, roleNames: {}, userNames: {}, details: {} };
    await approvals.append(id, { type: RECORD.opened, id: RECORD.opened, data: opened });
    for (const fact of facts) {
        await approvals.append(id, { type: RECORD.stated, id: `fact:${fact.id}`, at: fact.at, data: { fact, names: {} } });
    }
}

interface Cost {
    readonly calls: number;
    readonly records: number;
}

/** What each of these costs with so many closed requests in the store, after the same history. */
async function costsWith(closed: number): Promise<Readonly<Record<string, Cost>>> {
    const database = new CountingDatabase();
    const world = new ApprovalWorld(database);
    const server = world.server();
    for (let number = 0; number < closed; number += 1) {
        await writeClosed(server, number);
    }
    const id = await server.open({ rule: { minimumApprovals: 3 } });
    await server.settle();
    const calls: string[] = [];
    const watched = world.server({ onStep: noteCalls(calls) });
    const costs: Record<string, Cost> = {};
    const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
        database.found = 0;
        calls.length = 0;
        await work();
        costs[what] = { calls: calls.length, records: database.found };
    };
    await measure('a vote by reaction', () => react(world, watched, { username: 'bo', id, emoji: ':+1:' }));
    await measure('a vote by button', () => watched.press('carol', 'approve', id));
    await measure('the job', () => watched.work());
    await measure('the list of open requests', () => openApprovals(watched.ctx('alice')));
    return costs;
}

describe('what a vote costs', () => {
    it('is the same with ten closed requests in the store and with 10,000', { timeout: 60_000 }, async () => {
        const few = await costsWith(10);
        const many = await costsWith(10_000);
        expect(many).toEqual(few);
        expect(Object.values(few).every(({ calls, records }) => calls > 0 && records > 0)).toBe(true);
    });
});
