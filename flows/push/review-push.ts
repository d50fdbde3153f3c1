import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { overrideHelps, planState } from '../../services/workflows/transfer/push-plan';
import { MAX_SUMMARY } from '../../services/workflows/transfer/push-wish';
import { pushReviewForm } from '../../ui/push-form';
import type { Surface } from '../../ui/view';
import { record } from '../audit/record';
import { mayTakeUnsafe } from '../files/rights';
import { plannedFiles } from './push-files';
import { endPush, loadPush, notePush, type Confirmed, type Push } from './push-record';
import { showPush, shownPlan, stepOf } from './show-push';
import { findFiles, requirePusher, schedulePush, startPush } from './start-push';

/** A push that waits for its maker's yes. */
export interface Reviewed {
    readonly push: Push;
    /** Whether the maker may take what is refused by default. */
    readonly mayOverride: boolean;
}

/** The push of the caller. Throws UserError when it is somebody else's, or gone. */
export async function ownPush(ctx: Ctx, id: string): Promise<Push> {
    const push = await loadPush(ctx, id);
    // Ids come from a client: of what was said in another room nothing is told here.
    if (!push || push.roomId !== ctx.room.id) {
        throw new UserError({ key: 'push.over' });
    }
    if (push.by.id !== ctx.user.id) {
        throw new UserError({ key: 'push.not_yours', values: { by: push.by.username } });
    }
    return push;
}

/** Throws UserError when nothing waits for a yes. */
export async function reviewable(ctx: Ctx, id: string): Promise<Reviewed> {
    const push = await ownPush(ctx, id);
    if (stepOf(push).kind !== 'review') {
        throw new UserError({ key: 'push.over' });
    }
    const mayOverride = overrideHelps(plannedFiles(push)) && (await mayTakeUnsafe(ctx));
    return { push, mayOverride };
}

/** The form in which everything that will be committed stands. `carried`: which plan this is. */
export function reviewForm({ lang }: Pick<Ctx, 'lang'>, { push, mayOverride }: Reviewed, carried: string): Surface {
    const { wish: { repo, summary, pr } } = push;
    return pushReviewForm({ ...shownPlan(push), repo, summary: summary ?? defaultSummary(push), pr, mayOverride, carried }, lang);
}

/** As people write commits: English, because a repository's readers need not share the writer's language. */
function defaultSummary({ files: [first, ...others] }: Push): string {
    const name = first?.path ?? '';
    return (others.length === 0 ? `Upload ${name}` : `Upload ${name} and ${others.length} more`).slice(0, MAX_SUMMARY);
}

/** The yes: written down, then left to the job. Who takes what is refused by default is on record by name. Throws UserError. */
export async function confirmPush(ctx: Ctx, { push, mayOverride }: Reviewed, wanted: Omit<Confirmed, 'round'>): Promise<void> {
    await requirePusher(ctx);
    const { id, round, wish: { repo } } = push;
    const override = wanted.override && mayOverride;
    // Without the right, or without the wish, a secret among the files stops all of them.
    const state = planState(plannedFiles(push), override);
    if (state !== 'ready') {
        throw new UserError({ key: `push.end.${state}` });
    }
    if (override) {
        await record(ctx, { id: `push:${id}:overridden:${round}`, by: ctx.user.id, what: 'push.overridden', subject: repo, roomId: ctx.room.id, result: 'done', details: { files: push.files.length } });
    }
    await notePush(ctx, id, { type: 'confirmed', data: { ...wanted, override, round } });
    await schedulePush(ctx, id);
    await ctx.wakeAt(ctx.clock());
}

/** Stops it, unless a commit is on its way. Throws UserError. */
export async function cancelPush(ctx: Ctx, id: string): Promise<void> {
    const push = await ownPush(ctx, id);
    const { kind } = stepOf(push);
    if (kind === 'done' || kind === 'ended') {
        throw new UserError({ key: 'push.over' });
    }
    if (push.committing) {
        throw new UserError({ key: 'push.too_late' });
    }
    await endPush(ctx, id, { end: 'cancelled' });
    await schedulePush(ctx, id);
    const ended = await loadPush(ctx, id);
    if (ended) {
        await showPush(ctx, ended);
    }
}

/** The same files to the same place once more, from the beginning. Throws UserError. */
export async function repeatPush(ctx: Ctx, id: string): Promise<void> {
    const { wish, files } = await ownPush(ctx, id);
    await startPush(ctx, wish, await findFiles(ctx, files.map((file) => file.id)));
}
