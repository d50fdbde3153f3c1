import type { JobCtx } from '../../context/job-ctx';
import type { Deployment } from '../../services/deployment';
import { modelHead } from '../../services/hub';
import type { Change } from '../../services/workflows/watching';
import { type Approval, loadApproval } from '../approval/load-approval';
import { submitEvent } from '../approval/submit-event';
import { DEPLOY, deploymentOf } from './deployment-of';

/**
 * A branch of a model may have moved: requests to deploy what it was are void, at once instead of right before they would be carried
 * out. What it is now is read as whoever asked. One round trip where no request is open. Throws HubError.
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
    const { sha } = ctx ? await modelHead(ctx.hub, { id: repo, revision }) : { sha: undefined };
    if (sha) {
        await submitEvent(job, id, { type: 'head-moved', id: `head:${sha}`, sha });
    }
}
