import { readFrontMatter, scoreCard } from '../cards';
import { cardText, fileSizes, modelInfo, securityStatus, type Fetched, type Hub, type Model, type RepoRef, type SecurityStatus } from '../hub';
import { modelFacts, type ModelFacts } from './model-report';
import { oldest, part, partData, type Part } from './part';
import { weightSize, type WeightSize } from './weights';

/** One of two models that are compared. */
export interface ComparedModel extends ModelFacts {
    readonly weights: Part<WeightSize | undefined>;
    readonly security: Part<SecurityStatus>;
    /** Completeness of the card, 0–100. */
    readonly cardScore: Part<number>;
    readonly record: Model;
    readonly ageMs: number;
    readonly stale: boolean;
}

export interface Comparison {
    readonly models: readonly [ComparedModel, ComparedModel];
    readonly ageMs: number;
    readonly stale: boolean;
}

/** Two models side by side, in eight requests of which the two descriptions must succeed. */
export async function compareModels(hub: Hub, [a, b]: readonly [RepoRef, RepoRef]): Promise<Comparison> {
    const models = await Promise.all([compared(hub, a), compared(hub, b)]);
    return { models, ...oldest(...models) };
}

async function compared(hub: Hub, repo: RepoRef): Promise<ComparedModel> {
    const [info, files, security, cardScore] = await Promise.all([
        modelInfo(hub, repo),
        part(fileSizes(hub, repo)),
        part(securityStatus(hub, repo)),
        part(scoreOf(hub, repo)),
    ]);
    return {
        ...modelFacts(info.value, files.ok ? files.value : [], hub.urls.hub),
        weights: files.ok ? { ...files, value: weightSize(files.value) } : files,
        security,
        cardScore,
        record: info.value,
        ...oldest(info, files, security, cardScore),
    };
}

async function scoreOf(hub: Hub, repo: RepoRef): Promise<Fetched<number>> {
    const { value, ...age } = await cardText(hub, repo);
    return { ...age, value: scoreCard(readFrontMatter(value ?? '')).score };
}

/** For `--format json`. */
export function comparisonData({ models, ageMs, stale }: Comparison): object {
    const side = ({ record, weights, security, cardScore }: ComparedModel): object => ({
        ...record,
        weights: partData(weights),
        securityRepoStatus: partData(security),
        cardScore: partData(cardScore),
    });
    return { models: models.map(side), ageMs, stale };
}
