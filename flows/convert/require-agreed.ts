import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { hourlyCost, jobHardware } from '../../services/hub';
import { mayTakeUnsafe } from '../files/rights';
import type { ConversionPlan } from './conversion-plan';
import { isHiddenNow } from './is-hidden';

/**
 * What a plan says may have changed since, before the yes or after it: the right to take pickles, the price, and who may see the model.
 * Throws UserError where what would happen is not what was shown any more, and HubError.
 */
export async function requireAgreed(ctx: Ctx, plan: ConversionPlan): Promise<void> {
    if (plan.pickle && !(await mayTakeUnsafe(ctx))) {
        throw new UserError({ key: 'convert.unsafe_rights', values: { roles: ctx.settings.unsafeRoles.join(', ') } });
    }
    await requirePrice(ctx, plan);
    await requireDiscretion(ctx, plan);
}

/** Hardware that is cheaper now is as good. */
async function requirePrice({ hub }: Ctx, { flavor, perHour }: ConversionPlan): Promise<void> {
    const hardware = (await jobHardware(hub, { fresh: true })).value.find(({ name }) => name === flavor);
    const price = hardware && hourlyCost(hardware);
    const isAgreed = price === perHour || (price !== undefined && perHour !== undefined && price < perHour);
    if (!hardware || !isAgreed) {
        throw new UserError({ key: 'convert.price_changed', values: { flavor } });
    }
}

/** The form warns of a model that not everybody may see, and has a public repository named: it was shown without either. */
async function requireDiscretion(ctx: Ctx, { model, hidden, repo }: ConversionPlan): Promise<void> {
    if (!hidden && (ctx.room.public || !repo.private) && (await isHiddenNow(ctx, model))) {
        throw new UserError({ key: 'convert.model_hidden', values: { model } });
    }
}
