import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { findAccount, HUB_HOSTS, HubError, parseRepoRef, repoHead, type RepoRef, type RepoType } from '../services/hub';
import type { WatchTarget } from '../services/workflows/watching';
import { resolveRepo } from './resolve-repo';

/** What is to be watched, or several repositories that may be meant. */
export type ResolvedTarget = { readonly kind: 'one'; readonly target: WatchTarget } | { readonly kind: 'many'; readonly repos: readonly WatchTarget[] };

const TYPES: readonly RepoType[] = ['model', 'dataset', 'space'];

/**
 * Reads what somebody wants to watch: `owner/name` of whatever type, a link, the name of an account with or without a slash behind
 * it, or the name of a model without its owner. Throws UserError, and HubError for a repository that is not there.
 */
export async function resolveTarget(ctx: Ctx, typed: string): Promise<ResolvedTarget> {
    const hosts = [...HUB_HOSTS, new URL(ctx.settings.hubUrl).host];
    const bare = typed.trim().replace(/\/+$/, '');
    const [asModel, asDataset] = [parseRepoRef(bare, 'model', hosts), parseRepoRef(bare, 'dataset', hosts)];
    if (!asModel || !asDataset) {
        throw new UserError({ key: 'watch.bad.target', values: { value: typed } });
    }
    if (!asModel.id.includes('/')) {
        return accountOrName(ctx, asModel.id, bare !== typed.trim());
    }
    // Only a link and a prefix such as `datasets/` say which type is meant.
    return asModel.type === asDataset.type ? one(asModel) : ofAnyType(ctx, asModel.id);
}

async function accountOrName(ctx: Ctx, name: string, surelyAccount: boolean): Promise<ResolvedTarget> {
    const account = await findAccount(ctx.hub, name);
    if (account) {
        return { kind: 'one', target: { type: 'account', name: account.name } };
    }
    if (surelyAccount) {
        throw new UserError({ key: 'watch.no_account', values: { name } });
    }
    const resolved = await resolveRepo(ctx, name, 'model');
    return resolved.kind === 'one' ? one(resolved.repo) : { kind: 'many', repos: resolved.repos.map(targetOf) };
}

/** A model, a dataset and a Space may have the same id. */
async function ofAnyType(ctx: Ctx, id: string): Promise<ResolvedTarget> {
    const looks = await Promise.allSettled(TYPES.map((type) => repoHead(ctx.hub, { type, id })));
    const repos = TYPES.filter((_type, index) => looks[index]?.status === 'fulfilled').map((type) => targetOf({ type, id }));
    const [first, ...others] = repos;
    if (first) {
        return others.length === 0 ? { kind: 'one', target: first } : { kind: 'many', repos };
    }
    const refusals = looks.flatMap((look): unknown[] => (look.status === 'rejected' ? [look.reason] : []));
    // That one type could not be looked at says more than that the others are not there.
    throw refusals.find((reason) => !(reason instanceof HubError) || reason.status !== 404) ?? refusals[0];
}

const targetOf = ({ type, id }: Pick<RepoRef, 'type' | 'id'>): WatchTarget => ({ type, id });
const one = (repo: RepoRef): ResolvedTarget => ({ kind: 'one', target: targetOf(repo) });
