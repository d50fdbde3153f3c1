import { unlock } from '../flows/environment/lock-environment';
import { command } from './command';
import { text } from './params';
import { suggestEnvironments } from './suggest-environments';

/** For admins and the owner of the lock. The room is told. */
export const deployUnlock = command({
    name: 'deploy unlock',
    summary: 'env.unlock.summary',
    example: '/hf deploy unlock production',
    args: { environment: text('env.arg.name') },
    options: {},
    read: false,
    async run(ctx, { args }) {
        await unlock(ctx, args.environment);
        return undefined;
    },
    suggest: (ctx, typed) => suggestEnvironments(ctx, typed, 'deploy unlock'),
});
