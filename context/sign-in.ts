import { accountId, type Account } from '../persistence';
import { HubError, tokenKind, whoAmI, type WhoAmI } from '../services/hub';
import type { Ctx } from './ctx';

/** Why a token is not taken: not shaped like one, not known to Hugging Face, or past its end. */
export type TokenRefusal = 'shape' | 'refused' | 'expired';

export type SignIn = { readonly state: 'signed-in'; readonly who: WhoAmI; readonly account: Account } | { readonly state: 'refused'; readonly refusal: TokenRefusal };

/** Asks Hugging Face whose token it is and stores it in place of the one before. A refused one is not stored. Throws HubError. */
export async function signIn(ctx: Ctx, token: string, signal?: AbortSignal): Promise<SignIn> {
    const checked = await checkToken(ctx, token, signal);
    if ('refusal' in checked) {
        return { state: 'refused', refusal: checked.refusal };
    }
    const account = await keepToken(ctx, token, checked.who);
    // An older one that still waits to be checked would take this one's place.
    await ctx.stores.pendingLogins.remove(ctx.user.id);
    return { state: 'signed-in', who: checked.who, account };
}

/** Stores a token that was checked in place of the one before. */
export function keepToken(ctx: Ctx, token: string, who: WhoAmI): Promise<Account> {
    return ctx.stores.accounts.put(ctx.user.id, { kind: 'token', token, name: who.name, expiresAt: tokenEnd(who) });
}

/** Whose token it is, or why it can't be taken. Throws HubError. */
export async function checkToken(ctx: Ctx, token: string, signal?: AbortSignal): Promise<{ readonly who: WhoAmI } | { readonly refusal: TokenRefusal }> {
    if (tokenKind(token) === undefined) {
        return { refusal: 'shape' };
    }
    try {
        const answer = await whoAmI(ctx.hub.as({ token, id: accountId(ctx.user.id, token) }), { fresh: true, ...(signal && { signal }) });
        if (answer.stale) {
            throw new HubError({ kind: 'unreachable', target: 'GET /api/whoami-v2' });
        }
        return { who: answer.value };
    } catch (error) {
        const refusal = error instanceof HubError ? REFUSALS.get(error.kind) : undefined;
        if (refusal === undefined) {
            throw error;
        }
        return { refusal };
    }
}

const REFUSALS: ReadonlyMap<string, TokenRefusal> = new Map([
    ['unauthorized', 'refused'],
    ['token-expired', 'expired'],
]);

/** When the token ends, milliseconds since 1970; undefined for one that does not. */
export function tokenEnd(who: WhoAmI): number | undefined {
    const end = Date.parse(who.auth.expiresAt ?? '');
    return Number.isNaN(end) ? undefined : end;
}
