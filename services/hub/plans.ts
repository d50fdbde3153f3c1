import type { Ability, AbilityId } from './abilities';
import type { WhoAmI } from './areas/whoami';

/** What a plan of the account or of one of its organisations opens. `team` stands for Team, Enterprise and Academia alike. */
export const LEVELS = ['anonymous', 'free', 'pro', 'team'] as const;
export type Level = (typeof LEVELS)[number];

export const FEATURES = [
    'public',
    'private-repos',
    'gated-repos',
    'push',
    'discussions',
    'inference',
    'spaces',
    'zero-gpu',
    'jobs',
    'private-viewer',
    'audit-log',
    'resource-groups',
] as const;
export type FeatureId = (typeof FEATURES)[number];

interface Feature {
    /** The lowest level that opens it, and others beside it. */
    readonly opensAt: readonly Level[];
    /** What the token must be good for as well. */
    readonly ability?: AbilityId;
}

/**
 * Sources, all below https://huggingface.co/docs: hub/pro, hub/spaces-overview and hub/spaces-zerogpu (hosting), hub/jobs-pricing,
 * inference-providers/pricing, dataset-viewer, hub/audit-logs, hub/security-resource-groups.
 */
const OPENINGS: Readonly<Record<FeatureId, Feature>> = {
    'public': { opensAt: ['anonymous'] },
    'private-repos': { opensAt: ['free'], ability: 'read-private' },
    'gated-repos': { opensAt: ['free'], ability: 'read-gated' },
    'push': { opensAt: ['free'], ability: 'write' },
    'discussions': { opensAt: ['free'], ability: 'discuss' },
    'inference': { opensAt: ['free'], ability: 'infer' },
    'spaces': { opensAt: ['pro', 'team'], ability: 'write' },
    'zero-gpu': { opensAt: ['free'], ability: 'write' },
    'jobs': { opensAt: ['free'], ability: 'jobs' },
    'private-viewer': { opensAt: ['pro', 'team'], ability: 'read-private' },
    'audit-log': { opensAt: ['team'] },
    'resource-groups': { opensAt: ['team'] },
};

/** Why something is not open: nobody is signed in, the plan, the token, the role in the organisation, or no means to pay. */
export type Obstacle = 'sign-in' | 'plan' | 'token' | 'role' | 'payment';

export interface FeatureState {
    readonly id: FeatureId;
    readonly open: boolean;
    readonly opensAt: readonly Level[];
    /** Missing when it is open. */
    readonly obstacle?: Obstacle;
    /** The token allows it for a part only, or the Hub does not tell. */
    readonly limit?: 'some' | 'unknown';
}

/** The levels that this account has; `free` is always among them. */
export function levelsOf(who: WhoAmI | undefined): Level[] {
    if (!who) {
        return ['anonymous'];
    }
    return ['anonymous', 'free', ...(who.isPro ? ['pro' as const] : []), ...(paidOrgs(who).length > 0 ? ['team' as const] : [])];
}

/** The highest plan in the account's reach. */
export function highestLevel(levels: readonly Level[]): Level {
    return LEVELS.findLast((level) => levels.includes(level)) ?? 'anonymous';
}

/** What Hugging Face opens for this account and token. Without an account: what it opens for everybody. */
export function featureStates(who: WhoAmI | undefined, abilities: readonly Ability[]): FeatureState[] {
    const levels = levelsOf(who);
    return FEATURES.map((id) => {
        const obstacle = obstacleOf(id, { who, abilities, levels });
        const held = abilities.find((ability) => ability.id === OPENINGS[id].ability)?.held;
        const limit = obstacle === undefined && (held === 'some' || held === 'unknown') ? held : undefined;
        return { id, open: obstacle === undefined, opensAt: OPENINGS[id].opensAt, ...(obstacle && { obstacle }), ...(limit && { limit }) };
    });
}

interface Standing {
    readonly who: WhoAmI | undefined;
    readonly abilities: readonly Ability[];
    readonly levels: readonly Level[];
}

function obstacleOf(id: FeatureId, { who, abilities, levels }: Standing): Obstacle | undefined {
    const { opensAt, ability } = OPENINGS[id];
    if (!opensAt.some((level) => levels.includes(level))) {
        return who ? 'plan' : 'sign-in';
    }
    if (ability !== undefined && abilities.find((one) => one.id === ability)?.held === 'none') {
        return 'token';
    }
    if (who && (id === 'audit-log' || id === 'resource-groups') && !paidOrgs(who).some((org) => org.roleInOrg === 'admin')) {
        return 'role';
    }
    return id === 'jobs' && who && cannotPay(who) ? 'payment' : undefined;
}

/** Jobs stop without credits. PRO and Team come with some; an OAuth token may not be told about the rest. */
function cannotPay(who: WhoAmI): boolean {
    return who.canPay === false && !who.isPro && paidOrgs(who).length === 0;
}

/** Organisations with a plan, where nothing stands between them and the token. */
function paidOrgs(who: WhoAmI): NonNullable<WhoAmI['orgs']> {
    return (who.orgs ?? []).filter((org) => org.plan && !(org.securityRestrictions?.length ?? 0));
}

/** Hub API calls in five minutes. Source: https://huggingface.co/docs/hub/rate-limits (September 2025, subject to change). */
export const API_CALLS: Readonly<Record<'anonymous' | 'free' | 'pro' | 'team' | 'enterprise', number>> = { anonymous: 500, free: 1000, pro: 2500, team: 3000, enterprise: 6000 };
