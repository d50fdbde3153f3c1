import { answer } from '../context/answer';
import { cacheStatusView, hitRate } from '../ui/cache-view';
import { command } from './command';

/** Open to everybody: it tells numbers, and nothing of what is kept. */
export const cacheStatus = command({
    name: 'cache status',
    aliases: ['cache'],
    summary: 'cache.status.summary',
    example: '/hf cache status',
    args: {},
    options: {},
    read: true,
    run(ctx) {
        const { process } = ctx.runtime;
        const status = ctx.hub.cache.status();
        const data = { process: process.id, startedAt: new Date(process.startedAt).toISOString(), ...status, oldestAgeMs: status.oldestAgeMs ?? null, hitRate: hitRate(status) ?? null };
        return Promise.resolve(answer(cacheStatusView(status, { process, now: ctx.clock(), lang: ctx.lang }), data));
    },
});
