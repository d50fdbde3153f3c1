import { part } from '../discovery';
import { apiPath, securityStatus, type Hub } from '../hub';
import type { Gate } from '../workflows/environment/environment';
import { commitReader, type CommitReader } from './commit-reader';
import type { GateResult } from './evidence';
import { filesAt } from './files-at';
import { refOf, type PinnedModel } from './pinned-model';
import { upToDate } from './up-to-date';
import { cardVerdict, evalsVerdict, licenseVerdict, securityVerdict, type Verdict } from './verdicts';

/** What an admin demands. */
export interface GateRules {
    /** Allowed licences, by the Hub's keys; upper and lower case count the same. */
    readonly licenses: readonly string[];
    /** The least score of a card, 0–100. */
    readonly cardScore: number;
}

/** A model that is to go live in place of another one; `live` is left out when nothing is. */
export interface Candidate extends PinnedModel {
    readonly live?: PinnedModel;
    readonly gates: readonly Gate[];
    readonly rules: GateRules;
}

/** The verdicts as they are now. What may change while the commit stays is asked for anew; an answer that does not come is no verdict. */
export function checkGates(hub: Hub, candidate: Candidate): Promise<GateResult[]> {
    hub.forget(apiPath(refOf(candidate)));
    return gateResults(hub, candidate, {
        after: commitReader(hub, candidate),
        ...(candidate.live && { before: commitReader(hub, candidate.live) }),
    });
}

export interface BothCommits {
    /** What is live. */
    readonly before?: CommitReader;
    readonly after: CommitReader;
}

/** One result for each gate, in their order. */
export function gateResults(hub: Hub, { repo, sha, gates, rules }: Candidate, commits: BothCommits): Promise<GateResult[]> {
    const checks: Readonly<Record<Gate, () => Promise<Verdict>>> = {
        security: () => security(hub, { repo, sha }),
        card: async () => cardVerdict(await commits.after.card(), rules.cardScore),
        license: async () => licenseVerdict(await commits.after.card(), rules.licenses),
        evals: async () => {
            const [after, before] = await Promise.all([commits.after.evaluations(), commits.before?.evaluations()]);
            return evalsVerdict(after, before);
        },
    };
    return Promise.all([...new Set(gates)].map(async (gate) => ({ gate, ...(await checks[gate]()) })));
}

/** Scans are listed a hundred files at a time: ten requests. Of more files there is no verdict. */
const SCANNED_FILES = 1_000;

async function security(hub: Hub, model: PinnedModel): Promise<Verdict> {
    const [repo, files] = await Promise.all([
        part(upToDate(securityStatus(hub, refOf(model)))),
        part(upToDate(filesAt(hub, model, { scans: true, limit: SCANNED_FILES }))),
    ]);
    return securityVerdict(repo, files);
}
