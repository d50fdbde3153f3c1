import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { recordLeak } from '../context/record-leak';
import { signIn } from '../context/sign-in';
import { UserError, type Sentence } from '../context/user-error';
import { settleAfterSignIn } from '../flows/watching/settle-webhook';
import { isPassing } from '../services/hub';
import { tokensLink } from '../ui/leak-view';
import { argumentWarningView, loginPromptView, loginSurface, signInKind } from '../ui/login-views';
import { command } from './command';
import { optional, text } from './params';

export const login = command({
    name: 'login',
    summary: 'login.summary',
    example: '/hf login',
    args: { token: optional(text('login.arg.token')) },
    options: {},
    read: false,
    drives: ['tokens', 'oauth'],
    run: (ctx, { args }) => (args.token === undefined ? openForm(ctx) : signInByArgument(ctx, args.token)),
});

async function openForm(ctx: Ctx): Promise<Answer | undefined> {
    const { lang, settings } = ctx;
    const oauth = settings.oauthClientId !== '';
    const opened = await ctx.open(loginSurface({ lang, hubUrl: settings.hubUrl, oauth }));
    return opened ? undefined : answer(loginPromptView(lang, oauth));
}

/** It works, but the server has written the command into the app's log: that is said, and the token can be revoked. */
async function signInByArgument(ctx: Ctx, token: string): Promise<Answer> {
    const logged: Sentence = { key: 'login.refused_argument', values: { link: tokensLink(ctx.settings.hubUrl, ctx.lang) } };
    const result = await signIn(ctx, token).catch((error: unknown) => {
        throw isPassing(error) ? new UserError({ key: 'login.gave_up' }, logged) : error;
    });
    if (result.state === 'refused') {
        const maybeReal = result.refusal !== 'shape' || /^(?:hf_|api_org_)/.test(token);
        throw new UserError({ key: `login.refused.${result.refusal}` }, maybeReal ? logged : undefined);
    }
    await settleAfterSignIn(ctx, ctx.user.id);
    const leak = await recordLeak(ctx.stores, { authorId: ctx.user.id, roomId: ctx.room.id, token });
    const { who } = result;
    return answer(argumentWarningView({ name: who.name, kind: signInKind(who.auth.accessToken?.role), leak, lang: ctx.lang }));
}
