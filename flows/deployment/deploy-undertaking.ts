import type { Ctx } from '../../context/ctx';
import { advance, type Deployment, memoSchema } from '../../services/deployment';
import { modelHead } from '../../services/hub';
import { deploySuccessLines, rollbackButton } from '../../ui/deploy-view';
import { deployRequestView } from '../../ui/deploy-request-view';
import type { Approval } from '../approval/load-approval';
import type { ExecutionStep, Undertaking } from '../approval/undertaking';
import { summaryFacts } from '../approval/summary';
import { archiveCompliance, complianceReport } from './compliance';
import { DEPLOY, deploymentOf, pinned } from './deployment-of';
import { failureSentence } from './failure-sentence';
import { rememberLive } from './history';
import { recheckDeployment } from './recheck';

/** Puts an approved commit in place. */
export const deployUndertaking: Undertaking = {
    kind: DEPLOY,
    requestView: (approval, reader) => deployRequestView({ ...summaryFacts(approval), deployment: demand(approval) }, reader),
    recheck: (ctx, approval) => recheckDeployment(ctx, approval, demand(approval)),
    execute: (ctx, approval) => execute(ctx, approval, demand(approval)),
    failure: failureSentence,
    success: (approval, reader) => deploySuccessLines(demand(approval), outcomeOf(approval), reader),
    actions: (approval, { lang }) => ((approval.state.phase === 'live' || approval.state.phase === 'failed') && pinned(demand(approval).live) ? [rollbackButton(approval.id, lang)] : []),
    reportAttachments: (approval) => (approval.state.final ? [complianceReport(approval, demand(approval))] : []),
    async archive(ctx, approval) {
        const deployment = demand(approval);
        if (approval.state.phase === 'live') {
            const { environment, repo, sha } = deployment;
            await rememberLive(ctx.stores.ledger, environment.name, { id: approval.id, repo, sha, at: approval.state.endedAt ?? ctx.clock(), by: approval.opened.requester.username });
        }
        return archiveCompliance(ctx, approval, deployment);
    },
};

/** The job tries again later, and the log says why: another version of the app may know these details. */
function demand(approval: Approval): Deployment {
    const deployment = deploymentOf(approval);
    if (!deployment) {
        throw new Error(`The details of request ${approval.id} are not those of a deployment.`);
    }
    return deployment;
}

async function execute(ctx: Ctx, approval: Approval, { environment: { target }, repo, sha }: Deployment): Promise<ExecutionStep> {
    const known = memoSchema.safeParse(approval.step?.memo).data;
    const memo = known ?? { v: 1, startedAt: approval.state.attempts.at(-1)?.begunAt ?? ctx.clock() };
    // Asked once: only an endpoint that is made anew needs to know.
    const task = target.kind === 'endpoint' && !known ? ((await modelHead(ctx.hub, { id: repo, revision: sha })).pipeline_tag ?? undefined) : undefined;
    const step = await advance(ctx.hub, { target, repo, sha, task }, memo, ctx.clock());
    switch (step.state) {
        case 'going':
            return step;
        case 'live':
            return { state: 'done', outcome: { stage: step.stage, ...(step.url !== undefined && { url: step.url }) } };
        case 'failed':
            return step;
    }
}

function outcomeOf({ state }: Approval): { readonly url?: string } {
    const outcome = state.attempts.at(-1)?.outcome;
    const url = outcome?.type === 'executed' ? outcome.outcome['url'] : undefined;
    return typeof url === 'string' ? { url } : {};
}
