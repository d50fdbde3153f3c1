import { answer } from '../context/answer';
import { vote } from '../flows/approval/act-on-approval';
import { findApproval } from '../flows/approval/find-approval';
import { command } from './command';
import { optional, text } from './params';

export const reject = command({
    name: 'reject',
    aliases: ['approvals reject'],
    summary: 'approvals.reject.summary',
    example: '/hf reject Gk4mWq',
    args: { request: optional(text('approvals.arg.request')) },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(await vote(ctx, (await findApproval(ctx, args.request)).id, { value: 'reject', via: 'command' })),
});
