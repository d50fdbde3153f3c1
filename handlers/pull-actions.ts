import * as z from 'zod/mini';
import { confirmedPull, pullAnswer } from '../commands/pull-answer';
import { pullWish } from '../flows/pull/pull-wish';
import { cancelPull, wishForRest } from '../flows/pull/start-pull';
import { pullUnsafeForm, UNSAFE_FIELD } from '../ui/pull-unsafe-form';
import { action, StaleClickError, submission, type Action, type Submission } from './action';

const pullId = z.string().check(z.maxLength(60));
const unsafeFields = z.object({ [UNSAFE_FIELD]: z.optional(z.nullable(z.string())) });

export const PULL_ACTIONS: readonly Action[] = [
    action('pull.run', pullWish, async (ctx, wish) => {
        await ctx.whisper((await pullAnswer(ctx, wish)).view, { replace: true });
        return undefined;
    }),
    action('pull.cancel', pullId, async (ctx, id) => {
        await cancelPull(ctx, id);
        return undefined;
    }),
    action('pull.again', pullId, async (ctx, id) => {
        await ctx.whisper((await pullAnswer(ctx, await wishForRest(ctx, id))).view);
        return undefined;
    }),
    action('pull.unsafe', pullWish, (ctx, wish) => Promise.resolve({ kind: 'open', surface: pullUnsafeForm({ repo: wish.id, wish: JSON.stringify(wish) }, ctx.lang) })),
];

export const PULL_SUBMISSIONS: readonly Submission[] = [
    submission('pull.unsafe', unsafeFields, async (ctx, fields, carried) => {
        const wish = readWish(carried);
        if (fields[UNSAFE_FIELD]?.trim() !== wish.id) {
            return { kind: 'errors', errors: { [UNSAFE_FIELD]: ctx.lang.t('pull.unsafe.mismatch', { repo: wish.id }) } };
        }
        await ctx.whisper(await confirmedPull(ctx, wish));
        return undefined;
    }),
];

/** The form carries what was asked for; it comes back from the client. */
function readWish(carried: string): z.infer<typeof pullWish> {
    const parsed = pullWish.safeParse(jsonOf(carried));
    if (!parsed.success) {
        throw new StaleClickError('pull.unsafe');
    }
    return parsed.data;
}

function jsonOf(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        // What is no JSON fits no schema.
        return undefined;
    }
}
