import * as z from 'zod/mini';
import type { Model } from '../hub';

/** One measured value. */
export interface Evaluation {
    /** Dataset, with its task or configuration: `nyu-mll/glue sst2`. */
    readonly benchmark: string;
    /** `accuracy`; the newer form of results has none. */
    readonly metric?: string;
    readonly value: number;
}

/** `.eval_results/*.yaml`, parsed by the Hub. Source: https://huggingface.co/docs/hub/eval-results. */
const resultSchema = z.looseObject({ dataset: z.looseObject({ id: z.string(), task_id: z.nullish(z.string()) }), value: z.number() });

/** The older `model-index` of the front matter. Source: https://huggingface.co/docs/hub/model-cards (Evaluation Results). */
const indexSchema = z.array(z.looseObject({
    results: z.nullish(z.array(z.looseObject({
        dataset: z.nullish(z.looseObject({ name: z.nullish(z.string()), type: z.nullish(z.string()) })),
        metrics: z.nullish(z.array(z.looseObject({ type: z.nullish(z.string()), name: z.nullish(z.string()), value: z.unknown() }))),
    }))),
}));

/** All results that the repository states, those of the newer form first. */
export function evaluationsOf(model: Pick<Model, 'evalResults' | 'model-index'>): Evaluation[] {
    const newer = (model.evalResults ?? []).flatMap((entry) => {
        const parsed = resultSchema.safeParse(entry);
        return parsed.success ? [{ benchmark: joined(parsed.data.dataset.id, parsed.data.dataset.task_id), value: parsed.data.value }] : [];
    });
    return [...newer, ...indexed(model['model-index'])];
}

function indexed(modelIndex: unknown): Evaluation[] {
    const parsed = indexSchema.safeParse(modelIndex);
    const results = parsed.success ? parsed.data.flatMap((entry) => entry.results ?? []) : [];
    return results.flatMap(({ dataset, metrics }) => (metrics ?? []).flatMap((metric) => {
        const benchmark = dataset?.type ?? dataset?.name;
        return benchmark && typeof metric.value === 'number' ? [{ benchmark, metric: metric.type ?? metric.name ?? undefined, value: metric.value }] : [];
    }));
}

function joined(id: string, task: string | null | undefined): string {
    return task ? `${id} ${task}` : id;
}
