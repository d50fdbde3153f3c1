import { createHash } from 'crypto';
import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { type Fact, joined, type NewFact } from '../../persistence';
import { episodesOf, keysOf, merged, type MonitorRules } from '../../services/workflows/monitor';
import { POST, type Posts } from '../post-once';
import { type Memory, memorySchema, RECORD, wishSchema } from './monitor-record';

/** The key of the living card. */
export const CARD = 'card';

/** The kind of due item whose subject is a monitor's id. */
export const MONITOR_WORK = 'space-monitor';

export type MonitorWish = z.infer<typeof wishSchema>;

/** A monitor with everything that is known of it. */
export interface Monitor {
    readonly id: string;
    readonly wish: MonitorWish;
    /** The chat user who asked for it last: it looks with their eyes. */
    readonly by: string;
    readonly rules: MonitorRules;
    /** When it was made, milliseconds since 1970. */
    readonly madeAt: number;
    /** It says nothing before this, milliseconds since 1970; 0 when it never was muted. */
    readonly mutedUntil: number;
    /** Who stopped it, a username: only its card is still to be finished. */
    readonly stoppedBy?: string | undefined;
    readonly memory?: Memory | undefined;
    /** All that this is made of, oldest first. */
    readonly facts: readonly Fact[];
}

export interface MonitorTools {
    readonly stores: Pick<Stores, 'ledger' | 'due'>;
    clock(): number;
    wakeAt(at: number): Promise<void>;
}

type Reading = { readonly stores: Pick<Stores, 'ledger'> };

const removedSchema = z.object({ username: z.string() });
const postedSchema = z.object({ key: z.string(), messageId: z.string() });
const mutedSchema = z.object({ until: z.number() });
const listedSchema = z.object({ id: z.string() });

/** There is at most one monitor for a room and a Space, whoever makes it on whichever server. */
export const monitorId = (roomId: string, space: string): string => createHash('sha256').update(JSON.stringify([roomId, space.toLowerCase()])).digest('hex').slice(0, 24);

const subjectOf = (id: string): string => joined('monitor', id);

const ALL = 'monitors';
const listOf = (roomId: string): string => joined('monitors-in', roomId);

/** Undefined when there is none. One round trip. */
export async function readMonitor({ stores }: Reading, id: string): Promise<Monitor | undefined> {
    return toMonitor(id, await stores.ledger.read(subjectOf(id)));
}

/** The ids of a room's monitors, the oldest first; one that is just being stopped may be among them. One round trip. */
export const monitorsOfRoom = (tools: Reading, roomId: string): Promise<string[]> => listed(tools, listOf(roomId));

/** Of the whole workspace. One round trip. */
export const allMonitors = (tools: Reading): Promise<string[]> => listed(tools, ALL);

/** Makes the monitor, or changes what it watches for. */
export async function setMonitor(tools: MonitorTools, wish: MonitorWish, by: string): Promise<Monitor | undefined> {
    const id = monitorId(wish.roomId, wish.space);
    await append(tools, id, { type: RECORD.set, by, data: { ...wish } });
    const monitor = await readMonitor(tools, id);
    if (monitor) {
        await list(tools, monitor);
    }
    await lookAtMonitor(tools, id);
    return monitor;
}

/** `until`: milliseconds since 1970. */
export async function muteMonitor(tools: MonitorTools, id: string, { until, by }: { readonly until: number; readonly by: string }): Promise<void> {
    await append(tools, id, { type: RECORD.muted, by, data: { until } });
    await lookAtMonitor(tools, id);
}

/** The job finishes its card and forgets it. */
export async function stopMonitor(tools: MonitorTools, id: string, { username, by }: { readonly username: string; readonly by: string }): Promise<void> {
    await append(tools, id, { type: RECORD.removed, by, data: { username } });
    await lookAtMonitor(tools, id);
}

/** Writes down what was seen, in place of what was known before, and takes away what is of no more use. */
export async function remember(tools: MonitorTools, monitor: Monitor, memory: Memory): Promise<void> {
    const { id, rules, facts } = monitor;
    await append(tools, id, { type: RECORD.seen, data: { ...memory } });
    const needed = neededFacts(facts, [CARD, ...keysOf(rules, episodesOf(memory.history, rules))]);
    const gone = new Set(facts.filter((fact) => !needed.has(fact.id)).map((fact) => fact.id));
    await tools.stores.ledger.compact(subjectOf(id), (all) => all.filter((fact) => !gone.has(fact.id)));
}

