import type { Ctx } from '../context/ctx';
import { environmentName } from '../context/environment';
import { platform, type Platform } from '../context/platform';
import type { NetworkPath } from '../context/settings';
import { tokenEnd } from '../context/sign-in';
import { within } from '../context/within';
import { type WebhookFacts, webhookFacts } from '../flows/watching/webhook-facts';
import type { KeyStrength } from '../persistence';
import { abilitiesOf, HubError, probe, whoAmI, type Ability, type HubBase, type Probe, type RateBudget, type WhoAmI } from '../services/hub';

/** How long any service is waited for, milliseconds. */
export const PATIENCE_MS = 5000;

/** What was found out about the caller's token. */
export type TokenFacts =
    | { readonly state: 'none' | 'unreadable' | 'refused' | 'unchecked' }
    | { readonly state: 'ok'; readonly who: WhoAmI; readonly abilities: readonly Ability[]; readonly endsAt: number | undefined; readonly renews: boolean };

export interface DoctorFacts {
    readonly now: number;
    readonly admin: boolean;
    readonly version: string;
    readonly platform: Platform;
    readonly wantedPath: NetworkPath;
    /** The way the last request went. */
    readonly path: 'direct' | 'workspace';
    readonly probes: ReadonlyArray<{ readonly service: HubBase; readonly host: string; readonly result: Probe }>;
    readonly budgets: readonly RateBudget[];
    readonly token: TokenFacts;
    readonly hubUrl: string;
    readonly key: KeyStrength;
    /** The environment variable that would hold the key. */
    readonly keyVariable: string;
    /** Milliseconds since 1970; undefined when the recurring job never ran. */
    readonly lastTick: number | undefined;
    readonly refusedSettings: readonly string[];
    readonly oauth: boolean;
    readonly webhook: WebhookFacts;
}

/** A cheap address of each service that needs no token; any answer will do. */
const PROBED: Readonly<Record<HubBase, string>> = { hub: '/api/models?limit=1', router: '/', endpoints: '/', viewer: '/healthcheck' };
const SERVICES: readonly HubBase[] = ['hub', 'router', 'endpoints', 'viewer'];

/** Looks at everything at once: it takes as long as the slowest part, and that is bounded. */
export async function doctorFacts(ctx: Ctx): Promise<DoctorFacts> {
    const { runtime, settings, stores } = ctx;
    const [probes, token, lastTick, refusedSettings, webhook] = await Promise.all([Promise.all(SERVICES.map((service) => probed(ctx, service))), tokenFacts(ctx), stores.heartbeat.lastBeat(), runtime.refusedSettings(), webhookFacts(ctx)]);
    return {
        now: ctx.clock(),
        admin: ctx.user.roles.includes('admin'),
        version: runtime.appVersion,
        platform: platform(),
        wantedPath: settings.networkPath,
        path: runtime.carrier.path(),
        probes,
        // After the calls above: their answers tell.
        budgets: await ctx.hub.rateBudgets(),
        token,
        hubUrl: settings.hubUrl,
        key: stores.keys.strength,
        keyVariable: environmentName(runtime.appId, 'TOKEN_KEY'),
        lastTick,
        refusedSettings,
        oauth: settings.oauthClientId !== '',
        webhook,
    };
}

async function probed(ctx: Ctx, service: HubBase): Promise<DoctorFacts['probes'][number]> {
    const url = `${ctx.hub.urls[service].replace(/\/+$/, '')}${PROBED[service]}`;
    const result = await probe(url, { carrier: (to, init) => ctx.runtime.carrier.send(to, init), clock: () => ctx.clock(), patience: PATIENCE_MS });
    return { service, host: new URL(url).host, result };
}

async function tokenFacts(ctx: Ctx): Promise<TokenFacts> {
    const found = await ctx.stores.accounts.get(ctx.user.id);
    if (found.state !== 'ok') {
        return { state: found.state };
    }
    const { kind, scopes, expiresAt } = found.account;
    const who = await askWho(ctx);
    return typeof who === 'string' ? { state: who } : { state: 'ok', who, abilities: abilitiesOf(who, scopes), endsAt: expiresAt ?? tokenEnd(who), renews: kind === 'oauth' };
}

async function askWho(ctx: Ctx): Promise<WhoAmI | 'refused' | 'unchecked'> {
    try {
        // What Hugging Face said a while ago proves nothing about now.
        const answer = await within(PATIENCE_MS, (signal) => whoAmI(ctx.hub, { fresh: true, signal }));
        return answer.inTime && !answer.value.stale ? answer.value.value : 'unchecked';
    } catch (error) {
        if (!(error instanceof HubError)) {
            throw error;
        }
        return error.kind === 'unauthorized' || error.kind === 'token-expired' ? 'refused' : 'unchecked';
    }
}
