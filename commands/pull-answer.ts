import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { planPull, type PullPlan } from '../flows/pull/plan-pull';
import type { PullWish } from '../flows/pull/pull-wish';
import { isRisky, requireUnsafeRight, startPull } from '../flows/pull/start-pull';
import { suggestedQuantisation } from '../services/discovery';
import { pullPlanView } from '../ui/pull-plan-view';
import { pullQuantisationView } from '../ui/pull-quantisation-view';
import { code } from '../ui/text';
import type { View } from '../ui/view';

/** Says what a pull would bring, or begins it; asks which quantisation is wanted, and for a name where files can run code. Throws UserError and HubError. */
export async function pullAnswer(ctx: Ctx, wish: PullWish): Promise<Answer> {
    if (wish.unsafe) {
        await requireUnsafeRight(ctx);
    }
    const planned = await planPull(ctx, wish);
    if (planned.kind === 'which') {
        const { offered, limit, wish: { id } } = planned;
        const valueOf = (quantization: string): string => JSON.stringify({ ...planned.wish, quantization });
        return answer(pullQuantisationView({ repo: id, offered, limit, suggested: suggestedQuantisation(offered, limit)?.name, valueOf }, ctx.lang));
    }
    const { plan } = planned;
    if (plan.wish.dryRun || plan.take.length === 0 || isRisky(plan)) {
        return answer(planView(ctx, plan));
    }
    await startPull(ctx, plan);
    return answer(startedView(ctx, plan));
}

/** Begins a pull for which the repository's name was typed. Throws UserError and HubError. */
export async function confirmedPull(ctx: Ctx, wish: PullWish): Promise<View> {
    const planned = await planPull(ctx, wish);
    if (planned.kind === 'which') {
        return (await pullAnswer(ctx, wish)).view;
    }
    await startPull(ctx, planned.plan);
    return startedView(ctx, planned.plan);
}

function planView({ lang, settings }: Ctx, plan: PullPlan): View {
    const { wish, repo } = plan;
    // What was judged is what is pulled: at this very commit.
    const value = JSON.stringify({ ...wish, revision: repo.sha, dryRun: undefined });
    return pullPlanView({ ...plan, revision: wish.revision }, { lang, hubUrl: settings.hubUrl, go: { value, named: isRisky(plan) } });
}

/** What was refused is told to whoever asked, with why; the room hears of what comes. */
function startedView(ctx: Ctx, plan: PullPlan): View {
    const started = ctx.lang.t('pull.started', { repo: code(plan.repo.id) });
    if (plan.refused.length === 0 && plan.replaced.length === 0 && plan.preview.length === 0) {
        return { text: started };
    }
    const { text, attachments } = pullPlanView({ ...plan, revision: plan.wish.revision }, { lang: ctx.lang, hubUrl: ctx.settings.hubUrl, go: { value: '', named: false } });
    return { text: `${started}\n${text}`, ...(attachments && { attachments }) };
}
