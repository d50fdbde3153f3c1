import * as z from 'zod/mini';
import { HubError } from '../errors';
import type { Hub } from '../types';

/*
 * The OAuth device flow (RFC 8628) and refresh. @huggingface/hub has neither.
 * Source: https://huggingface.co/docs/hub/oauth and huggingface_hub src/huggingface_hub/utils/_oauth_device.py.
 */
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** When the Hub does not say how often to ask, seconds. RFC 8628 §3.5 names the same value. */
const DEFAULT_INTERVAL_SECONDS = 5;

const deviceSchema = z.looseObject({
    device_code: z.string(),
    user_code: z.string(),
    verification_uri: z.string(),
    verification_uri_complete: z.nullish(z.string()),
    expires_in: z.number(),
    interval: z.nullish(z.number()),
});

const tokensSchema = z.looseObject({
    access_token: z.string(),
    expires_in: z.nullish(z.number()),
    refresh_token: z.nullish(z.string()),
    scope: z.nullish(z.string()),
});

export interface DeviceStart {
    /** Secret: whoever holds it gets the token. */
    deviceCode: string;
    /** What the user types at `verificationUri`. */
    userCode: string;
    verificationUri: string;
    /** The same page with the code filled in, when the Hub offers it. */
    verificationUriComplete?: string;
    expiresInMs: number;
    intervalMs: number;
}

export interface OAuthTokens {
    accessToken: string;
    /** May be a new one after a refresh: keep what came last. */
    refreshToken?: string;
    expiresInMs?: number;
    scopes: string[];
}

export type DevicePoll =
    | { status: 'pending' }
    /** Ask five seconds less often from now on. */
    | { status: 'slow-down' }
    | { status: 'expired' }
    | { status: 'denied' }
    | { status: 'granted'; tokens: OAuthTokens };

export type TokenRefresh = { status: 'granted'; tokens: OAuthTokens } | { status: 'refused' };

export async function startDeviceFlow(hub: Hub, { clientId, scopes }: { clientId: string; scopes: readonly string[] }): Promise<DeviceStart> {
    const answer = await post(hub, deviceSchema, '/oauth/device', { client_id: clientId, scope: scopes.join(' ') });
    return {
        deviceCode: answer.device_code,
        userCode: answer.user_code,
        verificationUri: answer.verification_uri,
        verificationUriComplete: answer.verification_uri_complete ?? undefined,
        expiresInMs: answer.expires_in * 1000,
        intervalMs: (answer.interval ?? DEFAULT_INTERVAL_SECONDS) * 1000,
    };
}

/** Asks once whether the user has agreed. */
export async function pollDeviceFlow(hub: Hub, { clientId, deviceCode }: { clientId: string; deviceCode: string }): Promise<DevicePoll> {
    try {
        const answer = await post(hub, tokensSchema, '/oauth/token', { grant_type: DEVICE_GRANT, device_code: deviceCode, client_id: clientId });
        return { status: 'granted', tokens: tokensFrom(answer) };
    } catch (error) {
        const status = error instanceof HubError ? POLL_OUTCOMES.get(error.facts.code ?? '') : undefined;
        if (status === undefined) throw error;
        return { status };
    }
}

/** A refused refresh token is dead: the user has to log in again. */
export async function refreshTokens(hub: Hub, { clientId, refreshToken }: { clientId: string; refreshToken: string }): Promise<TokenRefresh> {
    try {
        const answer = await post(hub, tokensSchema, '/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId });
        return { status: 'granted', tokens: tokensFrom(answer) };
    } catch (error) {
        if (error instanceof HubError && error.facts.code === 'invalid_grant') return { status: 'refused' };
        throw error;
    }
}

/** The Hub says `invalid_grant` for a code that is used up or unknown; for the user it is expired as well. */
const POLL_OUTCOMES: ReadonlyMap<string, 'pending' | 'slow-down' | 'expired' | 'denied'> = new Map([
    ['authorization_pending', 'pending'],
    ['slow_down', 'slow-down'],
    ['expired_token', 'expired'],
    ['invalid_grant', 'expired'],
    ['access_denied', 'denied'],
]);

function post<S extends z.core.$ZodType>(hub: Hub, schema: S, path: string, form: Record<string, string>): Promise<z.output<S>> {
    return hub.send(schema, path, { method: 'POST', body: new URLSearchParams(form), anonymous: true });
}

function tokensFrom(answer: z.infer<typeof tokensSchema>): OAuthTokens {
    return {
        accessToken: answer.access_token,
        refreshToken: answer.refresh_token ?? undefined,
        expiresInMs: answer.expires_in === null || answer.expires_in === undefined ? undefined : answer.expires_in * 1000,
        scopes: (answer.scope ?? '').split(' ').filter((scope) => scope !== ''),
    };
}
