import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { gatherEvidence, type Deployment, type Evidence, priceOf, targetProblem, type Live, type PinnedModel } from '../../services/deployment';
import { apiPath, isCommitSha, modelHead } from '../../services/hub';
import type { ApprovalEvent } from '../../services/workflows/approval';
import type { EnvironmentState } from '../../services/workflows/environment/catalogue';
import type { Environment } from '../../services/workflows/environment/environment';
import { gateSentence } from '../../ui/evidence-view';
import { readEnvironments } from '../environments';
import { openApproval } from '../approval/open-approval';
import { approvalRule, type Flow, forReturn, type Ruled } from './approval-rule';
import { chooseEnvironment } from './choose-environment';
import { DEPLOY, isSame, pinned } from './deployment-of';
import { type Exposure, isHidden, requireDiscretion } from './exposure';
import { failureSentence } from './failure-sentence';
import { gateRules } from './gate-rules';
import { isReturn } from './history';
import { cancelFailed, requireNoOther } from './one-at-a-time';
import { liveIn, rolloutIn } from './rollout-in';

/** What somebody asks for. */
export interface DeploymentOrder {
    /** The model, `owner/name`. */
    readonly repo: string;
    /** A branch, a tag or a commit; without it the main branch. */
    readonly revision?: string | undefined;
    readonly environment?: string | undefined;
    readonly flow?: Flow | undefined;
    readonly reviewers: readonly string[];
    /** The request that goes back to what was live before. */
    readonly rollbackTo?: string | undefined;
    readonly exposure: Exposure;
}

export interface Requested {
    readonly id: string;
    readonly deployment: Deployment;
}

/** Checks all that can be checked, gathers the evidence and makes the request. Throws UserError, and HubError where the model can't be read. */
export async function requestDeployment(ctx: Ctx, order: DeploymentOrder): Promise<Requested> {
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'deploy.sign_in' });
    }
    const { environment, lock } = await chooseEnvironment(ctx, order.environment);
    requireUnlocked(environment, lock);
    const failed = await requireNoOther(ctx, environment.name);
    const wanted = await approvalRule(ctx, environment, { flow: order.flow, reviewers: order.reviewers });
    const revision = order.revision ?? 'main';
    const [head, { live, coming }, problem] = await Promise.all([
        modelHead(ctx.hub, { id: order.repo, revision }),
        rolloutIn(ctx, environment, order.repo),
        targetProblem(ctx.hub, environment.target, order.repo),
    ]);
    const { id: repo, sha } = head;
    if (!sha) {
        throw new UserError({ key: 'deploy.no_commit', values: { repo, revision } });
    }
    if (problem) {
        throw new UserError({ key: 'deploy.impossible', values: { reason: ctx.lang.t(failureSentence(problem.code).key) } }, problem.scope === undefined ? undefined : { key: 'deploy.missing_scope', values: { scope: problem.scope } });
    }
    requireChange(environment, { repo, sha }, live);
    const returns = await isReturn(ctx.stores.ledger, { environment, rollbackTo: order.rollbackTo, repo, sha });
    const ruled = returns ? forReturn(wanted) : wanted;
    if (!returns) {
        requireSettled(environment, coming);
        await requirePromotion(ctx, environment, { repo, sha });
    }
    // A verdict from before somebody mended what it is about would keep them out.
    ctx.hub.forget(apiPath({ type: 'model', id: repo }));
    const [evidence, price] = await Promise.all([gatherEvidence(ctx.hub, { repo, sha, live: pinned(live), gates: environment.gates, rules: gateRules(ctx.settings) }), priceOf(ctx.hub, environment.target)]);
    requireNoRed(ctx, ruled, evidence);
    const hidden = await isHidden(ctx, head, pinned(live));
    if (hidden) {
        requireDiscretion(ctx, repo, order.exposure);
    }
    const deployment: Deployment = {
        v: 1, environment, repo, private: hidden, revision, moves: !isCommitSha(revision), sha, flow: ruled.flow, evidence,
        ...(order.rollbackTo !== undefined && { rollbackTo: order.rollbackTo }),
        ...(live && { live }),
        ...(price && { price }),
    };
    await cancelFailed(ctx, environment.name, failed);
    return { id: await open(ctx, deployment, ruled), deployment };
}

function requireUnlocked(environment: Environment, lock: EnvironmentState['lock']): void {
    if (lock) {
        throw new UserError({ key: 'deploy.locked', values: { environment: environment.name, reason: lock.reason } }, { key: 'deploy.unlock_hint', values: { environment: environment.name } });
    }
}

function requireChange({ name }: Environment, wanted: PinnedModel, live: Live | undefined): void {
    if (live && isSame(wanted, live)) {
        throw new UserError({ key: 'deploy.already_live', values: { repo: wanted.repo, sha: wanted.sha.slice(0, 7), environment: name } });
    }
}

/** What is live after the change that is under way is not known yet, and so neither is what this one would change. */
function requireSettled({ name }: Environment, coming: Live | undefined): void {
    if (coming) {
        throw new UserError({ key: 'deploy.moving', values: { environment: name } });
    }
}

async function requirePromotion(ctx: Ctx, environment: Environment, wanted: PinnedModel): Promise<void> {
    if (!(await isPromoted(ctx, environment, wanted))) {
        throw new UserError({ key: 'deploy.not_promoted', values: { environment: environment.name, before: environment.after ?? '', sha: wanted.sha.slice(0, 7) } });
    }
}

/** Whether this very commit is live where it has to be first. */
export async function isPromoted(ctx: Ctx, { after }: Environment, wanted: PinnedModel): Promise<boolean> {
    const before = after === undefined ? undefined : (await readEnvironments(ctx)).find(({ environment }) => environment.name === after);
    if (!before) {
        return after === undefined;
    }
    const live = await liveIn(ctx, before.environment, wanted.repo);
    return live !== undefined && isSame(wanted, live);
}

/** A request whose checks are red already would be void at once. */
function requireNoRed({ lang }: Ctx, { rule }: Ruled, { gates }: Evidence): void {
    const red = gates.filter(({ gate, verdict }) => verdict === 'red' && rule.requiredGates.includes(gate));
    if (red.length > 0) {
        throw new UserError({ key: 'deploy.gates_red', values: { n: red.length, reasons: red.map((result) => gateSentence(result, lang)).join(' ') } });
    }
}

function open(ctx: Ctx, deployment: Deployment, { rule, asked, roleNames, userNames }: Ruled): Promise<string> {
    const { environment, repo, sha, evidence } = deployment;
    const requester = { user: ctx.user.id, roles: ctx.user.roles };
    const events: ApprovalEvent[] = [
        ...evidence.gates.map(({ gate, verdict }): ApprovalEvent => ({ type: 'gate-changed', id: `gate:${gate}`, name: gate, verdict })),
        ...asked.map((person): ApprovalEvent => ({ type: 'ask-reviewer', id: `asked:${person.id}`, by: requester, reviewer: { user: person.id, roles: person.roles } })),
    ];
    return openApproval(ctx, {
        kind: DEPLOY,
        title: `${repo} @ ${sha.slice(0, 7)} → ${environment.name}`,
        about: { subject: repo, details: { environment: environment.name } },
        sha,
        rule,
        expiresAt: ctx.clock() + environment.expiryHours * 3_600_000,
        roleNames,
        userNames,
        details: deployment,
        events,
    });
}
