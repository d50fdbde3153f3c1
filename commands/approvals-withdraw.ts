import { answer } from '../context/answer';
import { withdraw } from '../flows/approval/act-on-approval';
import { findApproval } from '../flows/approval/find-approval';
import { command } from './command';
import { optional, text } from './params';

export const approvalsWithdraw = command({
    name: 'approvals withdraw',
    summary: 'approvals.withdraw.summary',
    example: '/hf approvals withdraw Gk4mWq',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(await withdraw(ctx, (await findApproval(ctx, args.request)).id)),
});
