import { answer } from '../context/answer';
import { cancel, requireInReach } from '../flows/approval/act-on-approval';
import { findApproval } from '../flows/approval/find-approval';
import { command } from './command';
import { optional, text } from './params';

export const deployCancel = command({
    name: 'deploy cancel',
    aliases: ['approvals cancel'],
    summary: 'deploy.cancel.summary',
    example: '/hf deploy cancel Gk4mWq',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(await cancel(ctx, (await findApproval(ctx, args.request, requireInReach)).id)),
});
