import { HubFailure } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import type { Membership } from '../model';
import { avatarUrl } from '../profiles';
import { tooManyRequests } from '../rate-limit';
import type { Call, Route } from '../routing';
import { route } from '../routing';
import type { HubState } from '../state';

/** End of the current billing month, Unix seconds. */
export function periodEnd(now: number): number {
    const date = new Date(now);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 1000;
}

/** Scopes that let an OAuth token see more than the bare identity; access tokens see everything. */
const may = ({ token }: KnownCaller, scope: string): boolean => token.role !== 'oauth' || (token.oauthScopes ?? []).includes(scope);

function entityOf(state: HubState, { type, name }: { type: string; name: string }): Record<string, unknown> {
    const known = state.users.get(name)?._id ?? state.orgs.get(name)?._id ?? [...state.repos.values()].find(({ id }) => id === name)?._id;
    return { _id: known ?? '000000000000000000000000', type, name };
}

function authInfo({ token }: KnownCaller, state: HubState): Record<string, unknown> {
    const expiresAt = token.expiresAt === undefined ? {} : { expiresAt: new Date(token.expiresAt).toISOString() };
    if (token.role === 'oauth') {
        return { type: 'app_token_as_user', ...expiresAt };
    }
    const fineGrained = token.role === 'fineGrained' && {
        fineGrained: {
            canReadGatedRepos: token.canReadGatedRepos ?? false,
            global: [],
            scoped: (token.scoped ?? []).map(({ entity, permissions }) => ({ entity: entityOf(state, entity), permissions })),
        },
    };
    const accessToken = { displayName: token.displayName, role: token.role, createdAt: token.createdAt, ...fineGrained };
    return { type: 'access_token', accessToken, ...expiresAt };
}

function orgInfo({ org, role, securityRestrictions }: Membership, { state, billing }: { state: HubState; billing: boolean }): Record<string, unknown> {
    const known = state.orgs.get(org);
    return {
        type: 'org',
        id: known?._id,
        name: org,
        fullname: known?.fullname,
        email: null,
        ...(billing && { canPay: known?.canPay, billingMode: 'postpaid' }),
        periodEnd: known?.plan ? periodEnd(state.now()) : null,
        avatarUrl: avatarUrl(org),
        ...(known?.plan && { plan: known.plan }),
        roleInOrg: role,
        ...(securityRestrictions && { securityRestrictions }),
    };
}

function whoami({ caller: anyone, state, limiter }: Call): Response {
    const caller = requireUser(anyone);
    const verdict = limiter.take(caller, 'whoami');
    if (!verdict.allowed) {
        throw new HubFailure(429, tooManyRequests(caller), { headers: verdict.headers });
    }
    const { user } = caller;
    const billing = may(caller, 'read-billing');
    return Response.json({
        type: 'user',
        id: user._id,
        name: user.name,
        fullname: user.fullname,
        ...(may(caller, 'email') && { email: user.email, emailVerified: true }),
        ...(billing && { canPay: user.canPay, billingMode: 'prepaid' }),
        periodEnd: user.isPro ? periodEnd(state.now()) : null,
        isPro: user.isPro,
        avatarUrl: avatarUrl(user.name),
        orgs: may(caller, 'read-memberships') || may(caller, 'profile') ? user.orgs.map((membership) => orgInfo(membership, { state, billing })) : [],
        auth: authInfo(caller, state),
    });
}

export const whoamiRoutes: Route[] = [route('GET', '/api/whoami-v2', whoami)];
