import { answer } from '../context/answer';
import { UserError } from '../context/user-error';
import { findApproval } from '../flows/approval/find-approval';
import { shortId } from '../flows/approval/summary';
import { complianceAddress, complianceFile } from '../flows/deployment/compliance';
import { deploymentOf } from '../flows/deployment/deployment-of';
import { approvalTitle } from '../ui/approval-view';
import { complianceView } from '../ui/compliance-view';
import { command } from './command';
import { optional, text } from './params';

/** Private: whoever may read the request's room may be elsewhere right now. */
export const deployReport = command({
    name: 'deploy report',
    summary: 'deploy.report.summary',
    example: '/hf deploy report Gk4mWq',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: true,
    shareable: false,
    async run(ctx, { args }) {
        const approval = await findApproval(ctx, args.request);
        const deployment = deploymentOf(approval);
        if (!deployment) {
            throw new UserError({ key: 'approval.unknown', values: { id: shortId(approval.id) } });
        }
        const { id, opened } = approval;
        const { document, filename } = complianceFile(approval, deployment);
        const title = approvalTitle({ shortId: shortId(id), title: opened.title });
        return answer(complianceView({ title, document, address: await complianceAddress(ctx.runtime, id) }, ctx.lang), { id, filename, document });
    },
});
