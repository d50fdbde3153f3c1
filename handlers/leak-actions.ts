import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import type { Leak, OpenedLeak } from '../persistence';
import { revokeCredentials } from '../services/hub';
import { leakRevokedView, tokensLink } from '../ui/leak-view';
import { confirmRevokeView } from '../ui/login-views';
import { action, type Action, type Outcome } from './action';

/** The value is the leak's id. Whose it is, the store knows. */
const leakId = z.string();

/** Asks once more: a token that was typed on purpose is often in use elsewhere. */
const confirm: Action = action('login.revoke', leakId, (ctx, id) => withOpen(ctx, id, ({ leak }) => ctx.whisper(confirmRevokeView(leak, ctx.lang), { replace: true })));

const revoke: Action = action('leak.revoke', leakId, (ctx, id) =>
    withOpen(ctx, id, async ({ leak, token }) => {
        // Revoking twice does no harm; forgetting the token before it is revoked would.
        await revokeCredentials(ctx.hub, [token]);
        await ctx.stores.leaks.settle(id, ctx.user.id, 'revoked');
        const own = await signOutOf(ctx, token);
        await ctx.whisper(leakRevokedView({ masked: leak.masked, own, hubUrl: ctx.settings.hubUrl, lang: ctx.lang }), { replace: true });
    }),
);

const dismiss: Action = action('leak.dismiss', leakId, (ctx, id) => withOpen(ctx, id, ({ leak }) => settleAndSay(ctx, leak, ctx.lang.t('leak.dismissed', { masked: leak.masked }))));

const keep: Action = action('login.keep', leakId, (ctx, id) => withOpen(ctx, id, ({ leak }) => settleAndSay(ctx, leak, ctx.lang.t('login.kept'))));

export const leakActions: readonly Action[] = [confirm, revoke, dismiss, keep];

async function settleAndSay(ctx: Ctx, leak: Leak, sentence: string): Promise<void> {
    await ctx.stores.leaks.settle(leak.id, ctx.user.id, 'dismissed');
    await ctx.whisper({ text: sentence }, { replace: true });
}

/** Whether it was the user's own account here. */
async function signOutOf(ctx: Ctx, token: string): Promise<boolean> {
    const found = await ctx.stores.accounts.get(ctx.user.id);
    const own = found.state === 'ok' && found.account.token === token;
    if (own) {
        await ctx.stores.accounts.remove(ctx.user.id);
    }
    return own;
}

type OpenLeak = Extract<OpenedLeak, { readonly state: 'open' }>;

/** Does the work while the leak is open; otherwise says what became of it. */
async function withOpen(ctx: Ctx, id: string, work: (opened: OpenLeak) => Promise<void>): Promise<Outcome | undefined> {
    const opened = await ctx.stores.leaks.open(id, ctx.user.id);
    if (opened.state === 'open') {
        await work(opened);
        return undefined;
    }
    await ctx.whisper({ text: whyNot(ctx, opened) }, { replace: true });
    return undefined;
}

function whyNot({ lang, settings }: Ctx, opened: Exclude<OpenedLeak, OpenLeak>): string {
    const link = tokensLink(settings.hubUrl, lang);
    switch (opened.state) {
        case 'settled':
            return lang.t(`leak.settled.${opened.outcome}`, { masked: opened.leak.masked, link });
        case 'not-author':
            return lang.t('leak.not_yours');
        case 'unreadable':
            return lang.t('leak.unreadable', { link });
        case 'unknown':
            return lang.t('leak.settled.expired', { link });
    }
}
