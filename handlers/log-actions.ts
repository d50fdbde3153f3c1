import * as z from 'zod/mini';
import { spaceLogsAnswer } from '../commands/space-logs-answer';
import { action, type Action } from './action';

/** Longer than any id. */
const spaceId = z.string().check(z.maxLength(200));
const logSchema = z.object({ id: spaceId, kind: z.enum(['run', 'build']) });

/** The log of a Space, from its own card or from another one's. */
export const LOG_ACTIONS: readonly Action[] = [
    action('space.logs', z.union([logSchema, spaceId]), async (ctx, value) => {
        const wish = typeof value === 'string' ? { id: value, kind: 'run' as const } : value;
        await ctx.whisper((await spaceLogsAnswer(ctx, wish)).view, { replace: true });
        return undefined;
    }),
];
