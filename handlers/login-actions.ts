import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { signIn, type SignIn } from '../context/sign-in';
import { ANSWER_WITHIN_MS, within, type Timed } from '../context/within';
import { settleAfterSignIn } from '../flows/watching/settle-webhook';
import { isPassing } from '../services/hub';
import { loginSurface, signedInView, signInKind, TOKEN_FIELD } from '../ui/login-views';
import { plainAction, submission, type Action, type Outcome, type Submission } from './action';
import { checkLater } from './login-check';

const open: Action = plainAction('login.open', ({ lang, settings }) =>
    Promise.resolve({ kind: 'open', surface: loginSurface({ lang, hubUrl: settings.hubUrl, oauth: settings.oauthClientId !== '' }) }),
);

const paste: Submission = submission('login.token', z.object({ [TOKEN_FIELD]: z.optional(z.nullable(z.string())) }), (ctx, fields) => submitToken(ctx, (fields[TOKEN_FIELD] ?? '').trim()));

async function submitToken(ctx: Ctx, token: string): Promise<Outcome | undefined> {
    if (token === '') {
        return refusal(ctx.lang.t('login.refused.empty'));
    }
    const result = await signInSoon(ctx, token);
    if (!result.inTime) {
        await checkLater(ctx, token);
        await ctx.whisper({ text: ctx.lang.t('login.later') });
        return undefined;
    }
    if (result.value.state === 'refused') {
        return refusal(ctx.lang.t(`login.refused.${result.value.refusal}`));
    }
    const { who } = result.value;
    await settleAfterSignIn(ctx, ctx.user.id);
    await ctx.whisper(signedInView(who.name, signInKind(who.auth.accessToken?.role), ctx.lang));
    return undefined;
}

/** A Hub that has a problem just now counts as one that answers late. */
async function signInSoon(ctx: Ctx, token: string): Promise<Timed<SignIn>> {
    try {
        return await within(ANSWER_WITHIN_MS, (signal) => signIn(ctx, token, signal));
    } catch (error) {
        if (isPassing(error)) {
            return { inTime: false };
        }
        throw error;
    }
}

const refusal = (sentence: string): Outcome => ({ kind: 'errors', errors: { [TOKEN_FIELD]: sentence } });

export const loginActions: readonly Action[] = [open];
export const loginSubmissions: readonly Submission[] = [paste];
