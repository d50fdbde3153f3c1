import type { Ctx, Person } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { type ApprovalRule, mayVote } from '../../services/workflows/approval';
import type { Environment } from '../../services/workflows/environment/environment';

export type Flow = 'strict' | 'standard';

/** Who has to say yes, with the names of the ids in it. */
export interface Ruled {
    readonly flow: Flow;
    readonly rule: ApprovalRule;
    /** Who was asked besides. */
    readonly asked: readonly Person[];
    readonly roleNames: Readonly<Record<string, string>>;
    readonly userNames: Readonly<Record<string, string>>;
}

/** A strict flow asks for no fewer. */
const STRICT_APPROVALS = 2;

/**
 * The rule of an environment, as the request carries it from now on. A requester may ask for more (the strict flow, more
 * reviewers), never for less. Throws UserError.
 */
export async function approvalRule(ctx: Ctx, environment: Environment, wanted: { readonly flow: Flow | undefined; readonly reviewers: readonly string[] }): Promise<Ruled> {
    if (wanted.flow === 'standard' && environment.strict) {
        throw new UserError({ key: 'deploy.strict_only', values: { environment: environment.name } });
    }
    const flow = wanted.flow ?? (environment.strict ? 'strict' : 'standard');
    const [approverRoles, requiredRoles, reviewers, asked] = await Promise.all([
        roles(ctx, ctx.settings.approverRoles),
        roles(ctx, environment.roles),
        people(ctx, environment.reviewers),
        people(ctx, wanted.reviewers),
    ]);
    const rule: ApprovalRule = {
        minimumApprovals: flow === 'strict' ? Math.max(STRICT_APPROVALS, environment.approvals) : environment.approvals,
        approverRoles: approverRoles.map(({ id }) => id),
        requiredRoles: requiredRoles.map(({ id }) => id),
        requiredReviewers: reviewers.map(({ id }) => id),
        selfApproval: flow === 'standard' && environment.selfApproval,
        requiredGates: flow === 'strict' ? [...environment.gates] : [],
    };
    requireSomebodyElse(ctx, environment, rule);
    asked.forEach((person) => requireVoter(ctx, rule, person));
    return {
        flow,
        rule,
        asked,
        roleNames: Object.fromEntries([...approverRoles, ...requiredRoles].map(({ id, name }) => [id, name])),
        userNames: Object.fromEntries([...reviewers, ...asked].map(({ id, username }) => [id, username])),
    };
}

/** The same for going back to what was live before: see `isReturn`. */
export function forReturn(ruled: Ruled): Ruled {
    return { ...ruled, rule: { ...ruled.rule, requiredGates: ruled.rule.requiredGates.filter((gate) => gate !== 'evals') } };
}

/** Roles that were deleted since they were set would make every request wait for ever. */
async function roles(ctx: Ctx, names: readonly string[]): Promise<{ readonly id: string; readonly name: string }[]> {
    const found = await Promise.all(names.map((name) => ctx.workspace.role(name)));
    const lost = names.filter((_, index) => found[index] === undefined);
    if (lost.length > 0) {
        throw new UserError({ key: 'deploy.lost_roles', values: { n: lost.length, names: lost.join(', ') } });
    }
    return found.filter((role) => role !== undefined);
}

/** Bots and deactivated users will never say yes: whoever names them is told that they are not there. */
async function people(ctx: Ctx, usernames: readonly string[]): Promise<Person[]> {
    const found = await Promise.all(usernames.map((name) => ctx.workspace.userByName(name)));
    const lost = usernames.filter((_, index) => !found[index]?.human);
    if (lost.length > 0) {
        throw new UserError({ key: 'deploy.lost_users', values: { n: lost.length, names: lost.map((name) => name.replace(/^@/, '')).join(', ') } });
    }
    return found.filter((person) => person !== undefined);
}

/** A named reviewer whose vote does not count on their own request would be waited for for ever. */
function requireSomebodyElse({ user }: Ctx, environment: Environment, { requiredReviewers, selfApproval }: ApprovalRule): void {
    if (!selfApproval && requiredReviewers.includes(user.id)) {
        throw new UserError({ key: 'deploy.requester_is_reviewer', values: { environment: environment.name } });
    }
}

function requireVoter(ctx: Ctx, rule: ApprovalRule, { id, username, roles: held }: Person): void {
    if (id === ctx.user.id && !rule.selfApproval) {
        throw new UserError({ key: 'deploy.reviewer_self' });
    }
    if (!mayVote(rule, { user: id, roles: held })) {
        throw new UserError({ key: 'deploy.reviewer_without_right', values: { user: username } });
    }
}
