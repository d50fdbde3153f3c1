import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { deletable } from '../flows/space/delete-space';
import { spaceDeleteForm, spaceDeletePrompt } from '../ui/space-delete-form';
import { aboutSpace } from './about-space';
import { command } from './command';
import { text } from './params';
import { suggestSpaces } from './suggest-spaces';

/** Opens a form in which the id has to be typed once more, in full. */
export const spaceDelete = command({
    name: 'space delete',
    aliases: ['space remove', 'delete space'],
    summary: 'space.delete.summary',
    example: '/hf space delete acme/old-demo',
    args: { id: text('repo.arg.id') },
    options: {},
    read: false,
    run: (ctx, { args }) => aboutSpace(ctx, args.id, { actionId: 'space.delete', show: (space) => openForm(ctx, space) }),
    suggest: suggestSpaces('space delete'),
});

async function openForm(ctx: Ctx, typed: string): Promise<Answer | undefined> {
    const { id } = await deletable(ctx, typed);
    return (await ctx.open(spaceDeleteForm(id, ctx.lang))) ? undefined : answer(spaceDeletePrompt(id, ctx.lang));
}
