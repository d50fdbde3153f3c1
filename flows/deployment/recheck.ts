import type { Ctx } from '../../context/ctx';
import { checkGates, type Deployment } from '../../services/deployment';
import { HubError, isPassing, modelHead } from '../../services/hub';
import type { ApprovalEvent, ApprovalState } from '../../services/workflows/approval';
import { canonicalJson } from '../../services/workflows/audit/canonical-json';
import type { MessageKey } from '../../ui/catalogue';
import { language, type Values } from '../../ui/language';
import type { Approval } from '../approval/load-approval';
import { TargetBusyError } from '../approval/target-busy-error';
import { readEnvironments } from '../environments';
import { deploymentsOpenFor, isSame, pinned } from './deployment-of';
import { gateRules } from './gate-rules';
import { isReturn } from './history';
import { isPromoted } from './request-deployment';
import { rolloutIn } from './rollout-in';

/** Looks again at everything the request was made on. Throws HubErrors that pass, and TargetBusyError. */
export async function recheckDeployment(ctx: Ctx, approval: Approval, deployment: Deployment): Promise<readonly ApprovalEvent[]> {
    const { lang, now } = { lang: language(approval.opened.locale), now: ctx.clock() };
    const voided = ({ key, values }: Obstacle): ApprovalEvent => ({ type: 'lock', id: `surroundings:${now}`, by: 'app', reason: lang.t(key, values) });
    try {
        const rival = await rivalOf(ctx, approval, deployment);
        if (rival) {
            return [voided(rival)];
        }
        const [obstacle, gates, head] = await Promise.all([changedSurroundings(ctx, deployment), gatesNow(ctx, deployment), headNow(ctx, deployment)]);
        return [...head, ...gates, ...(obstacle ? [voided(obstacle)] : [])];
    } catch (error) {
        // What can't be read any more (deleted, made private, the token is gone) is not what was approved.
        if (error instanceof HubError && !isPassing(error)) {
            return [voided({ key: 'deploy.voided.unreadable' })];
        }
        throw error;
    }
}

interface Obstacle {
    readonly key: MessageKey;
    readonly values?: Values;
}

/** Two requests that were made at the same moment both found nothing open. One of them goes ahead: the one that is under way, else the earlier. */
async function rivalOf(ctx: Ctx, { id, state }: Approval, { environment }: Deployment): Promise<Obstacle | undefined> {
    const rivals = (await deploymentsOpenFor(ctx, environment.name)).filter((other) => other.id !== id && other.state.phase !== 'failed');
    const isUnderWay = state.phase === 'executing';
    const blocks = (other: Approval): boolean => (other.state.phase === 'executing' ? !isUnderWay || isBefore(other.state.request, state.request) : !isUnderWay && isBefore(other.state.request, state.request));
    return rivals.some(blocks) ? { key: 'deploy.voided.rival' } : undefined;
}

const isBefore = (a: ApprovalState['request'], b: ApprovalState['request']): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);

/** What the environment has become since. */
async function changedSurroundings(ctx: Ctx, deployment: Deployment): Promise<Obstacle | undefined> {
    const { environment, live, repo, sha } = deployment;
    const now = (await readEnvironments(ctx)).find((state) => state.environment.name === environment.name);
    if (!now || canonicalJson(now.environment) !== canonicalJson(environment)) {
        return { key: now ? 'deploy.voided.environment_changed' : 'deploy.voided.environment_removed' };
    }
    if (now.lock) {
        return { key: 'deploy.voided.locked', values: { reason: now.lock.reason } };
    }
    const returns = await isReturn(ctx.stores.ledger, deployment);
    const { live: current, coming } = await rolloutIn(ctx, environment, repo);
    // A rollback is what stops a rollout that hangs.
    if (coming && !isSame(coming, { repo, sha }) && !returns) {
        throw new TargetBusyError(`${environment.name} is on its way to ${coming.sha}.`);
    }
    if (current && (!live || !isSame(current, live)) && !isSame(current, { repo, sha })) {
        return { key: 'deploy.voided.live_changed', values: { sha: current.sha.slice(0, 7) } };
    }
    return returns || (await isPromoted(ctx, environment, { repo, sha })) ? undefined : { key: 'deploy.voided.not_promoted', values: { before: environment.after ?? '' } };
}

async function gatesNow(ctx: Ctx, { environment: { gates }, repo, sha, live }: Deployment): Promise<ApprovalEvent[]> {
    const results = await checkGates(ctx.hub, { repo, sha, live: pinned(live), gates, rules: gateRules(ctx.settings) });
    return results.map(({ gate, verdict }) => ({ type: 'gate-changed', id: `gate:${gate}:${ctx.clock()}`, name: gate, verdict }));
}

/** A commit stays what it is; a branch or tag may mean another one by now. */
async function headNow(ctx: Ctx, { moves, repo, revision }: Deployment): Promise<ApprovalEvent[]> {
    const { sha } = moves ? await modelHead(ctx.hub, { id: repo, revision }) : { sha: undefined };
    return sha ? [{ type: 'head-moved', id: `head:${sha}`, sha }] : [];
}
