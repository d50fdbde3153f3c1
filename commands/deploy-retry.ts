import { answer } from '../context/answer';
import { retry } from '../flows/approval/act-on-approval';
import { findApproval } from '../flows/approval/find-approval';
import { command } from './command';
import { optional, text } from './params';

export const deployRetry = command({
    name: 'deploy retry',
    aliases: ['approvals retry'],
    summary: 'deploy.retry.summary',
    example: '/hf deploy retry Gk4mWq',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(await retry(ctx, (await findApproval(ctx, args.request)).id)),
});
