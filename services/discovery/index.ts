/** What can be found out about repositories: lists, reports, comparisons, the ecosystem. Composes hub, cards and safety. */
export { checkFilters, type CheckedFilters, type UnknownValue } from './check-filters';
export { DEFAULT_PAGE_SIZE, firstPage, listStateSchema, MAX_PAGE_SIZE, type ListState, type RepoFilters } from './list-state';
export { repoUrl, type RepoSummary } from './repo-summary';
export { repoPage, type RepoPage } from './search-repos';
