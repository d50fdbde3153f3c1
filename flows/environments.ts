import type { Stores } from '../context/ctx';
import type { Fact, Ledger } from '../persistence';
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
export async function setEnvironment({ stores: { ledger } }: Tools, environment: Environment, by: string): Promise<void> {
    await ledger.append({ subject: SUBJECT, type: 'env-set', by, data: { environment } });
    await tidy(ledger);
}

export async function removeEnvironment({ stores }: Tools, name: string, by: string): Promise<void> {
    await stores.ledger.append({ subject: SUBJECT, type: 'env-removed', by, data: { name } });
}

/** `until`: milliseconds since 1970; undefined until somebody unlocks. */
export async function lockEnvironment({ stores }: Tools, { name, reason, until }: { readonly name: string; readonly reason: string; readonly until: number | undefined }, by: string): Promise<void> {
    await stores.ledger.append({ subject: SUBJECT, type: 'env-locked', by, data: { name, reason, until } });
}

export async function unlockEnvironment({ stores }: Tools, name: string, by: string): Promise<void> {
    await stores.ledger.append({ subject: SUBJECT, type: 'env-unlocked', by, data: { name } });
}

/** Facts that this version does not understand are another version's: they say nothing here. */
function toEnvironmentFacts(facts: readonly Fact[]): EnvironmentFact[] {
    return facts.flatMap(({ id, at, by, type, data }) => environmentFact.safeParse({ ...data, id, at, by, type }).data ?? []);
}

async function tidy(ledger: Ledger): Promise<void> {
    const stored = await ledger.read(SUBJECT);
    if (stored.length > COMPACT_ABOVE) {
        await ledger.compact(SUBJECT, (facts) => {
            const known = toEnvironmentFacts(facts);
            const kept = new Set(latestWords(known).map(({ id }) => id));
            const understood = new Set(known.map(({ id }) => id));
            return facts.filter(({ id }) => kept.has(id) || !understood.has(id));
        });
    }
}
