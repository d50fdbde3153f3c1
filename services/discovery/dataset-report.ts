import {
    datasetFeatures,
    datasetInfo,
    datasetSize,
    datasetSplits,
    fileSizes,
    openCounts,
    securityStatus,
    type Dataset,
    type DatasetFeature,
    type DatasetSize,
    type DatasetSplit,
    type Hub,
    type RepoRef,
    type SecurityStatus,
} from '../hub';
import { oldest, part, partData, type Part } from './part';
import { lastCommits, type RepoParts } from './repo-parts';
import { summariseDataset, type RepoSummary } from './repo-summary';

/** What `info dataset` tells. Splits, rows and features come from the dataset viewer, which may lack any of them. */
export interface DatasetReport extends RepoParts {
    readonly summary: RepoSummary;
    readonly description?: string;
    readonly disabled: boolean;
    readonly splits: Part<readonly DatasetSplit[]>;
    readonly size: Part<DatasetSize>;
    readonly features: Part<readonly DatasetFeature[]>;
    readonly security: Part<SecurityStatus>;
    readonly ageMs: number;
    readonly stale: boolean;
    /** The record as the Hub sent it. */
    readonly record: Dataset;
}

/** Everything about a dataset at once, in nine requests of which only the first must succeed. */
export async function datasetReport(hub: Hub, repo: RepoRef): Promise<DatasetReport> {
    const [info, splits, size, features, files, security, commits, open] = await Promise.all([
        datasetInfo(hub, repo),
        part(datasetSplits(hub, repo.id)),
        part(datasetSize(hub, repo.id)),
        part(datasetFeatures(hub, repo.id)),
        part(fileSizes(hub, repo)),
        part(securityStatus(hub, repo)),
        part(lastCommits(hub, repo)),
        part(openCounts(hub, repo)),
    ]);
    return {
        summary: summariseDataset(info.value, hub.urls.hub),
        description: info.value.description ?? undefined,
        disabled: info.value.disabled ?? false,
        splits,
        size,
        features,
        files,
        security,
        commits,
        open,
        ...oldest(info, splits, size, features, files, security, commits, open),
        record: info.value,
    };
}

/** For `--format json`: the Hub's record, with what other calls brought beside it. */
export function datasetReportData({ record, splits, size, features, files, security, commits, open, ageMs, stale }: DatasetReport): object {
    return {
        ...record,
        splits: partData(splits),
        size: partData(size),
        features: partData(features),
        files: partData(files),
        securityRepoStatus: partData(security),
        commits: partData(commits),
        open: partData(open),
        ageMs,
        stale,
    };
}
