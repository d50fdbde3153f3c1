import { answer } from '../context/answer';
import { removable } from '../flows/environment/remove-environment';
import { confirmRemoveView } from '../ui/environment-view';
import { command } from './command';
import { text } from './params';
import { suggestEnvironments } from './suggest-environments';

/** For admins. Asks once more. */
export const envRemove = command({
    name: 'env remove',
    aliases: ['env delete'],
    summary: 'env.remove.summary',
    example: '/hf env remove staging',
    args: { environment: text('env.arg.name') },
    options: {},
    read: false,
    run: async (ctx, { args }) => answer(confirmRemoveView(await removable(ctx, args.environment), ctx.lang)),
    suggest: (ctx, typed) => suggestEnvironments(ctx, typed, 'env remove'),
});
