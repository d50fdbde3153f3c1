import type { Caller } from './identity';
import type { OrgPlan } from './model';
import type { HubState } from './state';

export type Bucket = 'api' | 'resolvers' | 'pages' | 'whoami';

type Plan = 'anonymous' | 'free' | 'pro' | OrgPlan;

/** Requests per five minutes (Hugging Face docs, "Hub rate limits"). whoami's own quota is not published; 60 is a guess on the strict side. */
const QUOTAS: Record<Plan, Record<Bucket, number>> = {
    anonymous: { api: 500, resolvers: 3_000, pages: 100, whoami: 60 },
    free: { api: 1_000, resolvers: 5_000, pages: 200, whoami: 60 },
    pro: { api: 2_500, resolvers: 12_000, pages: 400, whoami: 60 },
    team: { api: 3_000, resolvers: 20_000, pages: 400, whoami: 60 },
    academia: { api: 3_000, resolvers: 20_000, pages: 400, whoami: 60 },
    enterprise: { api: 6_000, resolvers: 50_000, pages: 600, whoami: 60 },
    plus: { api: 10_000, resolvers: 100_000, pages: 1_000, whoami: 60 },
};

const PLANS_BY_RANK: readonly Plan[] = ['plus', 'enterprise', 'team', 'academia', 'pro', 'free'];

export type RateLimitOptions = Partial<Record<Bucket, number>> & { windowSeconds?: number };

export interface Verdict {
    allowed: boolean;
    headers: Record<string, string>;
}

function planOf(state: HubState, caller: Caller): Plan {
    if (caller.kind === 'anonymous') {
        return 'anonymous';
    }
    const held = new Set<Plan | undefined>([caller.user.isPro ? 'pro' : 'free', ...caller.user.orgs.map(({ org }) => state.orgs.get(org)?.plan)]);
    return PLANS_BY_RANK.find((plan) => held.has(plan)) ?? 'free';
}

export function rateLimitHeaders(bucket: Bucket, remaining: number, resetSeconds: number): Record<string, string> {
    return { RateLimit: `"${bucket}";r=${remaining};t=${resetSeconds}` };
}

/** Fixed windows per identity: a token has its own, everyone without one shares that of their address. */
export class RateLimiter {
    private readonly used = new Map<string, { window: number; count: number }>();

    constructor(private readonly state: HubState, private readonly options: RateLimitOptions = {}) {}

    /** Counts one request and says whether it is still within the quota. */
    take(caller: Caller, bucket: Bucket): Verdict {
        const window = this.window();
        const key = `${bucket} ${caller.kind === 'anonymous' ? caller.ip : caller.token.value}`;
        const before = this.used.get(key);
        const count = (before?.window === window ? before.count : 0) + 1;
        this.used.set(key, { window, count });
        return this.verdict(caller, bucket, count);
    }

    /** What is said to a caller who has used up the quota of this window. Counts nothing. */
    exhausted(caller: Caller, bucket: Bucket): Verdict {
        return this.verdict(caller, bucket, Infinity);
    }

    private get seconds(): number {
        return this.options.windowSeconds ?? 300;
    }

    private window(): number {
        return Math.floor(this.state.now() / 1000 / this.seconds);
    }

    private verdict(caller: Caller, bucket: Bucket, count: number): Verdict {
        const seconds = this.seconds;
        const quota = this.options[bucket] ?? QUOTAS[planOf(this.state, caller)][bucket];
        const resetSeconds = Math.ceil((this.window() + 1) * seconds - this.state.now() / 1000);
        return {
            allowed: count <= quota,
            headers: {
                ...rateLimitHeaders(bucket, Math.max(0, quota - count), resetSeconds),
                'RateLimit-Policy': `"fixed window";"${bucket}";q=${quota};w=${seconds}`,
            },
        };
    }
}

export function tooManyRequests(caller: Caller): string {
    return caller.kind === 'anonymous'
        ? `We had to rate limit your IP (${caller.ip}). To continue using our service, create a HF account or login to your existing account, and make sure you pass a HF_TOKEN if you're using the API.`
        : 'We had to rate limit you. You can retry later, or upgrade to a plan with higher limits.';
}
