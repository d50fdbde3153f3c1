import type { FeatureState, Level } from '../services/hub';
import type { Lang } from './language';

/** What the matrix needs to know about the plans; numbers come with it, so that there is one place for them. */
export interface Matrix {
    readonly features: readonly FeatureState[];
    /** The highest of the account's plans. */
    readonly level: Level;
    readonly apiCalls: Readonly<Record<'anonymous' | 'free' | 'pro' | 'team' | 'enterprise', number>>;
}

/** Included for Inference Providers each month, US dollars. Source: https://huggingface.co/docs/inference-providers/pricing. */
const INCLUDED_USD = { free: 0.1, pro: 2 };

/** What Hugging Face opens at which level, and whether it is open for the reader: a line per feature. */
export function matrixLines({ features, level, apiCalls }: Matrix, lang: Lang): string[] {
    const { anonymous, free, pro, team, enterprise } = apiCalls;
    const calls = { anonymous: lang.number(anonymous), free: lang.number(free), pro: lang.number(pro), team: lang.number(team), enterprise: lang.number(enterprise) };
    const title = lang.t('matrix.title', { level: lang.t(`matrix.level.${level}`) });
    return [title, ...features.map((feature) => row(feature, lang)), lang.t('matrix.rates', calls)];
}

function row({ id, open, obstacle, limit }: FeatureState, lang: Lang): string {
    const because = obstacle ?? limit;
    const values = {
        mark: open ? '✓' : '✗',
        feature: `*${lang.t(`matrix.${id}`)}*`,
        where: lang.t(`matrix.${id}_where`, { free: lang.money(INCLUDED_USD.free), pro: lang.money(INCLUDED_USD.pro) }),
    };
    return because ? lang.t('matrix.row_because', { ...values, because: lang.t(`matrix.because.${because}`) }) : lang.t('matrix.row', values);
}
