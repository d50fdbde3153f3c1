import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import type { Deployment } from '../../services/deployment';
import { HubError, modelHead } from '../../services/hub';
import type { Change } from '../../services/workflows/watching';
import { type Approval, loadApproval } from '../approval/load-approval';
import { submitEvent } from '../approval/submit-event';
import { DEPLOY, deploymentOf } from './deployment-of';

/**
 * A branch of a model may have moved: requests to deploy what it was are void, at once instead of right before they would be carried
 * out. What it is now is read as whoever asked; what they can't read now is left to the check before it is carried out. One round trip where no request is open.
 */
export async function voidOutdated(job: JobCtx, { repo, thing }: Change): Promise<void> {
    if (repo.type !== 'model' || thing.kind !== 'branch') {
        return;
    }
    const open = (await job.stores.approvals.listOpen()).filter(({ kind }) => kind === DEPLOY);
    for (const { id } of open) {
        const approval = await loadApproval(job, id);
        const deployment = approval && deploymentOf(approval);
        if (deployment && !approval.state.final && isOf(deployment, repo.id, thing.name)) {
            await compareHead(job, approval, deployment);
        }
    }
}

const isOf = ({ moves, repo, revision }: Deployment, id: string, branch: string): boolean => moves && revision === branch && repo.toLowerCase() === id.toLowerCase();

async function compareHead(job: JobCtx, { id, opened }: Approval, { repo, revision }: Deployment): Promise<void> {
    const ctx = await job.as({ userId: opened.requester.id, roomId: opened.roomId });
    const sha = ctx && (await headOf(ctx, { id: repo, revision }));
    if (sha) {
        await submitEvent(job, id, { type: 'head-moved', id: `head:${sha}`, sha });
    }
}

async function headOf({ hub, log }: Ctx, model: Parameters<typeof modelHead>[1]): Promise<string | undefined> {
    try {
        return (await modelHead(hub, model)).sha ?? undefined;
    } catch (error) {
        if (!(error instanceof HubError)) {
            throw error;
        }
        logFailure(log, error, 'head');
        return undefined;
    }
}
