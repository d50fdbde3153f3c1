import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { findApproval } from '../flows/approval/find-approval';
import { summaryOf } from '../flows/approval/summary';
import { deployOverview } from '../flows/deployment/overview';
import { UNDERTAKINGS } from '../flows/undertakings';
import { approvalStatusView } from '../ui/approval-view';
import { deployOverviewView } from '../ui/deploy-view';
import { command } from './command';
import { optional, text } from './params';

export const deployStatus = command({
    name: 'deploy status',
    summary: 'deploy.status.summary',
    example: '/hf deploy status',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: true,
    // It names requests of other rooms.
    shareable: false,
    drives: ['inference-endpoints', 'space-repos'],
    async run(ctx, { args }) {
        const isAboutOne = args.request !== undefined || (ctx.threadId !== undefined && (await ctx.stores.approvals.ofThread(ctx.threadId)).length > 0);
        if (isAboutOne) {
            return requestAnswer(ctx, args.request);
        }
        const environments = await deployOverview(ctx);
        return answer(deployOverviewView(environments, { lang: ctx.lang, now: ctx.clock(), hubUrl: ctx.settings.hubUrl }), environments);
    },
});

async function requestAnswer(ctx: Ctx, typed: string | undefined): Promise<Answer> {
    const approval = await findApproval(ctx, typed);
    const undertaking = UNDERTAKINGS.find(({ kind }) => kind === approval.opened.kind);
    const reader = { lang: ctx.lang, now: ctx.clock() };
    const { state, opened, id } = approval;
    return answer(undertaking ? approvalStatusView(summaryOf(approval, undertaking, reader), reader) : { text: opened.title }, { id, ...opened, state });
}
