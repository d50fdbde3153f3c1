import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
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

async function ownOwners(ctx: Ctx): Promise<string[]> {
    const owners = await ownersOf(ctx);
    if (owners.length === 0) {
        throw new UserError({ key: 'space.list.whose' }, { key: 'repo.sign_in_hint' });
    }
    return owners;
}
