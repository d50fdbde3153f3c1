import * as z from 'zod/mini';

import { association, joined } from './association';
import type { MalformedRecord, PersistenceDeps } from './deps';
import type { Fact } from './fact';
import { Ledger, type NewFact } from './ledger';

/** A request for approval that is not closed yet, as the list of all of them knows it. */
export interface OpenApproval {
    /** The request's id. */
    readonly id: string;
    /** What is asked for, `deploy` for example. */
    readonly kind: string;
    readonly roomId: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}

/** What is kept of one request. */
export interface ApprovalRecord {
    /** Oldest first. */
    readonly facts: readonly Fact[];
    /** False when something could not be read: nothing may be executed on such a record, a withdrawal may be what is missing. */
    readonly intact: boolean;
}

const openSchema = z.object({ id: z.string(), kind: z.string(), roomId: z.string() });

const OPEN = 'approvals-open';

/**
 * Requests for approval: each is a subject of its own, so that what one vote costs does not depend on how many requests there
 * were. The open ones are listed in one subject, which is as long as there are open ones.
 */
export class Approvals {
    private readonly ledger: Ledger;

    public constructor(private readonly deps: PersistenceDeps) {
        this.ledger = new Ledger(deps);
    }

    /** Everything known of a request; no facts when there is no such request. One round trip. */
    public async read(id: string): Promise<ApprovalRecord> {
        const bad: MalformedRecord[] = [];
        const onMalformed = (record: MalformedRecord): void => {
            bad.push(record);
            this.deps.onMalformed?.(record);
        };
        const facts = await new Ledger({ ...this.deps, onMalformed }).read(subjectOf(id));
        return { facts, intact: bad.length === 0 };
    }

    /** One round trip. A deterministic id makes appending twice harmless. */
    public append(id: string, fact: Omit<NewFact, 'subject'>): Promise<Fact> {
        return this.ledger.append({ ...fact, subject: subjectOf(id) });
    }

    /** Puts a request on the list of open ones; twice is once. */
    public async open({ id, kind, roomId, at }: OpenApproval): Promise<void> {
        await this.ledger.append({ subject: OPEN, type: 'opened', id, at, data: { id, kind, roomId } });
    }

    /** All that are open, oldest first. One round trip. */
    public async listOpen(): Promise<OpenApproval[]> {
        const facts = await this.ledger.read(OPEN);
        return facts.flatMap((fact) => {
            const parsed = openSchema.safeParse(fact.data);
            if (!parsed.success) {
                this.deps.onMalformed?.({ kind: 'open approval', group: association.fact(OPEN), problem: 'data: invalid' });
            }
            return parsed.success ? [{ ...parsed.data, at: fact.at }] : [];
        });
    }

    /** Takes a request off the list; its facts stay. */
    public async close(id: string): Promise<void> {
        await this.ledger.compact(OPEN, (facts) => facts.filter((fact) => fact.id !== id));
    }

    /** Remembers that a thread is about this request, so that a command typed there need not name it. */
    public async bindThread(threadId: string, id: string): Promise<void> {
        await this.ledger.append({ subject: threadSubject(threadId), type: 'bound', id, data: { id } });
    }

    /** The requests that a thread is about, oldest first. One round trip. */
    public async ofThread(threadId: string): Promise<string[]> {
        return (await this.ledger.read(threadSubject(threadId))).map((fact) => fact.id);
    }

    /** Remembers what people call a request, which they do also when it is closed. Upper and lower case count the same. */
    public async bindName(name: string, id: string): Promise<void> {
        await this.ledger.append({ subject: nameSubject(name), type: 'bound', id, data: { id } });
    }

    /** The requests of this name, oldest first: names are short, so two may have the same. One round trip. */
    public async ofName(name: string): Promise<string[]> {
        return (await this.ledger.read(nameSubject(name))).map((fact) => fact.id);
    }
}

function subjectOf(id: string): string {
    return joined('approval', id);
}

function threadSubject(threadId: string): string {
    return joined('approval-thread', threadId);
}

function nameSubject(name: string): string {
    return joined('approval-name', name.toLowerCase());
}
