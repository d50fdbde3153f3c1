import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

/*
 * A typed call instead of @huggingface/hub's whoAmI: that one refuses `api_org_` tokens, and knows neither plans, roles,
 * fine-grained permissions nor security restrictions.
 */
const maybeString = z.nullish(z.string());

const orgSchema = z.looseObject({
    id: z.optional(z.string()),
    name: z.string(),
    fullname: maybeString,
    /** `team`, `enterprise`, `plus`, `academia`; absent = free. */
    plan: maybeString,
    canPay: z.nullish(z.boolean()),
    /** `admin`, `write`, `contributor`, `read`, `no_access`. */
    roleInOrg: maybeString,
    /** `mfa`, `sso`, `token-policy`, `token-revoked`, `ip`: calls on this organisation will fail. */
    securityRestrictions: z.nullish(z.array(z.string())),
    resourceGroups: z.nullish(z.array(z.looseObject({ id: z.string(), name: z.string(), role: maybeString }))),
});

const permissionSchema = z.looseObject({
    entity: z.looseObject({ type: z.string(), name: maybeString }),
    permissions: z.array(z.string()),
});

const accessTokenSchema = z.looseObject({
    displayName: maybeString,
    /** `read`, `write`, `god`, `fineGrained`. */
    role: z.string(),
    createdAt: maybeString,
    fineGrained: z.nullish(z.looseObject({
        scoped: z.nullish(z.array(permissionSchema)),
        global: z.nullish(z.array(z.string())),
        canReadGatedRepos: z.nullish(z.boolean()),
    })),
});

export const whoAmISchema = z.looseObject({
    type: z.string(),
    id: z.string(),
    name: z.string(),
    fullname: maybeString,
    email: maybeString,
    isPro: z.nullish(z.boolean()),
    /** Whether a payment method is set; OAuth tokens need `read-billing` to see it. */
    canPay: z.nullish(z.boolean()),
    billingMode: maybeString,
    /** Unix seconds. */
    periodEnd: z.nullish(z.number()),
    avatarUrl: maybeString,
    orgs: z.nullish(z.array(orgSchema)),
    auth: z.looseObject({
        /** `access_token`, `app_token`, `app_token_as_user`. */
        type: z.string(),
        accessToken: z.nullish(accessTokenSchema),
        /** ISO date of expiring tokens. */
        expiresAt: maybeString,
    }),
});

export type WhoAmI = z.infer<typeof whoAmISchema>;
export type HubOrg = z.infer<typeof orgSchema>;

/** The account behind the token. The call has a strict quota of its own, so the answer is kept per identity. */
export function whoAmI(hub: Hub, { fresh = false, signal }: { fresh?: boolean; signal?: AbortSignal } = {}): Promise<Fetched<WhoAmI>> {
    return hub.getJson(whoAmISchema, '/api/whoami-v2', { ttlMs: fresh ? 0 : TTL.account, signal });
}

/**
 * The permissions of a fine-grained token as `permission` → the entities it holds for; undefined for tokens of another
 * role, which have none by name.
 */
export function permissionsOf({ auth }: WhoAmI): Map<string, string[]> | undefined {
    const fineGrained = auth.accessToken?.fineGrained;
    if (!fineGrained) return undefined;
    const permissions = new Map<string, string[]>((fineGrained.global ?? []).map((name) => [name, ['*']]));
    for (const { entity, permissions: names } of fineGrained.scoped ?? []) {
        for (const name of names) permissions.set(name, [...permissions.get(name) ?? [], entity.name ?? entity.type]);
    }
    return permissions;
}
