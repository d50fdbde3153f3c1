import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { giveOrder } from '../flows/space/give-order';
import type { SpaceOrder } from '../services/workflows/space/order';
import { whichRepoView } from '../ui/which-repo-view';
import { resolveRepo } from './resolve-repo';

interface About {
    /** The button that does the same with one Space, and what it carries; its id when left out. */
    readonly actionId: string;
    readonly value?: (space: string) => string;
    readonly show: (space: string) => Promise<Answer | undefined>;
}

/** Does something with the Space that was typed, or asks which one was meant. */
export async function aboutSpace(ctx: Ctx, typed: string, { actionId, value = (space) => space, show }: About): Promise<Answer | undefined> {
    const resolved = await resolveRepo(ctx, typed, 'space');
    if (resolved.kind === 'many') {
        const choices = resolved.repos.map(({ id }) => ({ id, value: value(id) }));
        return answer(whichRepoView({ typed, choices, actionId }, ctx.lang), { candidates: resolved.repos });
    }
    if (resolved.repo.type !== 'space') {
        throw new UserError({ key: 'space.not_a_space', values: { id: resolved.repo.id } });
    }
    return show(resolved.repo.id);
}

/** Gives an order to the Space that was typed. */
export function orderSpace(ctx: Ctx, typed: string, order: (space: string) => SpaceOrder): Promise<Answer | undefined> {
    return aboutSpace(ctx, typed, { actionId: 'space.order', value: (space) => JSON.stringify(order(space)), show: async (space) => answer(await giveOrder(ctx, order(space))) });
}
