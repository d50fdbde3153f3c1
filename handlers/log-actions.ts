import * as z from 'zod/mini';
import { followAnswer, spaceLogsAnswer } from '../commands/space-logs-answer';
import { continueFollow, requestStop } from '../flows/logs/start-follow';
import { action, type Action } from './action';

/** Longer than any id. */
const spaceId = z.string().check(z.maxLength(200));
const followId = z.string().check(z.maxLength(60));
const logSchema = z.object({ id: spaceId, kind: z.enum(['run', 'build']) });

/** The log of a Space, from its own card or from another one's. */
export const LOG_ACTIONS: readonly Action[] = [
    action('space.logs', z.union([logSchema, spaceId]), async (ctx, value) => {
        const wish = typeof value === 'string' ? { id: value, kind: 'run' as const } : value;
        await ctx.whisper((await spaceLogsAnswer(ctx, wish)).view, { replace: true });
        return undefined;
    }),
    action('logs.follow', logSchema, async (ctx, wish) => {
        await ctx.whisper((await followAnswer(ctx, wish)).view);
        return undefined;
    }),
    action('logs.stop', followId, async (ctx, id) => {
        await requestStop(ctx, id);
        return undefined;
    }),
    action('logs.more', followId, async (ctx, id) => {
        await continueFollow(ctx, id);
        return undefined;
    }),
];
