import * as z from 'zod/mini';

import { association, joined } from './association';
import { newId, type PersistenceDeps } from './deps';
import type { Fact } from './fact';
import { Ledger } from './ledger';
import type { Vault } from './vault';

/** What was done about a leaked token. */
export type LeakOutcome = 'revoked' | 'dismissed' | 'expired';

/** A token that somebody pasted into a room, as it may be shown. */
export interface Leak {
    readonly id: string;
    /** The user who pasted it, and the only one who may open it. */
    readonly authorId: string;
    readonly roomId: string;
    /** Prefix and last characters, e.g. `hf_••••••wXyZ`. */
    readonly masked: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly expiresAt: number;
}

export type OpenedLeak =
    | { readonly state: 'open'; readonly leak: Leak; readonly token: string }
    | { readonly state: 'settled'; readonly leak: Leak; readonly outcome: LeakOutcome }
    | { readonly state: 'not-author' }
    | { readonly state: 'unknown' }
    | { readonly state: 'unreadable' };

/** How long the author can have a leaked token revoked by a click. */
export const LEAK_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** What stands for the hidden part, as in the masked message itself. */
const MASK = '••••••';
const TAIL = 4;
/** Of anything shorter, four characters would be too large a part. */
const SHORTEST_WITH_TAIL = 24;
const PREFIX = /^hf_(?:oauth_)?/;

const leakSchema = z.object({ authorId: z.string(), roomId: z.string(), masked: z.string(), expiresAt: z.number() });
const outcomeSchema = z.enum(['revoked', 'dismissed', 'expired']);

/**
 * Leaked tokens that wait for their author's decision. The token is kept sealed, for the one purpose of revoking it, and is
 * gone once the leak is settled.
 */
export class Leaks {
    private readonly ledger: Ledger;

    public constructor(
        private readonly deps: PersistenceDeps,
        private readonly vault: Vault,
    ) {
        this.ledger = new Ledger(deps);
    }

    /** An id and an end for a leak that is about to be recorded, so that its end can be scheduled before its token is kept. */
    public reserve(): Pick<Leak, 'id' | 'at' | 'expiresAt'> {
        const at = this.deps.clock();
        return { id: newId(this.deps.rand), at, expiresAt: at + LEAK_LIFETIME_MS };
    }

    /** The fact is written before the token is kept: what is kept can then always be found and ended. */
    public async record({ authorId, roomId, token }: { authorId: string; roomId: string; token: string }, reserved = this.reserve()): Promise<Leak> {
        const { id, at, expiresAt } = reserved;
        const data = { authorId, roomId, masked: masked(token), expiresAt };
        await this.ledger.append({ subject: subjectOf(id), type: 'recorded', by: authorId, at, data });
        await this.vault.seal(authorId, secretName(id), token);
        await this.ledger.append({ subject: authorSubject(authorId), type: 'leaked', data: { id } });
        return { id, at, ...data };
    }

    /** What waits for this author's decision, oldest first. A round trip, and one per leak. */
    public async openOf(authorId: string): Promise<Leak[]> {
        const ids = (await this.ledger.read(authorSubject(authorId))).map(leakOf).filter((id) => id !== undefined);
        const found = await Promise.all(ids.map((id) => this.find(id)));
        return found.filter((one) => one?.leak.authorId === authorId && !one.outcome).flatMap((one) => one?.leak ?? []);
    }

    /** The token, for its author, until the leak is settled or has expired. Revoke first, then `settle`. */
    public async open(id: string, userId: string): Promise<OpenedLeak> {
        const found = await this.find(id);
        if (!found) {
            return { state: 'unknown' };
        }
        if (found.leak.authorId !== userId) {
            return { state: 'not-author' };
        }
        if (found.outcome) {
            return { state: 'settled', leak: found.leak, outcome: found.outcome };
        }
        const opened = await this.vault.open(userId, secretName(id));
        return opened.state === 'open' ? { state: 'open', leak: found.leak, token: opened.text } : { state: 'unreadable' };
    }

    /**
     * Ends a leak and removes its token. The first outcome stands; returns it, or undefined for an unknown leak or another
     * user. Two clicks at once may both have opened the token before: revoking twice is the same as once.
     */
    public async settle(id: string, userId: string, outcome: Exclude<LeakOutcome, 'expired'>): Promise<LeakOutcome | undefined> {
        const found = await this.find(id);
        return found?.leak.authorId === userId ? this.close(found, outcome) : undefined;
    }

    /** Removes the token and the record of a leak whose time is over; does nothing before. Returns it if nobody had decided. */
    public async expire(id: string): Promise<Leak | undefined> {
        const found = await this.find(id);
        if (!found || found.leak.expiresAt > this.deps.clock()) {
            return undefined;
        }
        await this.close(found, 'expired');
        await this.ledger.forget(subjectOf(id));
        return found.outcome === 'revoked' || found.outcome === 'dismissed' ? undefined : found.leak;
    }

    private async close({ leak, outcome: before }: Found, outcome: LeakOutcome): Promise<LeakOutcome> {
        if (!before) {
            await this.ledger.append({ subject: subjectOf(leak.id), type: outcome, by: leak.authorId, id: `${leak.id}-${outcome}` });
        }
        await this.vault.remove(leak.authorId, secretName(leak.id));
        await this.ledger.compact(authorSubject(leak.authorId), (facts) => facts.filter((fact) => leakOf(fact) !== leak.id));
        return (await this.find(leak.id))?.outcome ?? outcome;
    }

    private async find(id: string): Promise<Found | undefined> {
        const facts = await this.ledger.read(subjectOf(id));
        const recorded = facts.find((fact) => fact.type === 'recorded');
        const parsed = leakSchema.safeParse(recorded?.data);
        if (recorded && parsed.success) {
            const leak: Leak = { id, at: recorded.at, ...parsed.data };
            return { leak, outcome: outcomeOf(facts) ?? (leak.expiresAt <= this.deps.clock() ? 'expired' : undefined) };
        }
        if (recorded) {
            this.deps.onMalformed?.({ kind: 'leak', group: association.fact(subjectOf(id)), problem: 'data: invalid leak' });
        }
        return undefined;
    }
}

interface Found {
    readonly leak: Leak;
    readonly outcome: LeakOutcome | undefined;
}

function outcomeOf(facts: readonly Fact[]): LeakOutcome | undefined {
    return facts.map((fact) => outcomeSchema.safeParse(fact.type)).find((outcome) => outcome.success)?.data;
}

/** What may be shown of a token: its kind and its last four characters, which name it on the settings page. */
function masked(token: string): string {
    const tail = token.length >= SHORTEST_WITH_TAIL ? token.slice(-TAIL) : '';
    return `${PREFIX.exec(token)?.[0] ?? ''}${MASK}${tail}`;
}

function subjectOf(id: string): string {
    return joined('leak', id);
}

/** Lists the leaks of one author. */
function authorSubject(authorId: string): string {
    return joined('leaks-of', authorId);
}

function leakOf({ data }: Fact): string | undefined {
    return typeof data['id'] === 'string' ? data['id'] : undefined;
}

function secretName(id: string): string {
    return joined('leak', id);
}
