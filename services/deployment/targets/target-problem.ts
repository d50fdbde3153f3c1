import { abilitiesOf, assertMayChangeEndpoints, spaceVariables, whoAmI, type Hub, type WhoAmI } from '../../hub';
import type { Target } from '../../workflows/environment/environment';
import { asRefusal, reasonOf } from './failure';
import type { FailureReason } from './step';

export interface TargetProblem {
    readonly code: FailureReason;
    /** The permission that the token lacks. */
    readonly scope?: string;
}

/**
 * Why the token behind `hub` could not deploy `repo` to the target, as far as it can be told without changing anything. Undefined
 * is no promise: an OAuth token does not tell its permissions. Throws HubErrors that pass.
 */
export async function targetProblem(hub: Hub, target: Target, repo: string): Promise<TargetProblem | undefined> {
    try {
        switch (target.kind) {
            case 'endpoint':
                await assertMayChangeEndpoints(hub, target.namespace);
                return undefined;
            case 'space':
                return await spaceProblem(hub, target.space);
            case 'branch':
            case 'tag':
                return writeProblem((await whoAmI(hub)).value, repo);
        }
    } catch (error) {
        const refusal = asRefusal(error);
        if (refusal) {
            return problem(reasonOf(refusal), refusal.scope);
        }
        throw error;
    }
}

const problem = (code: FailureReason, scope?: string): TargetProblem => ({ code, ...(scope !== undefined && { scope }) });

/** Only who may write to a Space sees its variables. */
async function spaceProblem(hub: Hub, space: string): Promise<TargetProblem | undefined> {
    const found = writeProblem((await whoAmI(hub)).value, space);
    if (found === undefined) {
        await spaceVariables(hub, space);
    }
    return found;
}

function writeProblem(who: WhoAmI, repo: string): TargetProblem | undefined {
    const [owner = ''] = repo.split('/');
    if (isShutOut(who, owner)) {
        return problem('forbidden');
    }
    const write = abilitiesOf(who).find(({ id }) => id === 'write');
    const covers = write?.held === 'some' ? write.on.some((name) => isSame(name, owner) || isSame(name, repo)) : write?.held !== 'none';
    return covers ? undefined : problem('missing-scope', write?.permission);
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const READERS: readonly string[] = ['read', 'no_access'];

/** OAuth tokens may not be told about organisations: then nothing follows from one that is not listed. */
function isShutOut({ name, orgs, auth }: WhoAmI, owner: string): boolean {
    if (isSame(name, owner)) {
        return false;
    }
    const org = orgs?.find((one) => isSame(one.name, owner));
    return org === undefined ? Boolean(auth.accessToken) : READERS.includes(org.roleInOrg ?? '') || (org.securityRestrictions?.length ?? 0) > 0;
}
