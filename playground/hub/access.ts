import { credentialsWanted, disabledResource, forbidden, HubFailure, repoNotFound } from './errors';
import type { Caller, KnownCaller } from './identity';
import { requireUser } from './identity';
import type { Membership, Repo, Token, TokenScope, User } from './model';

export const namespaceOf = (id: string): string => id.split('/')[0] ?? id;

const WRITING_ROLES = ['admin', 'write', 'contributor'];

const RESTRICTION_TEXTS = {
    mfa: 'This organization requires two-factor authentication.',
    'token-policy': 'Your token must be approved by an administrator of the organization before it can be used.',
    'token-revoked': 'Your token has been revoked by an administrator of the organization.',
    sso: 'This organization requires you to sign in with single sign-on.',
    ip: 'This organization does not allow access from your IP address.',
} as const;

/** How a user stands to a namespace: its owner, a member of it, or nothing. */
function standing({ user }: Pick<KnownCaller, 'user'>, namespace: string): 'owner' | Membership | undefined {
    if (user.name === namespace) {
        return 'owner';
    }
    return user.orgs.find(({ org, role }) => org === namespace && role !== 'no_access');
}

const isRestricted = (stand: 'owner' | Membership): boolean => stand !== 'owner' && (stand.securityRestrictions ?? []).length > 0;

/** Repository scopes open the user's own repos; an organisation's only when it was granted on the consent page. */
function oauthAllows(token: Token, namespace: string, permission: string): boolean {
    const opening = permission === 'repo.content.read' ? ['read-repos', 'write-repos', 'manage-repos'] : ['write-repos', 'manage-repos'];
    return opening.some((scope) => token.oauthScopes?.includes(scope)) && (token.user === namespace || (token.oauthOrgs ?? []).includes(namespace));
}

/** Whether what was granted on the account or the repo reaches the repo: a model and a dataset may have the same name. */
const covers = ({ type, name }: TokenScope['entity'], repo: Pick<Repo, 'type' | 'id'>): boolean =>
    (type === 'user' || type === 'org' ? name === namespaceOf(repo.id) : type === repo.type && name === repo.id);

/** Whether the token itself, apart from its user's rights, carries `permission` for the repo. */
function tokenAllows(token: Token, permission: string, repo: Pick<Repo, 'type' | 'id'>): boolean {
    if (token.role === 'oauth') {
        return oauthAllows(token, namespaceOf(repo.id), permission);
    }
    if (token.role !== 'fineGrained') {
        return token.role === 'write' || permission === 'repo.content.read';
    }
    const implied = permission === 'repo.content.read' ? ['repo.content.read', 'repo.write'] : [permission];
    return (token.scoped ?? []).some(({ entity, permissions }) => covers(entity, repo) && permissions.some((held) => implied.includes(held)));
}

/** Listed to the caller, as opposed to hidden behind "not found". Never throws: lists leave out what it refuses. */
export function canSee(caller: Caller, repo: Repo): boolean {
    if (!repo.private) {
        return true;
    }
    if (caller.kind === 'anonymous') {
        return false;
    }
    return userMaySee(caller.user, repo) && tokenAllows(caller.token, 'repo.content.read', repo);
}

/** The user's own right, whatever token they use. */
export function userMaySee(user: User, repo: Repo): boolean {
    const stand = standing({ user }, namespaceOf(repo.id));
    return !repo.private || (stand !== undefined && !isRestricted(stand));
}

/** Whether the user belongs to those who act for the namespace: its owner, or a member who may write. */
export function userMayWrite(user: User, namespace: string): boolean {
    const stand = standing({ user }, namespace);
    return stand === 'owner' || (stand !== undefined && !isRestricted(stand) && WRITING_ROLES.includes(stand.role));
}

/** What the caller is told when a repo does not exist for them. */
export const notFoundFor = (caller: Caller): HubFailure => (caller.kind === 'anonymous' ? credentialsWanted() : repoNotFound());

function requireScope(caller: KnownCaller, repo: Pick<Repo, 'type' | 'id'>, permission: string): void {
    const namespace = namespaceOf(repo.id);
    if (!tokenAllows(caller.token, permission, repo)) {
        throw forbidden(`Your token "${caller.token.displayName}" does not have the required permission "${permission}" on ${namespace}. Edit the token's permissions in your settings.`);
    }
}

