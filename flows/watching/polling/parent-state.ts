import * as z from 'zod/mini';
import { HubError, isPassing, type Hub, type ParentRepo, parentRepo } from '../../../services/hub';
import type { ThingRepo } from '../../../services/workflows/watching';

/** What a repository is to those who build on it. */
const parentFacts = z.object({
    /** Keys of the Hub's list of licences, in a line; undefined: none is stated. */
    license: z.optional(z.string()),
    /** `false`, `auto`, `manual`; undefined: not known. */
    gated: z.optional(z.string()),
    /** The worst that scanners say of a file, `disabled` when Hugging Face closed it, `safe`; undefined: not known. */
    flag: z.optional(z.string()),
    /** Where it is now, when it was moved. */
    movedTo: z.optional(z.string()),
});
export type ParentFacts = z.infer<typeof parentFacts>;

export const parentState = z.object({
    type: z.enum(['model', 'dataset', 'space']),
    id: z.string(),
    /** undefined: everybody was refused since we look. */
    facts: z.optional(parentFacts),
    /** It was not there so many times in a row. */
    absent: z.number(),
    /** So many changes were told: what makes one of them differ from the same one earlier. */
    told: z.number(),
});
export type ParentState = z.infer<typeof parentState>;

export type ParentChange = 'license' | 'gated' | 'deleted' | 'flagged' | 'moved';

export interface ParentFinding {
    readonly change: ParentChange;
    readonly before?: string | undefined;
    readonly after?: string | undefined;
}

/** It is gone when it is not there so many times in a row: Hugging Face may have a bad moment. */
const ABSENT_TIMES = 2;

/** The worst last, in the Hub's own words. */
const LEVELS: readonly string[] = ['safe', 'unscanned', 'queued', 'error', 'caution', 'suspicious', 'unsafe'];

/** What a parent is now; `absent`: it is not there for us; undefined: Hugging Face does not say. Throws HubError for what passes. */
export async function lookAtParent(hub: Hub, parent: ThingRepo): Promise<ParentFacts | 'absent' | undefined> {
    try {
        return factsOf(parent, await parentRepo(hub, parent));
    } catch (error) {
        if (isPassing(error) || !(error instanceof HubError)) {
            throw error;
        }
        if (error.kind === 'disabled') {
            return { flag: 'disabled' };
        }
        return error.kind === 'repo-not-found' || error.kind === 'not-found-or-private' || error.kind === 'not-found' ? 'absent' : undefined;
    }
}

/** The state after a look, and what there is to tell: nothing at the first sight, and of what is gone when it was confirmed. */
export function afterLook(before: ParentState, now: ParentFacts | 'absent' | undefined): { readonly state: ParentState; readonly findings: readonly ParentFinding[] } {
    if (now === undefined) {
        return { state: before, findings: [] };
    }
    if (now === 'absent') {
        const absent = Math.min(before.absent + 1, ABSENT_TIMES);
        const findings: ParentFinding[] = before.facts && before.absent < ABSENT_TIMES && absent === ABSENT_TIMES ? [{ change: 'deleted' }] : [];
        return { state: { ...before, absent, told: before.told + findings.length }, findings };
    }
    const findings = before.facts ? differences(before.facts, now) : [];
    // What is not said this time stays as it was.
    const facts = { ...now, gated: now.gated ?? before.facts?.gated, flag: now.flag ?? before.facts?.flag, ...(now.flag === 'disabled' && { license: now.license ?? before.facts?.license }) };
    return { state: { ...before, facts, absent: 0, told: before.told + findings.length }, findings };
}

/** Whether one more look has to confirm that it is gone. */
export const isDoubted = ({ facts, absent }: ParentState): boolean => facts !== undefined && absent > 0 && absent < ABSENT_TIMES;

function differences(before: ParentFacts, now: ParentFacts): ParentFinding[] {
    const flagged = now.flag !== undefined && before.flag !== undefined && before.flag !== now.flag;
    return [
        ...(now.flag !== 'disabled' && before.license !== now.license ? [{ change: 'license' as const, before: before.license, after: now.license }] : []),
        ...(before.gated !== undefined && now.gated !== undefined && before.gated !== now.gated ? [{ change: 'gated' as const, before: before.gated, after: now.gated }] : []),
        ...(flagged ? [{ change: 'flagged' as const, before: before.flag, after: now.flag }] : []),
        ...(now.movedTo !== undefined && before.movedTo !== now.movedTo ? [{ change: 'moved' as const, before: before.movedTo, after: now.movedTo }] : []),
    ];
}

function factsOf(parent: ThingRepo, repo: ParentRepo): ParentFacts {
    const { license, license_name: name } = repo.cardData ?? {};
    const stated = [license].flat().filter((key) => typeof key === 'string').map((key) => (key === 'other' && typeof name === 'string' ? `other (${name})` : key));
    const licenses = stated.length > 0 ? stated : (repo.tags ?? []).filter((tag) => tag.startsWith('license:')).map((tag) => tag.slice('license:'.length));
    return {
        ...(licenses.length > 0 && { license: licenses.join(', ').slice(0, 200) }),
        ...(repo.gated !== undefined && repo.gated !== null && { gated: String(repo.gated) }),
        ...flagOf(repo),
        ...(repo.id.toLowerCase() !== parent.id.toLowerCase() && { movedTo: repo.id }),
    };
}

/** Nothing while the scanners are at work: that is no verdict. */
function flagOf({ disabled, securityRepoStatus }: ParentRepo): Pick<ParentFacts, 'flag'> {
    if (disabled === true) {
        return { flag: 'disabled' };
    }
    if (securityRepoStatus?.scansDone !== true) {
        return securityRepoStatus ? {} : { flag: 'safe' };
    }
    const levels = securityRepoStatus.filesWithIssues.map(({ level }) => level);
    return { flag: levels.sort((a, b) => LEVELS.indexOf(b) - LEVELS.indexOf(a))[0] ?? 'safe' };
}
