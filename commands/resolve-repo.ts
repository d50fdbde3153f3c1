import type { Ctx } from '../context/ctx';
import { UserError, type Sentence } from '../context/user-error';
import { findByName } from '../services/discovery';
import { HUB_HOSTS, parseRepoRef, whoAmI, type RepoRef, type RepoType } from '../services/hub';

/** What a typed id means: one repository, or several with that name. */
export type Resolved = { readonly kind: 'one'; readonly repo: RepoRef } | { readonly kind: 'many'; readonly repos: readonly RepoRef[] };

/**
 * Reads an id as people type it: `owner/name`, a link to the Hub, or a name without owner, which is looked for in the
 * user's account, in their default organisation, in the workspace's, and on the Hub itself. Throws UserError.
 */
export async function resolveRepo(ctx: Ctx, typed: string, type: RepoType): Promise<Resolved> {
    const repo = parseRepoRef(typed, type, [...HUB_HOSTS, new URL(ctx.settings.hubUrl).host]);
    if (!repo) {
        throw new UserError({ key: 'error.bad_repo_id', values: { value: typed } });
    }
    if (typed.includes('/')) {
        return { kind: 'one', repo };
    }
    const owners = await ownersOf(ctx);
    const [found, ...others] = await findByName(ctx.hub, { type, name: repo.id, owners });
    if (!found) {
        throw await notFound(ctx, repo, owners);
    }
    return others.length > 0 ? { kind: 'many', repos: [found, ...others] } : { kind: 'one', repo: found };
}

/** Where a name without owner is looked for, nearest first. */
export async function ownersOf(ctx: Ctx): Promise<string[]> {
    const [account, { defaultOrg }] = await Promise.all([ctx.stores.accounts.get(ctx.user.id), ctx.stores.preferences.get(ctx.user.id)]);
    const own = account.state === 'ok' ? account.account.name ?? (await whoAmI(ctx.hub)).value.name : undefined;
    return [...new Set([own, defaultOrg, ctx.settings.defaultOrg].flatMap((owner) => (owner ? [owner] : [])))];
}

async function notFound(ctx: Ctx, { type, id }: RepoRef, owners: readonly string[]): Promise<UserError> {
    const tried = [...owners.map((owner) => `${owner}/${id}`), id].join(', ');
    const signIn: Sentence | undefined = (await ctx.hub.identity()) === undefined ? { key: 'repo.sign_in_hint' } : undefined;
    return new UserError({ key: 'repo.not_found', values: { name: id, tried } }, { key: 'repo.search_hint', values: { command: `${type}s search ${id}` } }, signIn);
}
