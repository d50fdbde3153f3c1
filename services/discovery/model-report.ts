import { fileSizes, modelInfo, openCounts, providersOf, securityStatus, type Hub, type InferenceProvider, type Model, type RepoRef, type SecurityStatus, type SizedFile } from '../hub';
import { evaluationsOf, type Evaluation } from './evaluations';
import { oldest, part, partData, valueOf, type Part } from './part';
import { lastCommits, type RepoParts } from './repo-parts';
import { summariseModel, type RepoSummary } from './repo-summary';
import { formatsOf, quantisations, readHeader, type HeaderReport, type Quantised, type WeightFormat } from './weights';

/** What `info model` tells. */
export interface ModelReport extends ModelFacts, RepoParts {
    readonly header: Part<HeaderReport | undefined>;
    readonly security: Part<SecurityStatus>;
    readonly ageMs: number;
    readonly stale: boolean;
    /** The record as the Hub sent it. */
    readonly record: Model;
}

/** What the model's record says, and the names of its files. */
export interface ModelFacts {
    readonly summary: RepoSummary;
    /** Elements per dtype: `{ BF16: 8030261248 }`. */
    readonly dtypes: Readonly<Record<string, number>>;
    readonly formats: readonly WeightFormat[];
    readonly quantisations: readonly Quantised[];
    /** Tokens. */
    readonly contextLength?: number;
    readonly baseModels: readonly string[];
    /** `finetune`, `quantized`, `adapter`, `merge`. */
    readonly baseRelation?: string;
    /** How many models were made from this one, by the same words. */
    readonly children: Readonly<Record<string, number>>;
    readonly providers: readonly InferenceProvider[];
    readonly evaluations: readonly Evaluation[];
    readonly disabled: boolean;
}

/** Everything about a model at once, in some eight requests of which only the first must succeed. */
export async function modelReport(hub: Hub, repo: RepoRef): Promise<ModelReport> {
    const [known, sized] = [modelInfo(hub, repo), part(fileSizes(hub, repo))];
    const [info, files, header, security, commits, open] = await Promise.all([
        known,
        sized,
        Promise.all([known, sized]).then(([{ value }, sizes]) => (sizes.ok ? part(readHeader(hub, { ...repo, id: value.id, revision: value.sha ?? repo.revision }, sizes.value)) : sizes)),
        part(securityStatus(hub, repo)),
        part(lastCommits(hub, repo)),
        part(openCounts(hub, repo)),
    ]);
    const facts = modelFacts(info.value, valueOf(files) ?? [], hub.urls.hub);
    return { ...facts, files, header, security, commits, open, ...oldest(info, files, header, security, commits, open), record: info.value };
}

export function modelFacts(model: Model, files: readonly SizedFile[], hubUrl: string): ModelFacts {
    const paths = (model.siblings ?? []).map(({ rfilename }) => rfilename);
    return {
        summary: summariseModel(model, hubUrl),
        dtypes: model.safetensors?.parameters ?? {},
        formats: formatsOf(paths),
        quantisations: quantisations(files.length > 0 ? files : paths.map((path) => ({ path }))),
        contextLength: model.gguf?.context_length ?? undefined,
        baseModels: model.baseModels?.models.map(({ id }) => id) ?? [],
        baseRelation: model.baseModels?.relation ?? undefined,
        children: model.childrenModelCount ?? {},
        providers: providersOf(model),
        evaluations: evaluationsOf(model),
        disabled: model.disabled ?? false,
    };
}

/** For `--format json`: the Hub's record, with what other calls brought beside it. */
export function modelReportData({ record, files, header, security, commits, open, ageMs, stale }: ModelReport): object {
    return {
        ...record,
        files: partData(files),
        header: partData(header),
        securityRepoStatus: partData(security),
        commits: partData(commits),
        open: partData(open),
        ageMs,
        stale,
    };
}
