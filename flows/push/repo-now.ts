import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { abilitiesOf, apiPath, assertMayWrite, HubError, HubShapeError, repoHead, whoAmI, type AbilityId, type WhoAmI } from '../../services/hub';
import type { PushWish } from '../../services/workflows/transfer/push-wish';
import { newTokenUrl } from '../../ui/error-view';

/** A repository as it is at this moment. */
export interface RepoNow {
    /** The newest commit of its main branch. */
    readonly head: string;
    readonly private: boolean;
}

type Asked = Pick<Ctx, 'hub' | 'settings' | 'stores' | 'user'>;

/** Undefined when there is no such repository, as far as the user can see. Throws HubError. */
export async function repoNow({ hub }: Pick<Ctx, 'hub'>, { type, repo }: PushWish): Promise<RepoNow | undefined> {
    try {
        const { sha, private: isPrivate } = await repoHead(hub, { type, id: repo });
        if (!sha) {
            throw new HubShapeError(`GET ${apiPath({ type, id: repo })}`, 'sha', 'missing');
        }
        return { head: sha, private: isPrivate !== false };
    } catch (error) {
        if (error instanceof HubError && error.status === 404) {
            return undefined;
        }
        throw error;
    }
}

export const MAIN = 'main';

/**
 * Makes sure, before anything is read or sent, that the push could end well: the token has the permission, the account may write to the
 * repository, or make it. Throws UserError and HubError.
 */
export async function requirePushRights(ctx: Asked, wish: PushWish, now: RepoNow | undefined): Promise<void> {
    const who = (await whoAmI(ctx.hub)).value;
    await requireAbility(ctx, who, now && wish.pr ? 'discuss' : 'write');
    if (!now) {
        requireOwner(who, wish);
    } else if (!wish.pr) {
        await requireWriteAccess(ctx, wish);
    }
}

async function requireAbility({ settings, stores, user }: Asked, who: WhoAmI, id: AbilityId): Promise<void> {
    const account = await stores.accounts.get(user.id);
    const ability = abilitiesOf(who, account.state === 'ok' ? account.account.scopes : undefined).find((one) => one.id === id);
    if (ability?.held === 'none') {
        throw new UserError({ key: 'push.no_scope', values: { scope: ability.permission ?? id, url: newTokenUrl(settings.hubUrl, ability.permission) } });
    }
}

/** Roles in an organisation that may make repositories. Source: https://huggingface.co/docs/hub/organizations-security. */
const MAKERS: ReadonlySet<string> = new Set(['admin', 'write', 'contributor']);

function requireOwner({ name, orgs }: WhoAmI, { type, repo, sdk }: PushWish): void {
    const owner = (repo.split('/')[0] ?? '').toLowerCase();
    const org = orgs?.find((one) => one.name.toLowerCase() === owner);
    // An organisation that does not tell the role is asked by trying.
    const may = name.toLowerCase() === owner || (org && (typeof org.roleInOrg !== 'string' || MAKERS.has(org.roleInOrg)));
    if (!may) {
        throw new UserError({ key: 'push.no_owner', values: { repo, owner } });
    }
    if (type === 'space' && sdk === undefined) {
        throw new UserError({ key: 'push.space_sdk', values: { repo } });
    }
}

async function requireWriteAccess({ hub }: Pick<Ctx, 'hub'>, { type, repo }: PushWish): Promise<void> {
    try {
        await assertMayWrite(hub, { type, id: repo });
    } catch (error) {
        if (error instanceof HubError && (error.kind === 'forbidden' || error.kind === 'not-found-or-private' || error.kind === 'repo-not-found')) {
            throw new UserError({ key: 'push.read_only', values: { repo, owner: repo.split('/')[0] ?? repo } });
        }
        throw error;
    }
}
