import type { Evaluation } from '../discovery';

export interface EvaluationChange {
    readonly name: string;
    /** Undefined where it is not stated. */
    readonly before?: number;
    readonly after?: number;
    readonly lowerIsBetter: boolean;
}

/** A result that both sides state. */
type Compared = EvaluationChange & { readonly before: number; readonly after: number };

/** Results of both sides by name: first those that both state, then the new ones, then those that are gone. */
export function changedResults(before: readonly Evaluation[], after: readonly Evaluation[]): EvaluationChange[] {
    const [old, current] = [byName(before), byName(after)];
    const names = [...[...current.keys()].filter((name) => old.has(name)), ...[...current.keys()].filter((name) => !old.has(name)), ...[...old.keys()].filter((name) => !current.has(name))];
    return names.map((name) => {
        const [then, now] = [old.get(name), current.get(name)];
        return { name, ...(then && { before: then.value }), ...(now && { after: now.value }), lowerIsBetter: (now ?? then)?.lowerIsBetter ?? false };
    });
}

interface NamedResult {
    readonly value: number;
    readonly lowerIsBetter: boolean;
}

/** A name that is stated more than once (other splits of the same data) is numbered in the order of the statements. */
function byName(evaluations: readonly Evaluation[]): ReadonlyMap<string, NamedResult> {
    const results = new Map<string, NamedResult>();
    const stated = new Map<string, number>();
    for (const { benchmark, metric, value } of evaluations) {
        const name = metric === undefined ? benchmark : `${benchmark} ${metric}`;
        const nth = (stated.get(name) ?? 0) + 1;
        stated.set(name, nth);
        results.set(nth === 1 ? name : `${name} (${nth})`, { value, lowerIsBetter: isLowerBetter(metric ?? benchmark) });
    }
    return results;
}

/** Words of metrics that count mistakes: word and character error rate, mean squared and absolute error. */
const MISTAKES: ReadonlySet<string> = new Set(['loss', 'error', 'perplexity', 'ppl', 'wer', 'cer', 'mse', 'rmse', 'mae']);

const isLowerBetter = (metric: string): boolean => metric.toLowerCase().split(/[^a-z]+/).some((word) => MISTAKES.has(word));

/** Relative to what it was; less is noise between two runs of the same evaluation. */
const TOLERANCE = 0.01;
/** A loss of exactly the tolerance is not more than it, whatever its last binary digit says. */
const ROUNDING = 1e-9;

/** Whether the result is worse than before by more than one per cent of it. */
export function isWorse(change: EvaluationChange): change is Compared {
    const { before, after, lowerIsBetter } = change;
    if (before === undefined || after === undefined) {
        return false;
    }
    const loss = lowerIsBetter ? after - before : before - after;
    return loss > Math.abs(before) * (TOLERANCE + ROUNDING);
}
