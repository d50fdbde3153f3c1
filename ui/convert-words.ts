import type { ConvertTarget } from '../services/workflows/convert/targets';
import type { Lang } from './language';
import { link } from './text';

/** What a conversion is about, in all its views. */
export interface ShownConversion {
    readonly model: string;
    readonly sha: string;
    readonly to: ConvertTarget;
    readonly quantization?: string | undefined;
    readonly namespace: string;
    readonly flavor: string;
    /** US dollars; undefined where no price is stated. */
    readonly perHour?: number | undefined;
    readonly seconds: number;
    readonly limitSeconds: number;
    /** US dollars: what it probably costs, and the most that it can. Undefined where no price is stated. */
    readonly cost: number | undefined;
    readonly mostCost: number | undefined;
}

export interface ConvertReader {
    readonly lang: Lang;
    readonly hubUrl: string;
}

/** `GGUF Q4_K_M`, `safetensors`. */
export const formatWords = ({ to, quantization }: Pick<ShownConversion, 'to' | 'quantization'>): string => (to === 'gguf' ? `GGUF ${quantization ?? ''}`.trim() : to);

/** The model at its commit. */
export const modelLink = ({ model, sha }: Pick<ShownConversion, 'model' | 'sha'>, hubUrl: string): string => link(`${model}@${sha.slice(0, 7)}`, `${hubUrl}/${model}/tree/${sha}`);

export const repoLink = (repo: string, hubUrl: string): string => link(repo, `${hubUrl}/${repo}`);

/** In words where no price is stated. Prices of a minute are small: it is rounded up to a whole cent. */
export function costWords(cost: number | undefined, lang: Lang): string {
    return cost === undefined ? lang.t('convert.cost.unknown') : lang.money(Math.ceil(cost * 100 - 1e-9) / 100);
}

export const priceWords = (perHour: number | undefined, lang: Lang): string => (perHour === undefined ? lang.t('convert.cost.unknown') : lang.t('convert.per_hour', { price: lang.money(perHour) }));

/** Whole minutes up to two hours, then hours. */
export function timeWords(seconds: number, lang: Lang): string {
    const minutes = Math.max(1, Math.ceil(seconds / 60));
    return minutes < 120 ? lang.number(minutes, { style: 'unit', unit: 'minute', unitDisplay: 'long' }) : lang.number(minutes / 60, { style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 1 });
}
