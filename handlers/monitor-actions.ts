import * as z from 'zod/mini';
import { monitorAnswer } from '../commands/space-monitor';
import { muteById, stopById } from '../flows/monitor/room-monitors';
import { ALERTS, LONGEST_FOR_MS } from '../services/workflows/monitor';
import { plain } from '../ui/text';
import { action, type Action } from './action';

/** Longer than any id or name. */
const word = z.string().check(z.maxLength(300));
const typedMonitor = z.object({ space: word, alerts: z.optional(z.array(z.enum(ALERTS)).check(z.maxLength(ALERTS.length))), threshold: z.optional(z.number().check(z.gte(1), z.lte(100))), forMs: z.optional(z.number().check(z.gte(0), z.lte(LONGEST_FOR_MS))), notify: z.optional(word), shown: z.optional(z.boolean()) });

export const MONITOR_ACTIONS: readonly Action[] = [
    action('monitor.set', typedMonitor, async (ctx, typed) => {
        await ctx.whisper((await monitorAnswer(ctx, typed)).view, { replace: true });
        return undefined;
    }),
    action('monitor.mute', word, async (ctx, id) => {
        await ctx.whisper({ text: ctx.lang.t('monitor.muted', { space: plain((await muteById(ctx, id)).wish.space) }) });
        return undefined;
    }),
    action('monitor.stop', word, async (ctx, id) => {
        await ctx.whisper({ text: ctx.lang.t('monitor.stopping', { space: plain((await stopById(ctx, id)).wish.space) }) });
        return undefined;
    }),
];
