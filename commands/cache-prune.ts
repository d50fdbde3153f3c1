import { answer } from '../context/answer';
import { cachePrunedView } from '../ui/cache-view';
import { command } from './command';
import { requireCacheAdmin } from './require-cache-admin';

/** For admins: what is past its time still answers everybody while Hugging Face can't be reached. */
export const cachePrune = command({
    name: 'cache prune',
    summary: 'cache.prune.summary',
    example: '/hf cache prune',
    args: {},
    options: {},
    read: false,
    run(ctx) {
        requireCacheAdmin(ctx);
        return Promise.resolve(answer(cachePrunedView(ctx.hub.cache.prune(), ctx.runtime.process, ctx.lang)));
    },
});
