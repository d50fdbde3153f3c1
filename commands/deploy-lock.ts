import { lock } from '../flows/environment/lock-environment';
import { truncate } from '../ui/text';
import { command } from './command';
import { optional, text, words } from './params';
import { suggestEnvironments } from './suggest-environments';
import { until } from './until';

/** The reason is shown wherever the lock is. */
const REASON_LIMIT = 300;

/** For admins and those whose votes count. The room is told. */
export const deployLock = command({
    name: 'deploy lock',
    summary: 'env.lock.summary',
    example: '/hf deploy lock production release freeze --until 3d',
    args: { environment: text('env.arg.name'), reason: words('env.arg.reason') },
    options: { until: optional(until('env.option.until')) },
    read: false,
    async run(ctx, { args, options }) {
        await lock(ctx, { name: args.environment, reason: truncate(args.reason, REASON_LIMIT), until: options.until?.(ctx.clock()) });
        return undefined;
    },
    suggest: (ctx, typed) => suggestEnvironments(ctx, typed, 'deploy lock'),
});
