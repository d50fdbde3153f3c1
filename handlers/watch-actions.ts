import * as z from 'zod/mini';
import { stoppedAnswer, watchListAnswer } from '../commands/watch-answers';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { muteWatch, reviseWatch, stopAll, stoppable, stopWatching, unmuteWatch } from '../flows/watching/change-watch';
import { reenableWebhook } from '../flows/watching/enable-webhook';
import { requireRight, requireWatch } from '../flows/watching/find-watch';
import { startWatching, watchWish } from '../flows/watching/start-watching';
import { watchWay } from '../flows/watching/webhook-state';
import { isSilent, type Watch, WATCH_EVENTS, WATCH_MODES } from '../services/workflows/watching';
import { code } from '../ui/text';
import { ruleView, wayText } from '../ui/watch-answer-view';
import { watchFormSurface } from '../ui/watch-form';
import { targetName } from '../ui/watch-view';
import { action, plainAction, submission, type Action, type Outcome, type Submission } from './action';
import { ruleIn, watchFields } from './watch-fields';

/** What `watchId` writes. */
const watchId = z.string().check(z.regex(/^[0-9a-f]{24}$/));
/** The button of a list or a report of a repository carries no more. */
const repository = z.object({ type: z.enum(['model', 'dataset', 'space']), id: z.string().check(z.maxLength(300)) });
const offset = z.string().check(z.regex(/^\d{1,3}$/));

const startWish = z.union([watchWish, repository]);

/** An action about a watch of the room that is clicked in. */
const aboutWatch = (id: string, act: (ctx: Ctx, watch: Watch) => Promise<Outcome | undefined>): Action => action(id, watchId, async (ctx, given) => act(ctx, await requireWatch(ctx, given)));

async function start(ctx: Ctx, given: z.infer<typeof startWish>): Promise<undefined> {
    const started = await startWatching(ctx, 'target' in given ? given : { target: given });
    await ctx.whisper(ruleView(started, ctx.lang), { replace: 'target' in given });
}

async function openForm(ctx: Ctx, watch: Watch): Promise<Outcome> {
    await requireRight(ctx, watch);
    return { kind: 'open', surface: watchFormSurface(watch, { events: WATCH_EVENTS, choices: WATCH_MODES }, ctx.lang) };
}

const submitForm: Submission = submission('watch.less', watchFields, async (ctx, fields, id): Promise<Outcome | undefined> => {
    const watch = await requireWatch(ctx, id);
    const read = ruleIn(ctx, fields, watch);
    if ('errors' in read) {
        return { kind: 'errors', errors: read.errors };
    }
    if (isSilent(read.rule)) {
        throw new UserError({ key: 'watch.silent' }, { key: 'watch.silent_hint', values: { target: targetName(watch.target) } });
    }
    const revised = await reviseWatch(ctx, watch, read.rule);
    await ctx.whisper(ruleView({ watch: revised, outcome: 'changed', way: await watchWay(ctx, watch.by) }, ctx.lang));
    return undefined;
});

async function enable(ctx: Ctx, userId: string): Promise<undefined> {
    const way = await reenableWebhook(ctx, userId);
    const text = way?.way === 'webhook' ? ctx.lang.t('watch.enable.done', { way: wayText(way, ctx.lang) }) : ctx.lang.t('common.sentence', { text: wayText(way, ctx.lang) });
    await ctx.whisper({ text });
}

export const WATCH_ACTIONS: readonly Action[] = [
    action('watch.start', startWish, start),
    aboutWatch('watch.stop', async (ctx, watch) => {
        await stopWatching(ctx, watch);
        await ctx.whisper(stoppedAnswer(ctx, watch).view, { replace: true });
        return undefined;
    }),
    plainAction('watch.stop-all', async (ctx) => {
        const { mine } = await stoppable(ctx);
        await stopAll(ctx);
        await ctx.whisper({ text: ctx.lang.t('watch.stop_all.done', { n: mine.length }) }, { replace: true });
        return undefined;
    }),
    aboutWatch('watch.mute', async (ctx, watch) => {
        await muteWatch(ctx, watch);
        return undefined;
    }),
    aboutWatch('watch.unmute', async (ctx, watch) => {
        await unmuteWatch(ctx, watch);
        await ctx.whisper({ text: ctx.lang.t('watch.unmuted', { target: code(targetName(watch.target)) }) });
        return undefined;
    }),
    aboutWatch('watch.less', openForm),
    action('watch.page', offset, async (ctx, from) => {
        await ctx.whisper((await watchListAnswer(ctx, Number(from))).view, { replace: true });
        return undefined;
    }),
    action('watch.enable', z.string().check(z.minLength(1), z.maxLength(100)), enable),
];

export const WATCH_SUBMISSIONS: readonly Submission[] = [submitForm];
