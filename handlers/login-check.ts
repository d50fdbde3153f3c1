import type { Ctx } from '../context/ctx';
import type { JobCtx } from '../context/job-ctx';
import { checkToken, keepToken } from '../context/sign-in';
import { settleAfterSignIn } from '../flows/watching/settle-webhook';
import type { PendingLogin } from '../persistence';
import { isPassing } from '../services/hub';
import { signedInView, signInKind } from '../ui/login-views';
import type { View } from '../ui/view';
import type { DueWork, WorkResult } from './due-kind';

/** How long a token that can't be checked is kept, milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const PAUSE_MS = 30_000;
const KIND = 'login.check';

/** Lets a job check the token, for a form must be answered at once. */
export async function checkLater(ctx: Ctx, token: string): Promise<void> {
    const now = ctx.clock();
    const place = { roomId: ctx.room.id, ...(ctx.threadId !== undefined && { threadId: ctx.threadId }) };
    await ctx.stores.pendingLogins.keep(ctx.user.id, { token, ...place, until: now + PATIENCE_MS });
    await ctx.stores.due.schedule({ kind: KIND, subject: ctx.user.id, at: now });
    await ctx.wakeAt(now);
}

/** Checks the pending token of one user, and tells them what came of it. The subject is the user's id. */
export const loginCheck: DueWork = {
    kind: KIND,
    awaited: true,
    async run(job, userId) {
        const pending = await job.stores.pendingLogins.get(userId);
        const ctx = pending && (await job.as({ userId, roomId: pending.roomId, threadId: pending.threadId }));
        if (!pending || !ctx) {
            await job.stores.pendingLogins.remove(userId);
            return { state: 'done' };
        }
        const view = await outcomeOf(ctx, pending);
        if (!(await isStillPending(ctx, pending))) {
            return { state: 'done' };
        }
        return view ? close(ctx, view) : { state: 'again', at: nextCheck(job) };
    },
};

const nextCheck = (job: JobCtx): number => job.clock() + PAUSE_MS;

/** What to tell the user; undefined while Hugging Face does not answer and there is time left. */
async function outcomeOf(ctx: Ctx, pending: PendingLogin): Promise<View | undefined> {
    try {
        const checked = await checkToken(ctx, pending.token);
        if ('refusal' in checked) {
            return { text: ctx.lang.t(`login.refused.${checked.refusal}`), failed: true };
        }
        if (await isStillPending(ctx, pending)) {
            await keepToken(ctx, pending.token, checked.who);
            await settleAfterSignIn(ctx, ctx.user.id);
        }
        return signedInView(checked.who.name, signInKind(checked.who.auth.accessToken?.role), ctx.lang);
    } catch (error) {
        if (isPassing(error) && ctx.clock() < pending.until) {
            return undefined;
        }
        ctx.log.info('A pasted token could not be checked');
        return { text: ctx.lang.t('login.gave_up'), failed: true };
    }
}

/** Asking took its time: the user may have pasted another token, signed in or out meanwhile, and that counts. */
async function isStillPending(ctx: Ctx, { token }: PendingLogin): Promise<boolean> {
    return (await ctx.stores.pendingLogins.get(ctx.user.id))?.token === token;
}

/** The token is gone before anything is said: told twice would be worse than not at all. */
async function close(ctx: Ctx, view: View): Promise<WorkResult> {
    await ctx.stores.pendingLogins.remove(ctx.user.id);
    await ctx.whisper(view);
    return { state: 'done' };
}
