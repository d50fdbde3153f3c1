import { button, card } from './blocks';
import { costWords, formatWords, modelLink, priceWords, repoLink, timeWords, type ConvertReader, type ShownConversion } from './convert-words';
import { code } from './text';
import type { View } from './view';

export interface ShownConvertPlan extends ShownConversion {
    readonly id: string;
    readonly repo: string;
}

/** What would be done, and the way to the review. Nothing is started. */
export function convertPlanView(plan: ShownConvertPlan, { lang, hubUrl }: ConvertReader): View {
    const { id, repo, flavor, perHour, seconds, cost, namespace } = plan;
    const text = [
        lang.t('convert.plan.head', { model: modelLink(plan, hubUrl), format: formatWords(plan), repo: repoLink(repo, hubUrl) }),
        lang.t('convert.plan.cost', { flavor: code(flavor), price: priceWords(perHour, lang), time: timeWords(seconds, lang), cost: costWords(cost, lang), namespace: code(namespace) }),
        lang.t('convert.plan.nothing'),
    ].join('\n');
    return card({ text, actions: [button('convert.review', lang.t('convert.review'), id, 'primary'), button('convert.script', lang.t('convert.script'))] });
}
