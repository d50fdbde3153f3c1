import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { DeedOf } from './entry';

export function tokenIssued(state: HubState, { token, refresh }: DeedOf<'token-issued'>): HubEvent[] {
    state.tokens.set(token.value, token);
    if (refresh) {
        const { user, oauthOrgs: orgs = [], oauthScopes: scopes = [], value: accessToken } = token;
        state.refreshGrants.set(refresh.value, { clientId: refresh.clientId, user, orgs, scopes, accessToken });
    }
    return [];
}

export function tokenRevoked(state: HubState, { value }: DeedOf<'token-revoked'>): HubEvent[] {
    state.tokens.delete(value);
    return [];
}

export function refreshUsed(state: HubState, { value }: DeedOf<'refresh-used'>): HubEvent[] {
    state.tokens.delete(state.refreshGrants.get(value)?.accessToken ?? '');
    state.refreshGrants.delete(value);
    return [];
}
