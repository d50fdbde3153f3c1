import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { tokenEnd } from '../context/sign-in';
import type { Account } from '../persistence';
import { abilitiesOf, API_CALLS, featureStates, highestLevel, levelsOf, permissionsOf, whoAmI, type Ability, type WhoAmI } from '../services/hub';
import type { Matrix } from '../ui/feature-matrix';
import { anonymousStatusView, statusView, type Status } from '../ui/status-view';
import { command } from './command';

/** Private: the answer names the token's permissions and the user's organisations. */
export const status = command({
    name: 'status',
    aliases: ['whoami'],
    summary: 'status.summary',
    example: '/hf status',
    args: {},
    options: {},
    read: true,
    shareable: false,
    drives: ['tokens', 'oauth', 'organizations', 'billing'],
    async run(ctx) {
        const found = await ctx.stores.accounts.get(ctx.user.id);
        return found.state === 'ok' ? signedIn(ctx, found.account) : signedOut(ctx, found.state);
    },
});

function signedOut({ lang }: Ctx, reason: 'none' | 'unreadable'): Answer {
    const matrix = matrixOf(undefined, []);
    return answer(anonymousStatusView(reason, matrix, lang), { signedIn: false, reason, ...matrixData(matrix) });
}

async function signedIn(ctx: Ctx, account: Account): Promise<Answer> {
    const { value: who, ageMs, stale } = await whoAmI(ctx.hub);
    const { kind: source, storedAt, scopes } = account;
    const abilities = abilitiesOf(who, scopes);
    const facts: Status = {
        who,
        source,
        storedAt,
        expiresAt: account.expiresAt ?? tokenEnd(who),
        scopes,
        permissions: permissionsOf(who),
        abilities,
        matrix: matrixOf(who, abilities),
        hubUrl: ctx.settings.hubUrl,
        now: ctx.clock(),
        ageMs,
        stale,
    };
    return answer(statusView(facts, ctx.lang), statusData(facts));
}

function matrixOf(who: WhoAmI | undefined, abilities: readonly Ability[]): Matrix {
    return { features: featureStates(who, abilities), level: highestLevel(levelsOf(who)), apiCalls: API_CALLS };
}

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

function statusData({ who, source, storedAt, expiresAt, scopes, permissions, abilities, matrix }: Status): object {
    const { role = null, displayName = null } = who.auth.accessToken ?? {};
    return {
        signedIn: true,
        account: { name: who.name, fullname: who.fullname ?? null, type: who.type, isPro: who.isPro ?? false, canPay: who.canPay ?? null },
        organizations: (who.orgs ?? []).map((org) => ({ name: org.name, plan: org.plan ?? null, role: org.roleInOrg ?? null, securityRestrictions: org.securityRestrictions ?? [] })),
        token: { source, role, displayName, storedAt: iso(storedAt), expiresAt: iso(expiresAt), scopes: scopes ?? null, permissions: permissions ? Object.fromEntries(permissions) : null },
        abilities: Object.fromEntries(abilities.map(({ id, held, on }) => [id, { held, on }])),
        ...matrixData(matrix),
    };
}

function matrixData({ features, level, apiCalls }: Matrix): object {
    return { level, features: features.map(({ id, open, opensAt, obstacle = null, limit = null }) => ({ id, open, opensAt, obstacle, limit })), apiCallsPerFiveMinutes: apiCalls };
}
