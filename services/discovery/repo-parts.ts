import { listCommits, type Fetched, type Hub, type HubCommit, type RepoRef, type SizedFile } from '../hub';
import type { Part } from './part';

/** Numbers of open discussions and pull requests. */
export interface OpenCounts {
    readonly discussions: number;
    readonly pullRequests: number;
}

/** What reports on repositories of all kinds share. */
export interface RepoParts {
    readonly files: Part<readonly SizedFile[]>;
    readonly commits: Part<readonly HubCommit[]>;
    readonly open: Part<OpenCounts>;
}

/** Commits that a report lists. */
const LISTED_COMMITS = 5;

export async function lastCommits(hub: Hub, repo: RepoRef): Promise<Fetched<readonly HubCommit[]>> {
    const { value, ...age } = await listCommits(hub, repo, { limit: LISTED_COMMITS });
    return { ...age, value: value.items.slice(0, LISTED_COMMITS) };
}
