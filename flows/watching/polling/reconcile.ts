import type { JobCtx } from '../../../context/job-ctx';
import { observationsOf, observeState, type Observed, type StateObservation } from '../observe';
import type { SeenRepo } from './poll-state';
import { repoKey } from './poll-wish';
import { inTurn } from './viewers';

/** So many repositories' records are read in one run. */
const RECORDS = 10;

/**
 * Webhooks put states on record as well, and may come late or get lost: what stands there last has to be what is seen now. The records
 * take turns, those after `last` (a `repoKey`) now. Returns whose turn it was last.
 */
export async function reconcile(job: JobCtx, repos: readonly SeenRepo[], last: string | undefined): Promise<string | undefined> {
    const byKey = new Map(repos.map((repo) => [repoKey(repo), repo]));
    const keys = inTurn([...byKey.keys()].sort(), last, RECORDS);
    for (const repo of keys.map((key) => byKey.get(key)).filter((one) => one !== undefined)) {
        const record = await observationsOf(job, repo);
        for (const state of statesOf(repo).filter((one) => isOvertaken(record, one))) {
            await observeState(job, repo, state);
        }
    }
    return keys.at(-1) ?? last;
}

function statesOf({ private: hidden, gated, stage }: SeenRepo): StateObservation[] {
    return [
        { type: 'visibility', data: { private: hidden } },
        ...(gated === undefined ? [] : [{ type: 'gating' as const, data: { gated } }]),
        ...(stage === undefined ? [] : [{ type: 'stage' as const, data: { stage } }]),
    ];
}

function isOvertaken(record: readonly Observed[], now: StateObservation): boolean {
    const before = record.filter(({ type }) => type === now.type).at(-1);
    return before !== undefined && valueOf(before) !== valueOf(now);
}

function valueOf(seen: Pick<Observed, 'type' | 'data'> | StateObservation): unknown {
    const { data } = seen;
    return 'private' in data ? data.private : 'gated' in data ? data.gated : 'stage' in data ? data.stage : undefined;
}
