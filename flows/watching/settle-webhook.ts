import { logFailure } from '../../context/boundary';
import type { Ctx, Stores } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { ANSWER_WITHIN_MS, within } from '../../context/within';
import { HubError } from '../../services/hub';
import type { WatchWay } from '../../services/workflows/watching';
import { releaseWebhook, syncWebhook } from './register-webhook';
import { watchesOfUser } from './watches';
import { forgetWebhook, keepSettled, webhookState } from './webhook-state';

/** The kind of due item whose subject is the id of a chat user. */
export const WEBHOOK_WORK = 'webhook-sync';

/** Somebody may switch the webhook off by hand, and Hugging Face may suspend it. */
const LOOK_EVERY_MS = 6 * 60 * 60_000;
/** What keeps a webhook from being registered may have been mended. */
const TRY_EVERY_MS = 60 * 60_000;
/** After it was seen to at once: what came to nothing is done again, and of two that were made at the same moment one goes. */
const LOOK_AGAIN_MS = 60_000;

interface Tools {
    readonly stores: Pick<Stores, 'due'>;
    readonly clock: () => number;
    wakeAt(at: number): Promise<void>;
}

/** Lets the job look after the webhook of somebody who is not here. */
export async function settleLater(tools: Tools, userId: string): Promise<void> {
    const at = tools.clock();
    await tools.stores.due.schedule({ kind: WEBHOOK_WORK, subject: userId, at });
    await tools.wakeAt(at);
}

/** Somebody has signed in: what they watch may come by webhook from now on. */
export async function settleAfterSignIn(tools: Tools & { readonly stores: Pick<Stores, 'due' | 'watches'> }, userId: string): Promise<void> {
    if ((await watchesOfUser(tools, userId)).length > 0) {
        await settleLater(tools, userId);
    }
}

/** To be called before the caller's watches change: whatever happens then, the job looks after their webhook. */
export function planLook({ stores, user, clock }: Pick<Ctx, 'user'> & Pick<Tools, 'stores' | 'clock'>): Promise<void> {
    return stores.due.schedule({ kind: WEBHOOK_WORK, subject: user.id, at: clock() + LOOK_AGAIN_MS });
}

/** Brings the caller's webhook in line with what they watch. undefined when that takes longer than an answer may, or can't be done now: then the job does it, see `planLook`. */
export async function settleNow(ctx: Ctx): Promise<WatchWay | undefined> {
    const settled = await bestEffort(ctx, () => syncWebhook(ctx));
    return settled.inTime ? settled.value : undefined;
}

/**
 * Before the user's token is forgotten: deletes the webhook that was registered with it, as far as Hugging Face lets us now. Whether
 * there are watches of theirs, which go on by polling.
 */
export async function partWithWebhook(ctx: Ctx): Promise<{ readonly watching: boolean }> {
    const { settled } = await webhookState(ctx, ctx.user.id);
    if (settled?.webhookId !== undefined) {
        await bestEffort(ctx, () => releaseWebhook(ctx));
    }
    const watching = (await watchesOfUser(ctx, ctx.user.id)).length > 0;
    if (watching) {
        await keepSettled(ctx, ctx.user.id, { way: { way: 'polling', reason: 'signed-out' }, roomId: ctx.room.id });
    } else if (settled) {
        await forgetWebhook(ctx, ctx.user.id);
    }
    return { watching };
}

async function bestEffort<T>(ctx: Ctx, work: () => Promise<T>): ReturnType<typeof within<T>> {
    try {
        return await within(ANSWER_WITHIN_MS, work);
    } catch (error) {
        if (!(error instanceof HubError)) {
            throw error;
        }
        logFailure(ctx.log, error, WEBHOOK_WORK);
        return { inTime: false };
    }
}

/** Looks after a user's webhook. When to look again, milliseconds since 1970; undefined when there is nothing to look after. Throws HubError for what passes. */
export async function workOnWebhook(job: JobCtx, userId: string): Promise<number | undefined> {
    const [watches, { settled }] = await Promise.all([watchesOfUser(job, userId), webhookState(job, userId)]);
    const ctx = await actAs(job, userId, [...new Set([...watches.map(({ roomId }) => roomId), ...(settled ? [settled.roomId] : [])])]);
    if (!ctx) {
        // The user or all these rooms are gone: nobody can be acted for.
        return watches.length > 0 ? job.clock() + LOOK_EVERY_MS : undefined;
    }
    const way = await syncWebhook(ctx);
    return way && job.clock() + (way.way === 'webhook' ? LOOK_EVERY_MS : TRY_EVERY_MS);
}

async function actAs(job: JobCtx, userId: string, rooms: readonly string[]): Promise<Ctx | undefined> {
    for (const roomId of rooms) {
        const ctx = await job.as({ userId, roomId });
        if (ctx) {
            return ctx;
        }
    }
    return undefined;
}
