import * as z from 'zod/mini';

import { association, joined } from './association';
import { newId, type PersistenceDeps } from './deps';
import type { Fact } from './fact';
import { fold, Ledger } from './ledger';
import type { Opened, Vault } from './vault';

/** How a device login ended. */
export type DeviceFlowOutcome = 'granted' | 'denied' | 'expired' | 'cancelled';
export type DeviceFlowStatus = 'pending' | DeviceFlowOutcome;

/** Who started a device login, where the answer goes, and how long and how often to ask (RFC 8628). */
export interface DeviceFlowStart {
    readonly userId: string;
    readonly roomId: string;
    readonly threadId?: string | undefined;
    readonly language: string;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    /** Seconds between two polls. */
    readonly interval: number;
}

export interface DeviceFlow extends DeviceFlowStart {
    readonly id: string;
    readonly startedAt: number;
    readonly status: DeviceFlowStatus;
}

/** `decided` is true for the call whose outcome is the one that stands: that one answers the user. */
export interface Settled {
    readonly flow: DeviceFlow;
    readonly decided: boolean;
}

const startSchema = z.object({
    userId: z.string(),
    roomId: z.string(),
    threadId: z.optional(z.string()),
    language: z.string(),
    expiresAt: z.number(),
    interval: z.number(),
});
const outcomeSchema = z.enum(['granted', 'denied', 'expired', 'cancelled']);

/** What `slow_down` adds to the interval for all later polls (RFC 8628, section 3.5). */
const SLOW_DOWN_SECONDS = 5;

/**
 * Pending sign-ins with a device code. The code is a secret until the flow ends: it lies in the vault under the user, the
 * rest are facts on a subject per flow.
 */
export class DeviceFlows {
    private readonly ledger: Ledger;

    public constructor(
        private readonly deps: PersistenceDeps,
        private readonly vault: Vault,
    ) {
        this.ledger = new Ledger(deps);
    }

    public async start(start: DeviceFlowStart, deviceCode: string): Promise<DeviceFlow> {
        const id = newId(this.deps.rand);
        await this.vault.seal(start.userId, secretName(id), deviceCode);
        const fact = await this.ledger.append({ subject: subjectOf(id), type: 'started', by: start.userId, data: { ...start } });
        await this.ledger.append({ subject: userSubject(start.userId), type: 'started', data: { flow: id } });
        await this.ledger.compact(userSubject(start.userId), (facts) => facts.slice(-1));
        return { ...start, id, startedAt: fact.at, status: 'pending' };
    }

    public async load(id: string): Promise<DeviceFlow | undefined> {
        return this.folded(id, await this.ledger.read(subjectOf(id)));
    }

    /** Whether the user has started no other one since: only the newest is worth asking about. One round trip. */
    public async isNewest(flow: DeviceFlow): Promise<boolean> {
        const newest = (await this.ledger.read(userSubject(flow.userId))).at(-1);
        return newest === undefined || newest.data['flow'] === flow.id;
    }

    /** The code to poll with; `none` once the flow has ended. */
    public async deviceCode(flow: DeviceFlow): Promise<Opened> {
        return this.vault.open(flow.userId, secretName(flow.id));
    }

    /** The authorization server answered `slow_down`. */
    public async slowDown(id: string): Promise<DeviceFlow | undefined> {
        await this.ledger.append({ subject: subjectOf(id), type: 'slowed' });
        return this.load(id);
    }

    /**
     * Ends a flow; undefined when there is no such flow. The earliest outcome stands, later ones change nothing. Two servers
     * that settle within one round trip of each other, with clocks that differ, may both see theirs decided; both read the
     * same status afterwards.
     */
    public async settle(id: string, outcome: DeviceFlowOutcome): Promise<Settled | undefined> {
        const before = await this.load(id);
        if (!before) {
            return undefined;
        }
        let settled: Settled = { flow: before, decided: false };
        if (before.status === 'pending') {
            const own = await this.ledger.append({ subject: subjectOf(id), type: outcome });
            const facts = await this.ledger.read(subjectOf(id));
            const first = facts.find((fact) => outcomeSchema.safeParse(fact.type).success);
            settled = { flow: this.folded(id, facts) ?? before, decided: first?.id === own.id };
        }
        await this.vault.remove(before.userId, secretName(id));
        return settled;
    }

    /** Removes the flow and its code, for retention. */
    public async forget(id: string): Promise<void> {
        const flow = await this.load(id);
        if (flow) {
            await this.vault.remove(flow.userId, secretName(id));
            await this.ledger.forget(subjectOf(id));
            await this.ledger.compact(userSubject(flow.userId), (facts) => facts.filter((fact) => fact.data['flow'] !== id));
        }
    }

    private folded(id: string, facts: readonly Fact[]): DeviceFlow | undefined {
        const started = facts.find((fact) => fact.type === 'started');
        const start = startSchema.safeParse(started?.data);
        if (!started || !start.success) {
            this.reportUnreadable(id, started);
            return undefined;
        }
        const flow: DeviceFlow = { ...start.data, id, startedAt: started.at, status: 'pending' };
        return fold(facts, flow, step);
    }

    private reportUnreadable(id: string, started: Fact | undefined): void {
        if (started) {
            this.deps.onMalformed?.({ kind: 'device flow', group: association.fact(subjectOf(id)), problem: 'data: invalid start' });
        }
    }
}

function step(flow: DeviceFlow, fact: Fact): DeviceFlow {
    if (fact.type === 'slowed') {
        return { ...flow, interval: flow.interval + SLOW_DOWN_SECONDS };
    }
    const outcome = outcomeSchema.safeParse(fact.type);
    return outcome.success && flow.status === 'pending' ? { ...flow, status: outcome.data } : flow;
}

function subjectOf(id: string): string {
    return joined('device-flow', id);
}

function userSubject(userId: string): string {
    return joined('device-flow-of', userId);
}

function secretName(id: string): string {
    return joined('device-code', id);
}
