import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { HubFailure } from '../errors';
import { requireUser } from '../identity';
import { parseJson } from '../json';
import type { Membership, Token, User } from '../model';
import { avatarUrl } from '../profiles';
import type { Call, Route } from '../routing';
import { route } from '../routing';
import type { DeviceLogin, HubState, RefreshGrant } from '../state';

const DEVICE_LIFETIME_S = 900;
/** What a client assumes that is told nothing (RFC 8628 §3.2). */
const DEVICE_INTERVAL_S = 5;
const ACCESS_LIFETIME_S = 28_800;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** RFC 6749 §5.2 and RFC 8628 §3.5: the code is what clients act on. */
function oauthError(error: string, description: string): HubFailure {
    return new HubFailure(400, description, { body: { error, error_description: description } });
}

/** Both spellings are accepted: the specification's form and the JSON the Hub documents. */
async function parameters(call: Call): Promise<URLSearchParams> {
    const text = await call.request.text();
    if (!call.request.headers.get('content-type')?.includes('json')) {
        return new URLSearchParams(text);
    }
    const fields = z.record(z.string(), z.string()).safeParse(parseJson(text));
    if (!fields.success) {
        throw oauthError('invalid_request', 'The body must be an object of strings');
    }
    return new URLSearchParams(fields.data);
}

function clientOf(state: HubState, form: URLSearchParams): string {
    const clientId = form.get('client_id') ?? '';
    if (!state.oauthClients.has(clientId)) {
        throw oauthError('invalid_client', 'Client not found');
    }
    return clientId;
}

const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';