/** Of what was known before something new was seen: the first wish, which says how old the monitor is, the last words, and what was said of what still counts. */
function neededFacts(facts: readonly Fact[], keys: readonly string[]): Set<string> {
    const ids = (type: string): string[] => facts.filter((fact) => fact.type === type).map(({ id }) => id);
    const sets = ids(RECORD.set);
    return new Set([...sets.slice(0, 1), ...sets.slice(-1), ...ids(RECORD.muted).slice(-1), ...keys.flatMap((key) => [`${POST.posting}:${key}`, `${POST.posted}:${key}`])]);
}

/** What is on record of the monitor's messages. */
export function postsOf({ stores }: Reading, { id, madeAt, facts }: Monitor): Posts {
    return {
        about: `${id} ${madeAt}`,
        posted: new Map(parsed(facts, POST.posted, postedSchema).map(({ key, messageId }) => [key, messageId])),
        posting: new Set(facts.filter(({ type }) => type === POST.posting).map((fact) => fact.id)),
        append: (fact) => stores.ledger.append({ ...fact, subject: subjectOf(id) }),
    };
}

/** Takes a monitor off the lists and forgets it; one that was made anew meanwhile stays. */
export async function forgetMonitor({ stores }: Reading, { id, wish, facts }: Monitor): Promise<void> {
    const known = new Set(facts.map((fact) => fact.id));
    const last = Math.max(...facts.map(({ at }) => at));
    for (const subject of [listOf(wish.roomId), ALL]) {
        await stores.ledger.compact(subject, (entries) => entries.filter(({ at, data }) => at > last || listedSchema.safeParse(data).data?.id !== id));
    }
    await stores.ledger.compact(subjectOf(id), (all) => (all.some((fact) => fact.type === RECORD.set && !known.has(fact.id)) ? all.filter((fact) => !known.has(fact.id)) : []));
}

/** Lets the job look at a monitor now. */
export async function lookAtMonitor(tools: MonitorTools, id: string): Promise<void> {
    const at = tools.clock();
    await tools.stores.due.schedule({ kind: MONITOR_WORK, subject: id, at });
    await tools.wakeAt(at);
}

async function list({ stores }: Reading, { id, wish, madeAt }: Monitor): Promise<void> {
    for (const subject of [listOf(wish.roomId), ALL]) {
        await stores.ledger.append({ subject, type: 'listed', id: `${id}:${madeAt}`, at: madeAt, data: { id } });
    }
}

async function listed({ stores }: Reading, subject: string): Promise<string[]> {
    const ids = (await stores.ledger.read(subject)).flatMap(({ data }) => listedSchema.safeParse(data).data?.id ?? []);
    return [...new Set(ids)];
}

/** Dated after all that is known: the latest word counts, and the clock of the server that said the one before may be ahead. */
async function append(tools: MonitorTools, id: string, fact: Omit<NewFact, 'subject'>): Promise<void> {
    const subject = subjectOf(id);
    const known = await tools.stores.ledger.read(subject);
    await tools.stores.ledger.append({ ...fact, subject, at: Math.max(tools.clock(), ...known.map(({ at }) => at + 1)) });
}

/** The last word counts: whoever makes a monitor that was stopped a moment ago goes on with it. */
function toMonitor(id: string, facts: readonly Fact[]): Monitor | undefined {
    const sets = facts.filter(({ type }) => type === RECORD.set);
    const word = facts.findLast(({ type }) => type === RECORD.set || type === RECORD.removed);
    const [first, last] = [sets[0], sets.at(-1)];
    const wish = wishSchema.safeParse(last?.data).data;
    if (!first || !last || !wish) {
        return undefined;
    }
    const rules = { alerts: wish.alerts, threshold: wish.threshold, forMs: wish.forMs, since: last.at };
    return {
        id, wish, rules, facts,
        by: last.by ?? '',
        madeAt: first.at,
        mutedUntil: Math.max(0, ...parsed(facts, RECORD.muted, mutedSchema).slice(-1).map(({ until }) => until)),
        stoppedBy: parsed(word?.type === RECORD.removed ? [word] : [], RECORD.removed, removedSchema)[0]?.username,
        memory: memoryOf(facts, rules),
    };
}

/** Of several, which two servers wrote that looked at once, the last one counts; nothing that either has seen is lost. */
function memoryOf(facts: readonly Fact[], rules: MonitorRules): Memory | undefined {
    const memories = parsed(facts, RECORD.seen, memorySchema);
    const last = memories.at(-1);
    return last && { ...last, history: merged(memories.map(({ history }) => history), rules) };
}

function parsed<S extends z.ZodMiniType>(facts: readonly Fact[], type: string, schema: S): z.output<S>[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data }) => {
        const result = schema.safeParse(data);
        return result.success ? [result.data] : [];
    });
}
