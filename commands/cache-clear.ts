import { answer } from '../context/answer';
import { cacheClearedView } from '../ui/cache-view';
import { command } from './command';
import { requireCacheAdmin } from './require-cache-admin';

/** For admins: everybody's next answers take longer and use up the rate limit. */
export const cacheClear = command({
    name: 'cache clear',
    summary: 'cache.clear.summary',
    example: '/hf cache clear',
    args: {},
    options: {},
    read: false,
    run(ctx) {
        requireCacheAdmin(ctx);
        return Promise.resolve(answer(cacheClearedView(ctx.hub.cache.clear(), ctx.runtime.process, ctx.lang)));
    },
});
