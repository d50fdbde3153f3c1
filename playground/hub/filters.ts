import { invalidParameter } from './errors';
import type { Repo } from './model';

export type Predicate = (repo: Repo) => boolean;

const csv = (values: string[]): string[] => values.flatMap((value) => value.split(',')).filter((value) => value !== '');

const UNITS: Record<string, number> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

function parameterCount(text: string): number {
    const match = /^([\d.]+)([KMBT]?)$/i.exec(text);
    const unit = UNITS[match?.[2]?.toUpperCase() ?? ''];
    if (!match?.[1] || unit === undefined) {
        throw invalidParameter('Invalid number of parameters', 'num_parameters');
    }
    return Number(match[1]) * unit;
}

export const totalParameters = ({ model }: Repo): number | undefined => model?.safetensors?.total ?? model?.gguf?.total;

/** `min:6B,max:128B`; either half may be missing. */
function parameterRange(text: string): Predicate {
    const bounds = new Map(text.split(',').map((part) => {
        const match = /^(min|max):(.+)$/.exec(part);
        if (!match?.[1] || !match[2]) {
            throw invalidParameter('Invalid number of parameters', 'num_parameters');
        }
        return [match[1], parameterCount(match[2])] as const;
    }));
    return (repo) => {
        const total = totalParameters(repo);
        return total !== undefined && total >= (bounds.get('min') ?? 0) && total <= (bounds.get('max') ?? Infinity);
    };
}

function gatedFilter(value: string): Predicate {
    if (value !== 'true' && value !== 'false') {
        throw invalidParameter('Invalid option: expected one of "true"|"false"', 'gated');
    }
    return ({ gated }) => (gated !== false) === (value === 'true');
}

function warmOnly(value: string): Predicate {
    if (value !== 'warm') {
        throw invalidParameter('Invalid option: expected one of "warm"', 'inference');
    }
    return ({ model }) => model?.providers.some(({ status }) => status === 'live') ?? false;
}

function servedBy(value: string): Predicate {
    const wanted = csv([value]);
    return ({ model }) => (model?.providers ?? []).some(({ provider }) => wanted.includes('all') || wanted.includes(provider));
}

/** Which local applications can run a model: llama.cpp's family reads GGUF, the servers read what transformers does. */
function runsIn(value: string): Predicate {
    const gguf = ['llama.cpp', 'lmstudio', 'ollama', 'jan'];
    return ({ model }) => csv([value]).some((app) => (gguf.includes(app) ? model?.gguf !== undefined : app === 'vllm' && model?.library_name === 'transformers'));
}

const SINGLE: Record<string, Partial<Record<string, (value: string) => Predicate>>> = {
    all: {
        search: (value) => ({ id }) => id.toLowerCase().includes(value.toLowerCase()),
        author: (value) => ({ id }) => id.startsWith(`${value}/`),
    },
    model: {
        pipeline_tag: (value) => ({ model }) => model?.pipeline_tag === value,
        apps: runsIn,
        gated: gatedFilter,
        inference: warmOnly,
        inference_provider: servedBy,
        num_parameters: parameterRange,
    },
    dataset: { gated: gatedFilter },
    space: {
        linked: (value) => ({ space }) => value !== 'true' || (space?.models.length ?? 0) + (space?.datasets.length ?? 0) > 0,
        models: (value) => ({ space }) => csv([value]).every((id) => space?.models.includes(id)),
        datasets: (value) => ({ space }) => csv([value]).every((id) => space?.datasets.includes(id)),
    },
};

/** Everything the query asks of a repo of the type; parameters a type does not have are ignored, as the Hub does. */
export function filtersOf(query: URLSearchParams, type: Repo['type']): Predicate {
    const predicates: Predicate[] = csv([...query.getAll('filter'), ...query.getAll('filter[]')]).map((tag) => ({ tags }) => tags.includes(tag));
    for (const [name, make] of Object.entries({ ...SINGLE.all, ...SINGLE[type] })) {
        const value = query.get(name);
        if (value && make) {
            predicates.push(make(value));
        }
    }
    return (repo) => predicates.every((holds) => holds(repo));
}