/** Passes when the caller may read the repo's description; throws the Hub's answer otherwise. */
export function assertReadable(caller: Caller, repo: Repo): void {
    if (repo.private) {
        if (caller.kind === 'anonymous') {
            throw credentialsWanted();
        }
        const stand = standing(caller, namespaceOf(repo.id));
        if (stand === undefined) {
            throw repoNotFound();
        }
        const restriction = typeof stand === 'object' ? stand.securityRestrictions?.[0] : undefined;
        if (restriction) {
            throw forbidden(RESTRICTION_TEXTS[restriction]);
        }
        requireScope(caller, repo, 'repo.content.read');
    }
    if (repo.disabled) {
        throw disabledResource();
    }
}

/** The gate before files and history: being able to read a gated repo's description does not open its content. */
export function assertContentOpen(caller: Caller, repo: Repo): void {
    if (!repo.gated) {
        return;
    }
    const extras = { code: 'GatedRepo' };
    const what = `${repo.type} ${repo.id}`;
    if (caller.kind === 'anonymous') {
        throw new HubFailure(401, `Access to ${what} is restricted. You must have access to it and be authenticated to access it. Please log in.`, extras);
    }
    if (caller.token.role === 'fineGrained' && !caller.token.canReadGatedRepos) {
        throw forbidden('Please enable access to public gated repositories in your fine-grained token settings to view this repository.');
    }
    if (caller.token.role === 'oauth' && !caller.token.oauthScopes?.includes('gated-repos') && !tokenAllows(caller.token, 'repo.content.read', repo)) {
        throw forbidden('Your token does not have the required scope "gated-repos" to view this repository.');
    }
    if (!repo.granted.has(caller.user.name) && standing(caller, namespaceOf(repo.id)) === undefined) {
        throw new HubFailure(403, `Access to ${what} is restricted and you are not in the authorized list. Visit https://huggingface.co/${repo.id} to ask for access.`, extras);
    }
}

/** Passes when the caller may talk in the repo's discussions: whoever sees the repo may, given a token for it. */
export function assertMayDiscuss(caller: Caller, repo: Repo): KnownCaller {
    assertReadable(caller, repo);
    const { token, user } = requireUser(caller);
    const scopes = ['write-discussions', 'write-repos', 'manage-repos'];
    const scoped = (token.scoped ?? []).some(({ entity, permissions }) => permissions.includes('discussion.write') && (covers(entity, repo) || entity.name === user.name));
    const allowed = token.role === 'oauth' ? scopes.some((scope) => token.oauthScopes?.includes(scope)) : token.role === 'fineGrained' ? scoped : token.role === 'write';
    if (!allowed) {
        throw forbidden(`Your token "${token.displayName}" does not have the required permission "discussion.write". Edit the token's permissions in your settings.`);
    }
    return { ...caller, kind: 'user', token, user };
}

/** Passes when the caller may push to the repo. */
export function assertWritable(caller: Caller, repo: Repo): void {
    assertReadable(caller, repo);
    if (caller.kind === 'anonymous') {
        throw credentialsWanted();
    }
    if (!userMayWrite(caller.user, namespaceOf(repo.id))) {
        throw forbidden('You don\'t have the rights to write to this repository.');
    }
    if (caller.token.role === 'read') {
        throw forbidden('You must use a write token to upload to a repository.');
    }
    requireScope(caller, repo, 'repo.write');
}

const manages = ({ role, oauthScopes }: Token): boolean => role !== 'oauth' || oauthScopes?.includes('manage-repos') === true;

/** Passes when the caller may make a repo of that name. */
export function assertMayCreate(caller: Caller, { type, id }: Pick<Repo, 'type' | 'id'>): void {
    const { user, token } = requireUser(caller);
    if (!userMayWrite(user, namespaceOf(id)) || !manages(token)) {
        throw forbidden(`You don't have the rights to create a ${type} under the namespace "${namespaceOf(id)}".`);
    }
    if (token.role === 'read') {
        throw forbidden('You must use a write token to create a repository.');
    }
    requireScope({ ...caller, kind: 'user', user, token }, { type, id }, 'repo.write');
}

/**
 * Passes when the caller may delete the repo: members with the role `write` may delete any of their organisation (Hugging Face docs,
 * "Organizations, access control"), contributors only their own, of which nothing is known here.
 */
export function assertMayDelete(caller: Caller, repo: Repo): void {
    assertWritable(caller, repo);
    const { token, user } = requireUser(caller);
    const stand = standing({ user }, namespaceOf(repo.id));
    if (!manages(token) || (typeof stand === 'object' && stand.role === 'contributor')) {
        throw forbidden('You don\'t have the rights to delete this repository.');
    }
}
