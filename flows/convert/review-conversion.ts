import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { CONVERT_IMAGE } from '../../services/workflows/convert/convert-script';
import { SETUP_S, SPEED } from '../../services/workflows/convert/estimate';
import { convertForm } from '../../ui/convert-form';
import { convertPlanView } from '../../ui/convert-plan-view';
import type { Surface, View } from '../../ui/view';
import { record } from '../audit/record';
import type { ConversionPlan } from './conversion-plan';
import { beginConversion, loadConversion, noteConversion, type Conversion } from './conversion-record';
import type { ConvertWish } from './convert-wish';
import { planConversion } from './plan-conversion';
import { requireAgreed } from './require-agreed';
import { showConversion, shownPlan } from './show-conversion';
import { CONVERT_WORK, KEEP_MS } from './work-on-conversion';

/** To write a yes down takes less, milliseconds. */
const CONFIRMED_MS = 60_000;

/** Plans a conversion and keeps the plan for a day. Nothing is started. Throws UserError and HubError. */
export async function proposeConversion(ctx: Ctx, wish: ConvertWish): Promise<View> {
    const plan = await planConversion(ctx, wish);
    const id = ctx.newId();
    const { user, room, threadId } = ctx;
    await beginConversion(ctx, id, { plan, by: { id: user.id, username: user.username }, roomId: room.id, ...(threadId !== undefined && { threadId }) });
    await ctx.stores.due.schedule({ kind: CONVERT_WORK, subject: id, at: ctx.clock() + KEEP_MS });
    return convertPlanView({ id, ...shownPlan(plan), repo: plan.repo.id }, { lang: ctx.lang, hubUrl: ctx.settings.hubUrl });
}

/** The plan of the caller, as long as it waits for a yes. Throws UserError. */
export async function reviewableConversion(ctx: Ctx, id: string): Promise<Conversion> {
    const conversion = await conversionHere(ctx, id);
    if (conversion.by.id !== ctx.user.id || conversion.confirmedAt !== undefined || ctx.clock() >= conversion.begunAt + KEEP_MS) {
        throw new UserError({ key: 'convert.over' });
    }
    return conversion;
}

/** Ids come from a client: of what was said in another room nothing is told here. Throws UserError. */
export async function conversionHere(ctx: Ctx, id: string): Promise<Conversion> {
    const conversion = await loadConversion(ctx, id);
    if (conversion?.roomId !== ctx.room.id) {
        throw new UserError({ key: 'convert.over' });
    }
    return conversion;
}

/** Everything that will happen and cost, and what has to be said yes to. */
export function reviewForm(ctx: Ctx, { id, plan }: Conversion): Surface {
    const { lang, settings: { hubUrl }, room } = ctx;
    return convertForm({ ...plan, ...shownPlan(plan), asksPublic: asksPublic(plan), image: CONVERT_IMAGE, speeds: { ...SPEED, setup: SETUP_S }, carried: id, public: room.public }, { lang, hubUrl, now: ctx.clock() });
}

/** What everybody will be able to read for the first time is confirmed by the repository's name. */
export const asksPublic = ({ repo, hidden }: ConversionPlan): boolean => !repo.private && (!repo.exists || hidden);

/** The yes: written down, then left to the job. Throws UserError when it would not be what was shown any more. */
export async function confirmConversion(ctx: Ctx, { id, plan }: Conversion): Promise<void> {
    const { model, sha, pickle } = plan;
    await requireAgreed(ctx, plan);
    if (pickle) {
        await record(ctx, { id: `convert:${id}:unsafe`, by: ctx.user.id, what: 'convert.unsafe', subject: model, sha, roomId: ctx.room.id, result: 'done' });
    }
    // Ahead of the yes: who is killed right after it must not leave an order that is only found a day later.
    await ctx.stores.due.schedule({ kind: CONVERT_WORK, subject: id, at: ctx.clock() + CONFIRMED_MS });
    await noteConversion(ctx, id, 'confirmed', {});
    await ctx.stores.due.schedule({ kind: CONVERT_WORK, subject: id, at: ctx.clock() });
    const conversion = await loadConversion(ctx, id);
    if (conversion) {
        await showConversion(ctx, conversion);
    }
    // The job shows it as well: two at once could post two messages.
    await ctx.wakeAt(ctx.clock());
}

/** Stops it: whoever asked for it, and whoever manages the room. The job sees it with its next look. Throws UserError. */
export async function cancelConversion(ctx: Ctx, id: string): Promise<void> {
    const { by, confirmedAt, ended, plan: { model } } = await conversionHere(ctx, id);
    if (ended || confirmedAt === undefined) {
        throw new UserError({ key: 'convert.over' });
    }
    if (by.id !== ctx.user.id && !(await ctx.isRoomManager())) {
        throw new UserError({ key: 'convert.not_yours', values: { by: by.username } });
    }
    await record(ctx, { id: `convert:${id}:cancelled`, by: ctx.user.id, what: 'convert.cancelled', subject: model, roomId: ctx.room.id, result: 'done' });
    await noteConversion(ctx, id, 'cancelled', { username: ctx.user.username });
    await wake(ctx, id);
}

async function wake(ctx: Ctx, id: string): Promise<void> {
    const at = ctx.clock();
    await ctx.stores.due.schedule({ kind: CONVERT_WORK, subject: id, at });
    await ctx.wakeAt(at);
}
