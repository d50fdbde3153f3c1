import type { Account, NewAccount } from '../../persistence';
import { HubError, type Hub, type TokenSource } from '../../services/hub';
import { refreshTokens, type OAuthTokens } from '../../services/hub/areas/oauth';
import type { Actor, Log, Stores } from '../ctx';

/** A token that ends sooner than this is refreshed first, milliseconds: it must outlive the handler. */
const REFRESH_AHEAD_MS = 5 * 60_000;

/** Refreshes under way in this process, by user: a refresh token works once, so two calls must not spend it twice. */
export type Refreshes = Map<string, Promise<Account>>;

interface TokenParts {
    readonly stores: Pick<Stores, 'accounts'>;
    readonly user: Pick<Actor, 'id'>;
    /** Without a token: the refresh grant carries its own proof. */
    readonly hub: Hub;
    readonly clientId: string;
    readonly clock: () => number;
    readonly log: Log;
    readonly refreshes: Refreshes;
}

/** The caller's token, read from the vault when the first request needs it, and refreshed when it is about to end. */
export function tokenSource(parts: TokenParts): TokenSource {
    return async () => {
        const found = await parts.stores.accounts.get(parts.user.id);
        if (found.state !== 'ok') {
            return undefined;
        }
        const account = await freshAccount(found.account, parts);
        return { token: account.token, id: account.id };
    };
}

function freshAccount(account: Account, parts: TokenParts): Promise<Account> {
    const { refreshToken, expiresAt } = account;
    if (refreshToken === undefined || expiresAt === undefined || expiresAt - parts.clock() > REFRESH_AHEAD_MS) {
        return Promise.resolve(account);
    }
    const userId = parts.user.id;
    const running = parts.refreshes.get(userId) ?? refresh(account, refreshToken, parts).finally(() => parts.refreshes.delete(userId));
    parts.refreshes.set(userId, running);
    return running;
}

async function refresh(account: Account, refreshToken: string, parts: TokenParts): Promise<Account> {
    try {
        const answer = await refreshTokens(parts.hub, { clientId: parts.clientId, refreshToken });
        if (answer.status === 'granted') {
            return await store(account, refreshed(account, answer.tokens, parts.clock()), parts);
        }
        parts.log.info('A refresh token was refused');
    } catch (error) {
        parts.log.info('An OAuth token could not be refreshed', { kind: error instanceof HubError ? error.kind : 'unexpected' });
    }
    return afterFailure(account, parts);
}

function refreshed({ kind, name, scopes, refreshToken }: Account, tokens: OAuthTokens, now: number): NewAccount {
    return {
        kind,
        name,
        token: tokens.accessToken,
        // What the Hub does not repeat holds on.
        refreshToken: tokens.refreshToken ?? refreshToken,
        scopes: tokens.scopes.length > 0 ? tokens.scopes : scopes,
        expiresAt: tokens.expiresInMs === undefined ? undefined : now + tokens.expiresInMs,
    };
}

/** Only in place of what was refreshed: while the Hub took its time, the user may have signed out, or in with another token. */
async function store(before: Account, next: NewAccount, parts: TokenParts): Promise<Account> {
    const found = await parts.stores.accounts.get(parts.user.id);
    if (found.state !== 'ok') {
        return before;
    }
    return found.account.id === before.id ? parts.stores.accounts.put(parts.user.id, next) : found.account;
}

/** Another server may have refreshed meanwhile: what it stored is newer than what we hold. Otherwise the old token has to do. */
async function afterFailure(account: Account, parts: TokenParts): Promise<Account> {
    const again = await parts.stores.accounts.get(parts.user.id);
    return again.state === 'ok' ? again.account : account;
}
