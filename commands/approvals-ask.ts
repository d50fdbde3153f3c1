import { answer } from '../context/answer';
import { askReviewer } from '../flows/approval/act-on-approval';
import { findApproval } from '../flows/approval/find-approval';
import { command } from './command';
import { optional, text } from './params';

export const approvalsAsk = command({
    name: 'approvals ask',
    summary: 'approvals.ask.summary',
    example: '/hf approvals ask @carol Gk4mWq',
    args: { reviewer: text('approvals.arg.reviewer'), request: optional(text('approvals.arg.request')) },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(await askReviewer(ctx, (await findApproval(ctx, args.request)).id, args.reviewer)),
});
