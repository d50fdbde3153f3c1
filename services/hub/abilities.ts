import { permissionsOf, type WhoAmI } from './areas/whoami';

/** What a token may be used for, as far as this app has a use for it. */
export const ABILITIES = ['read-private', 'read-gated', 'write', 'discuss', 'infer', 'endpoints', 'jobs', 'collections'] as const;
export type AbilityId = (typeof ABILITIES)[number];

export interface Ability {
    readonly id: AbilityId;
    /** `all`: for everything the account may do; `some`: for the accounts and repositories in `on`; `unknown`: the Hub does not tell. */
    readonly held: 'all' | 'some' | 'none' | 'unknown';
    readonly on: readonly string[];
    /** The permission of a fine-grained token that gives it; undefined where it is a switch of its own. */
    readonly permission: string | undefined;
}

interface Ways {
    readonly permission?: string;
    /** Other permissions that include it. */
    readonly alsoBy?: readonly string[];
    readonly scopes: readonly string[];
    /** Whether a token of role `read` has it: it covers reading and inference. */
    readonly byReadRole?: boolean;
}

/**
 * Sources: https://huggingface.co/docs/hub/security-tokens (roles), https://huggingface.co/docs/hub/oauth (scopes), and the
 * Hub's OpenAPI document (permission names).
 */
const WAYS: Readonly<Record<AbilityId, Ways>> = {
    'read-private': { permission: 'repo.content.read', alsoBy: ['repo.write'], scopes: ['read-repos', 'write-repos', 'manage-repos'], byReadRole: true },
    'read-gated': { scopes: ['gated-repos'], byReadRole: true },
    'write': { permission: 'repo.write', scopes: ['write-repos', 'manage-repos'] },
    'discuss': { permission: 'discussion.write', scopes: ['write-discussions'] },
    'infer': { permission: 'inference.serverless.write', scopes: ['inference-api'], byReadRole: true },
    'endpoints': { permission: 'inference.endpoints.write', scopes: ['write-endpoints'] },
    'jobs': { permission: 'job.write', scopes: ['jobs'] },
    'collections': { permission: 'collection.write', scopes: ['write-collections'] },
};

/** What the token behind `who` may be used for. `scopes` are those of an OAuth token: whoami does not repeat them. */
export function abilitiesOf(who: WhoAmI, scopes?: readonly string[]): Ability[] {
    return ABILITIES.map((id) => ({ id, permission: WAYS[id].permission, on: [], ...holding(id, who, scopes) }));
}

function holding(id: AbilityId, who: WhoAmI, scopes: readonly string[] | undefined): Pick<Ability, 'held'> & { on?: string[] } {
    switch (who.auth.accessToken?.role) {
        case undefined:
            return scopes ? has(WAYS[id].scopes.some((scope) => scopes.includes(scope))) : { held: 'unknown' };
        case 'write':
        case 'god':
            return { held: 'all' };
        case 'read':
            return has(WAYS[id].byReadRole ?? false);
        case 'fineGrained':
            return fineGrained(id, who);
        default:
            return { held: 'unknown' };
    }
}

const has = (held: boolean): Pick<Ability, 'held'> => ({ held: held ? 'all' : 'none' });

function fineGrained(id: AbilityId, who: WhoAmI): Pick<Ability, 'held'> & { on?: string[] } {
    if (id === 'read-gated') {
        return has(who.auth.accessToken?.fineGrained?.canReadGatedRepos ?? false);
    }
    const { permission, alsoBy = [] } = WAYS[id];
    const held = permissionsOf(who) ?? new Map<string, string[]>();
    const on = [permission, ...alsoBy].flatMap((name) => (name === undefined ? [] : (held.get(name) ?? [])));
    if (on.includes('*')) {
        return { held: 'all' };
    }
    return on.length > 0 ? { held: 'some', on: [...new Set(on)] } : { held: 'none' };
}
