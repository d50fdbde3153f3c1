import type * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import type { Fact } from '../../persistence';
import { type ApprovalFact, type ApprovalState, fold } from '../../services/workflows/approval';
import { auditedSchema, failureSchema, type Opened, openedSchema, postedSchema, RECORD, statedSchema, stepSchema } from './approval-record';

/** A request for approval as it is now. */
export interface Approval {
    readonly id: string;
    readonly opened: Opened;
    readonly state: ApprovalState;
    /** Usernames by id, of everybody the facts mention. */
    readonly names: Readonly<Record<string, string>>;
    /** Messages by the reason for which they were posted. */
    readonly posted: ReadonlyMap<string, string>;
    /** Reasons for which a message was about to be posted. */
    readonly posting: ReadonlySet<string>;
    /** The last step of the current attempt. */
    readonly step?: z.infer<typeof stepSchema>;
    /** Keys of attempts that steps were made of although they do not count as begun: what was said before came to light later. */
    readonly strays: readonly string[];
    /** Why attempts failed, by their key. */
    readonly failures: ReadonlyMap<string, z.infer<typeof failureSchema>>;
    /** Ids of the facts that are on the audit record. */
    readonly audited: ReadonlySet<string>;
    /** False when something stored could not be read: then nothing is executed, for a withdrawal may be what is missing. */
    readonly intact: boolean;
}

/** The messages every request has. */
export const REQUEST_MESSAGE = 'request';
export const STATUS_MESSAGE = 'status';

interface Tools {
    readonly stores: Pick<Stores, 'approvals'>;
    clock(): number;
}

/** One round trip. Undefined when there is no such request. */
export async function loadApproval(tools: Tools, id: string): Promise<Approval | undefined> {
    const { facts, intact } = await tools.stores.approvals.read(id);
    const opened = newest(facts, RECORD.opened, openedSchema);
    const stated = parsed(facts, RECORD.stated, statedSchema);
    const state = fold(stated.map(({ fact }) => fact), tools.clock());
    if (!opened || !state) {
        return undefined;
    }
    const steps = parsed(facts, RECORD.step, stepSchema);
    const begun = state.attempts.map(({ key }) => key);
    const step = steps.findLast(({ key }) => key === begun.at(-1));
    return {
        id,
        opened,
        state,
        names: { ...opened.userNames, [opened.requester.id]: opened.requester.username, ...Object.fromEntries(stated.flatMap(({ names }) => Object.entries(names))) },
        posted: new Map(parsed(facts, RECORD.posted, postedSchema).map(({ key, messageId }) => [key, messageId])),
        posting: new Set(facts.filter(({ type }) => type === RECORD.posting).map((fact) => fact.id)),
        ...(step && { step }),
        strays: [...new Set([...state.strays, ...steps.map(({ key }) => key).filter((key) => !begun.includes(key))])],
        failures: new Map(parsed(facts, RECORD.failure, failureSchema).map((failure) => [failure.key, failure])),
        audited: new Set(parsed(facts, RECORD.audited, auditedSchema).flatMap(({ ids }) => ids)),
        intact: intact && stated.length === facts.filter(({ type }) => type === RECORD.stated).length,
    };
}

/** The approval after more facts, without reading it again. */
export function withFacts(approval: Approval, facts: readonly ApprovalFact[], now: number): Approval {
    return { ...approval, state: fold([...approval.state.facts, ...facts], now) ?? approval.state };
}

/** The thread in which everything about the request is said; undefined until the request was posted. */
export const threadOf = ({ opened, posted }: Approval): string | undefined => opened.threadId ?? posted.get(REQUEST_MESSAGE);

function parsed<S extends z.ZodMiniType>(facts: readonly Fact[], type: string, schema: S): z.output<S>[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data }) => {
        const result = schema.safeParse(data);
        return result.success ? [result.data] : [];
    });
}

const newest = <S extends z.ZodMiniType>(facts: readonly Fact[], type: string, schema: S): z.output<S> | undefined => parsed(facts, type, schema).at(-1);
