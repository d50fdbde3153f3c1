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

/** The environments as they are at `now`, by name; the same for any order and repetition of the facts. Removing one ends its lock. */
export function environmentsAt(facts: readonly EnvironmentFact[], now: number): EnvironmentState[] {
    const ordered = [...new Map(facts.map((fact) => [fact.id, fact])).values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const byName = new Map<string, EnvironmentFact[]>();
    ordered.forEach((fact) => byName.set(nameOf(fact), [...(byName.get(nameOf(fact)) ?? []), fact]));
    return [...byName.values()].flatMap((own) => stateOf(own, now) ?? []).sort((a, b) => (a.environment.name < b.environment.name ? -1 : 1));
}

function stateOf(facts: readonly EnvironmentFact[], now: number): EnvironmentState | undefined {
    let state: EnvironmentState | undefined;
    for (const fact of facts) {
        switch (fact.type) {
            case 'env-set':
                state = { environment: fact.environment, lock: state?.lock };
                break;
            case 'env-removed':
                state = undefined;
                break;
            case 'env-locked':
                state = state && { ...state, lock: { by: fact.by, reason: fact.reason, at: fact.at, ...(fact.until !== undefined && { until: fact.until }) } };
                break;
            case 'env-unlocked':
                state = state && { ...state, lock: undefined };
        }
    }
    return state?.lock?.until !== undefined && state.lock.until <= now ? { ...state, lock: undefined } : state;
}