function userCode(): string {
    const letters = Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

async function startDevice(call: Call): Promise<Response> {
    const { state, origins } = call;
    const form = await parameters(call);
    const login: DeviceLogin = {
        deviceCode: randomBytes(24).toString('hex'),
        userCode: userCode(),
        clientId: clientOf(state, form),
        scopes: (form.get('scope') ?? 'openid profile').split(' ').filter((scope) => scope !== ''),
        expiresAt: state.now() + DEVICE_LIFETIME_S * 1000,
        interval: state.deviceIntervalSeconds ?? DEVICE_INTERVAL_S,
    };
    state.deviceLogins.set(login.deviceCode, login);
    const interval = state.deviceIntervalSeconds === undefined ? {} : { interval: state.deviceIntervalSeconds };
    return Response.json({ device_code: login.deviceCode, user_code: login.userCode, verification_uri: `${origins.hub}/oauth/device`, expires_in: DEVICE_LIFETIME_S, ...interval });
}

/** Throws `slow_down` and lengthens the interval when the client did not wait it out. */
function assertPatience(login: DeviceLogin, now: number): void {
    const tooSoon = login.lastPollAt !== undefined && now - login.lastPollAt < login.interval * 1000;
    login.lastPollAt = now;
    if (tooSoon) {
        login.interval += 5;
        throw oauthError('slow_down', 'You are polling too quickly');
    }
}

function pollDevice({ state }: Call, form: URLSearchParams): Response {
    const clientId = clientOf(state, form);
    const login = state.deviceLogins.get(form.get('device_code') ?? '');
    if (login?.clientId !== clientId) {
        throw oauthError('invalid_grant', 'Invalid device code');
    }
    if (login.expiresAt <= state.now()) {
        throw oauthError('expired_token', 'The device code has expired');
    }
    assertPatience(login, state.now());
    if (!login.outcome) {
        throw oauthError('authorization_pending', 'The authorization request is still pending');
    }
    state.deviceLogins.delete(login.deviceCode);
    if (login.outcome.kind === 'denied') {
        throw oauthError('access_denied', 'The user denied the request');
    }
    return issue(state, { clientId, user: login.outcome.user, orgs: login.outcome.orgs, scopes: login.scopes });
}

/** Swaps a refresh token for new tokens; the old pair stops working. */
function refresh({ state }: Call, form: URLSearchParams): Response {
    const clientId = clientOf(state, form);
    const value = form.get('refresh_token') ?? '';
    const grant = state.refreshGrants.get(value);
    if (grant?.clientId !== clientId) {
        throw oauthError('invalid_grant', 'Invalid refresh token');
    }
    state.record({ kind: 'refresh-used', value });
    return issue(state, grant);
}

function issue(state: HubState, { clientId, user, orgs, scopes }: Omit<RefreshGrant, 'accessToken'>): Response {
    const token: Token = {
        value: `hf_oauth_${randomBytes(12).toString('base64url')}.${randomBytes(30).toString('base64url')}.${randomBytes(24).toString('base64url')}`,
        user,
        displayName: clientId,
        role: 'oauth',
        createdAt: new Date(state.now()).toISOString(),
        oauthScopes: scopes,
        oauthOrgs: orgs,
        expiresAt: state.now() + ACCESS_LIFETIME_S * 1000,
    };
    const refreshToken = `hf_refresh_${randomBytes(32).toString('base64url')}`;
    state.record({ kind: 'token-issued', token, refresh: { value: refreshToken, clientId } });
    return Response.json({ access_token: token.value, token_type: 'bearer', expires_in: ACCESS_LIFETIME_S, refresh_token: refreshToken, scope: scopes.join(' ') });
}

async function token(call: Call): Promise<Response> {
    const form = await parameters(call);
    switch (form.get('grant_type')) {
        case DEVICE_GRANT:
            return pollDevice(call, form);
        case 'refresh_token':
            return refresh(call, form);
        default:
            throw oauthError('unsupported_grant_type', 'Unsupported grant type');
    }
}

function orgClaims(state: HubState, { org, role, securityRestrictions }: Membership): Record<string, unknown> {
    const known = state.orgs.get(org);
    return {
        sub: known?._id,
        name: known?.fullname,
        picture: avatarUrl(org),
        preferred_username: org,
        ...(known?.plan && { plan: known.plan }),
        roleInOrg: role,
        ...(securityRestrictions && { securityRestrictions }),
    };
}

function claims(state: HubState, user: User, scopes: readonly string[]): Record<string, unknown> {
    return {
        sub: user._id,
        ...(scopes.includes('profile') && { name: user.fullname, preferred_username: user.name, profile: `https://huggingface.co/${user.name}`, picture: avatarUrl(user.name) }),
        ...(scopes.includes('email') && { email: user.email, email_verified: true }),
        ...(scopes.includes('read-billing') && { canPay: user.canPay, billingMode: 'prepaid' }),
        isPro: user.isPro,
        orgs: scopes.includes('profile') || scopes.includes('read-memberships') ? user.orgs.map((membership) => orgClaims(state, membership)) : [],
    };
}

function userInfo({ caller: anyone, state }: Call): Response {
    const { user, token: held } = requireUser(anyone);
    if (held.role !== 'oauth') {
        throw new HubFailure(401, 'This endpoint accepts OAuth tokens only.');
    }
    return Response.json(claims(state, user, held.oauthScopes ?? []));
}

function discovery({ origins: { hub } }: Call): Response {
    return Response.json({
        issuer: hub,
        authorization_endpoint: `${hub}/oauth/authorize`,
        token_endpoint: `${hub}/oauth/token`,
        device_authorization_endpoint: `${hub}/oauth/device`,
        userinfo_endpoint: `${hub}/oauth/userinfo`,
        jwks_uri: `${hub}/oauth/jwks`,
        scopes_supported: ['openid', 'profile', 'email', 'read-billing', 'read-memberships', 'read-repos', 'gated-repos', 'contribute-repos', 'write-repos', 'manage-repos', 'read-collections', 'write-collections', 'write-discussions', 'inference-api', 'read-endpoints', 'write-endpoints', 'jobs', 'webhooks'],
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token', DEVICE_GRANT],
        code_challenge_methods_supported: ['S256'],
    });
}

export const oauthRoutes: Route[] = [
    route('GET', '/.well-known/openid-configuration', discovery),
    route('POST', '/oauth/device', startDevice),
    route('POST', '/oauth/token', token),
    route('GET', '/oauth/userinfo', userInfo),
    route('POST', '/oauth/userinfo', userInfo),
];
