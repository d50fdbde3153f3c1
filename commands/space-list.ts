import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { type HubOrg, whoAmI } from '../services/hub';
import { isNamespace } from '../services/workflows/environment/environment';
import { command } from './command';
import { optional, text } from './params';
import { ownersOf } from './resolve-repo';
import { spaceListAnswer } from './space-answers';

/** Of the caller's own account and their organisation, or of somebody else. */
export const spaceList = command({
    name: 'space list',
    aliases: ['spaces', 'my spaces'],
    summary: 'space.list.summary',
    example: '/hf space list acme',
    args: { owner: optional(text('space.list.arg.owner')) },
    options: {},
    read: true,
    drives: ['space-repos', 'space-hardware'],
    async run(ctx, { args: { owner } }) {
        return spaceListAnswer(ctx, { owners: owner === undefined ? await ownOwners(ctx) : [account(owner)] });
    },
});

function account(typed: string): string {
    const name = typed.replace(/^@/, '');
    if (!isNamespace(name)) {
        throw new UserError({ key: 'space.list.bad_owner', values: { owner: typed } });
    }
    return name;
}

/** So many accounts are gone through for one list. */
const MAX_OWNERS = 5;

/** The caller's own account, the organisations they chose or the workspace has, and those they belong to. */
async function ownOwners(ctx: Ctx): Promise<string[]> {
    const owners = await ownersOf(ctx);
    const isSignedIn = (await ctx.hub.identity()) !== undefined;
    const organisations = isSignedIn ? ((await whoAmI(ctx.hub)).value.orgs ?? []).filter(isOpen).map(({ name }) => name) : [];
    const all = [...new Set([...owners, ...organisations])];
    if (all.length === 0) {
        throw new UserError({ key: 'space.list.whose' }, { key: 'repo.sign_in_hint' });
    }
    return all.slice(0, MAX_OWNERS);
}

/** Hugging Face refuses whatever is asked of an organisation while it wants something else of its member first. */
const isOpen = ({ roleInOrg, securityRestrictions }: HubOrg): boolean => roleInOrg !== 'no_access' && (securityRestrictions ?? []).length === 0;
