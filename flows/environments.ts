import type { Stores } from '../context/ctx';
import type { Fact } from '../persistence';
import { environmentFact, environmentsAt, latestWords, type EnvironmentFact, type EnvironmentState } from '../services/workflows/environment/catalogue';
import type { Environment } from '../services/workflows/environment/environment';

/** One subject for all: a workspace has a handful of environments, and their order and targets are judged together. */
const SUBJECT = 'environments';

/** Facts; the audit chain keeps the history. */
const COMPACT_ABOVE = 200;

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
    clock(): number;
}

/** The environments that admins have set up, as they are now. One round trip. */
export async function readEnvironments(tools: Tools): Promise<EnvironmentState[]> {
    return environmentsAt(toEnvironmentFacts(await tools.stores.ledger.read(SUBJECT)), tools.clock());
}

export const findEnvironment = async (tools: Tools, name: string): Promise<EnvironmentState | undefined> => (await readEnvironments(tools)).find(({ environment }) => environment.name === name);

/** `by` is the id of the user who did it. */
export async function setEnvironment(tools: Tools, environment: Environment, by: string): Promise<void> {
    await append(tools, { type: 'env-set', by, data: { environment } });
}

export async function removeEnvironment(tools: Tools, name: string, by: string): Promise<void> {
    await append(tools, { type: 'env-removed', by, data: { name } });
}

/** `until`: milliseconds since 1970; undefined until somebody unlocks. */
export async function lockEnvironment(tools: Tools, { name, reason, until }: { readonly name: string; readonly reason: string; readonly until: number | undefined }, by: string): Promise<void> {
    await append(tools, { type: 'env-locked', by, data: { name, reason, until } });
}

export async function unlockEnvironment(tools: Tools, name: string, by: string): Promise<void> {
    await append(tools, { type: 'env-unlocked', by, data: { name } });
}

/** Dated after all that is known: the latest word counts, and the clock of the server that said the one before may be ahead. */
async function append(tools: Tools, fact: Pick<Fact, 'type' | 'by' | 'data'>): Promise<void> {
    const { ledger } = tools.stores;
    const known = await ledger.read(SUBJECT);
    await ledger.append({ ...fact, subject: SUBJECT, at: Math.max(tools.clock(), ...known.map(({ at }) => at + 1)) });
    if (known.length >= COMPACT_ABOVE) {
        await ledger.compact(SUBJECT, withoutSuperseded);
    }
}

/** Facts that this version does not understand are another version's: they say nothing here. */
function toEnvironmentFacts(facts: readonly Fact[]): EnvironmentFact[] {
    return facts.flatMap(({ id, at, by, type, data }) => environmentFact.safeParse({ ...data, id, at, by, type }).data ?? []);
}

function withoutSuperseded(facts: readonly Fact[]): Fact[] {
    const known = toEnvironmentFacts(facts);
    const kept = new Set(latestWords(known).map(({ id }) => id));
    const understood = new Set(known.map(({ id }) => id));
    return facts.filter(({ id }) => kept.has(id) || !understood.has(id));
}
