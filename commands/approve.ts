import { answer } from '../context/answer';
import { vote } from '../flows/approval/act-on-approval';
import { findApproval } from '../flows/approval/find-approval';
import { command } from './command';
import { optional, text } from './params';

export const approve = command({
    name: 'approve',
    aliases: ['approvals approve'],
    summary: 'approvals.approve.summary',
    example: '/hf approve Gk4mWq',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(await vote(ctx, (await findApproval(ctx, args.request)).id, { value: 'approve', via: 'command' })),
});
