import { namespaceOf, userMayWrite } from './access';
import { forbidden, HubFailure } from './errors';
import type { Token, User } from './model';
import type { HubState } from './state';

/**
 * Whether the account can pay for compute: a payment method or a plan with credits in it, and not used up. The Hub asks for a positive
 * balance (Hugging Face docs, "Jobs pricing"); nobody can read one from outside, so it is not kept here either.
 */
export function canSpend(state: HubState, account: string): boolean {
    const user = state.users.get(account);
    const org = state.orgs.get(account);
    const solvent = user ? user.canPay || user.isPro : org !== undefined && (org.canPay || org.plan !== undefined);
    return solvent && !state.outOfCredits.has(account);
}

/** Throws the 402. Its text is not published. */
export function assertCanSpend(state: HubState, account: string, what: string): void {
    if (!canSpend(state, account)) {
        throw new HubFailure(402, `${what} needs a positive credit balance. Add credits in the billing settings of ${account}.`);
    }
}

/** Throws unless the user may act for the namespace. */
export function assertActsFor(user: User, id: string): void {
    if (!userMayWrite(user, namespaceOf(id))) {
        throw forbidden(`You don't have the rights to act for ${namespaceOf(id)}.`);
    }
}

/** Whether the token carries `permission` for the account itself: by name on it, by OAuth scope, or as a write token. */
export function tokenActsFor(token: Token, account: string, { permission, oauthScope }: { permission: string; oauthScope: string }): boolean {
    switch (token.role) {
        case 'oauth':
            return (token.oauthScopes ?? []).includes(oauthScope) && (token.user === account || (token.oauthOrgs ?? []).includes(account));
        case 'fineGrained':
            return (token.scoped ?? []).some(({ entity, permissions }) => entity.name === account && permissions.includes(permission));
        default:
            return token.role === 'write';
    }
}
