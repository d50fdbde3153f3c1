import { badCredentials, credentialsWanted, HubFailure } from './errors';
import type { Token, User } from './model';
import type { HubState } from './state';

export interface AnonymousCaller {
    kind: 'anonymous';
    ip: string;
}

export interface KnownCaller {
    kind: 'user';
    ip: string;
    user: User;
    token: Token;
}

export type Caller = AnonymousCaller | KnownCaller;

/** Reads the bearer. A token that is unknown, revoked or expired fails the call even where none was needed. */
export function identify(state: HubState, authorization: string | undefined, ip: string): Caller | HubFailure {
    if (authorization === undefined) {
        return { kind: 'anonymous', ip };
    }
    const value = /^Bearer (.+)$/.exec(authorization)?.[1];
    const token = value === undefined ? undefined : state.tokens.get(value);
    const user = token && state.users.get(token.user);
    if (!token || !user) {
        return badCredentials();
    }
    if (token.expiresAt !== undefined && token.expiresAt <= state.now()) {
        return new HubFailure(401, token.role === 'oauth' ? 'OAuth token expired' : `User Access Token "${token.displayName}" is expired`);
    }
    return { kind: 'user', ip, user, token };
}

export function requireUser(caller: Caller): KnownCaller {
    if (caller.kind === 'anonymous') {
        throw credentialsWanted();
    }
    return caller;
}
