import * as z from 'zod/mini';
import { environmentSchema, type Environment } from './environment';

const moment = { id: z.string(), at: z.number(), by: z.string() };

/** What can happen to the environments of a workspace; facts are appended, never edited. */
export const environmentFact = z.discriminatedUnion('type', [
    z.object({ ...moment, type: z.literal('env-set'), environment: environmentSchema }),
    z.object({ ...moment, type: z.literal('env-removed'), name: z.string() }),
    z.object({ ...moment, type: z.literal('env-locked'), name: z.string(), reason: z.string(), until: z.optional(z.number()) }),
    z.object({ ...moment, type: z.literal('env-unlocked'), name: z.string() }),
]);

export type EnvironmentFact = z.infer<typeof environmentFact>;

export interface Lock {
    readonly by: string;
    readonly reason: string;
    readonly at: number;
    /** Milliseconds since 1970; without it until somebody unlocks. */
    readonly until?: number;
}

export interface EnvironmentState {
    readonly environment: Environment;
    /** Undefined when deployments may run. */
    readonly lock: Lock | undefined;
}

const nameOf = (fact: EnvironmentFact): string => (fact.type === 'env-set' ? fact.environment.name : fact.name);

const inOrder = (facts: readonly EnvironmentFact[]): EnvironmentFact[] => [...new Map(facts.map((fact) => [fact.id, fact])).values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** The environments as they are at `now`, by name; the same for any order and repetition of the facts. Removing one ends its lock. */
export function environmentsAt(facts: readonly EnvironmentFact[], now: number): EnvironmentState[] {
    const byName = new Map<string, EnvironmentFact[]>();
    inOrder(facts).forEach((fact) => byName.set(nameOf(fact), [...(byName.get(nameOf(fact)) ?? []), fact]));
    return [...byName.values()].flatMap((own) => stateOf(own, now) ?? []).sort((a, b) => (a.environment.name < b.environment.name ? -1 : 1));
}

/** A lock holds for the name: what was set before it may be compacted away. */
function stateOf(facts: readonly EnvironmentFact[], now: number): EnvironmentState | undefined {
    let environment: Environment | undefined;
    let lock: Lock | undefined;
    for (const fact of facts) {
        switch (fact.type) {
            case 'env-set':
                environment = fact.environment;
                break;
            case 'env-removed':
                environment = undefined;
                lock = undefined;
                break;
            case 'env-locked':
                lock = { by: fact.by, reason: fact.reason, at: fact.at, ...(fact.until !== undefined && { until: fact.until }) };
                break;
            case 'env-unlocked':
                lock = undefined;
        }
    }
    const isOver = lock?.until !== undefined && lock.until <= now;
    return environment && { environment, lock: isOver ? undefined : lock };
}

/** The facts that still say something: of each environment its last setting or removal, and what was said about its lock since. */
export function latestWords(facts: readonly EnvironmentFact[]): EnvironmentFact[] {
    const ordered = inOrder(facts);
    return ordered.filter((fact, index) => {
        const later = ordered.slice(index + 1).filter((other) => nameOf(other) === nameOf(fact)).map(({ type }) => type);
        switch (fact.type) {
            case 'env-set':
                return !later.includes('env-set') && !later.includes('env-removed');
            case 'env-removed':
                return !later.includes('env-removed');
            case 'env-locked':
            case 'env-unlocked':
                return !later.some((type) => type !== 'env-set');
        }
    });
}
