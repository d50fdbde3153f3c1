import * as z from 'zod/mini';
import { spaceHardwareAnswer, spaceListAnswer, spaceSecretsAnswer, spaceStatusAnswer, spaceVariablesAnswer } from '../commands/space-answers';
import type { Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { deletable, deleteSpace } from '../flows/space/delete-space';
import { giveOrder } from '../flows/space/give-order';
import { spaceListState } from '../flows/space/list-spaces';
import { spaceId, spaceOrder } from '../services/workflows/space/order';
import { DELETE_FIELD, spaceDeleteForm } from '../ui/space-delete-form';
import type { View } from '../ui/view';
import { action, plainAction, submission, type Action, type Outcome, type Submission } from './action';

/** `agreed`: see `Agreed` in flows/space/order-question.ts. Whoever forges it pays for it themselves. */
const agreement = z.object({ order: spaceOrder, agreed: z.nullable(z.number()) });

/** Buttons that do something to a Space. The value is its id where nothing else has to be said. */
export const SPACE_ACTIONS: readonly Action[] = [
    action('space.restart', spaceId, (ctx, space) => shows(ctx, giveOrder(ctx, { kind: 'restart', space, factory: false }))),
    action('space.pause', spaceId, (ctx, space) => shows(ctx, giveOrder(ctx, { kind: 'pause', space }))),
    action('space.order', spaceOrder, (ctx, order) => shows(ctx, giveOrder(ctx, order))),
    action('space.agree', agreement, (ctx, { order, agreed }) => shows(ctx, giveOrder(ctx, order, agreed))),
    action('space.refresh', spaceId, (ctx, space) => shows(ctx, viewOf(spaceStatusAnswer(ctx, space)))),
    action('space.hardware', spaceId, (ctx, space) => shows(ctx, viewOf(spaceHardwareAnswer(ctx, space)))),
    action('space.secrets', spaceId, (ctx, space) => shows(ctx, viewOf(spaceSecretsAnswer(ctx, space)))),
    action('space.variables', spaceId, (ctx, space) => shows(ctx, viewOf(spaceVariablesAnswer(ctx, space)))),
    action('space.list', spaceListState, (ctx, state) => shows(ctx, viewOf(spaceListAnswer(ctx, state)))),
    action('space.delete', spaceId, async (ctx, space) => ({ kind: 'open', surface: spaceDeleteForm((await deletable(ctx, space)).id, ctx.lang) })),
    plainAction('space.cancel', (ctx) => shows(ctx, Promise.resolve({ text: ctx.lang.t('space.cancelled') }))),
];

/** The id as it has to be typed; the form carries which one is meant. */
const deleteFields = z.object({ [DELETE_FIELD]: z.optional(z.nullable(z.string())) });

export const SPACE_SUBMISSIONS: readonly Submission[] = [
    submission('space.delete', deleteFields, async (ctx, fields, carried) => {
        const space = spaceId.safeParse(carried);
        if (!space.success || fields[DELETE_FIELD]?.trim() !== space.data) {
            return { kind: 'errors', errors: { [DELETE_FIELD]: ctx.lang.t('space.delete.mismatch', { space: carried }) } };
        }
        const deleted = await deleteSpace(ctx, space.data);
        if ('kind' in deleted) {
            return { kind: 'update', surface: deleted };
        }
        await ctx.whisper(deleted);
        return undefined;
    }),
];

const viewOf = async (answer: Promise<Answer>): Promise<View> => (await answer).view;

/** Takes the place of the clicked message where only its reader saw that. */
async function shows(ctx: Ctx, view: Promise<View>): Promise<Outcome | undefined> {
    await ctx.whisper(await view, { replace: true });
    return undefined;
}
