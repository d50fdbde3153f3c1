/** What can be found out about repositories: lists, reports, comparisons, the ecosystem. Composes hub, cards and safety. */
export { cardReport, cardReportData, type CardReport, type CardSection } from './card-report';
export { checkFilters, type CheckedFilters, type UnknownValue } from './check-filters';
export { compareModels, comparisonData, type ComparedModel, type Comparison } from './comparison';
export { datasetReport, datasetReportData, type DatasetReport } from './dataset-report';
export { ECOSYSTEM, integrationTree, type CategoryId, type ComponentId, type Driver, type EcosystemCategory, type EcosystemComponent } from './ecosystem';
export { evaluationsOf, type Evaluation } from './evaluations';
export { findByName } from './find-by-name';
export { linkPreview, type LinkPreview } from './link-preview';
export { DEFAULT_PAGE_SIZE, firstPage, listStateSchema, MAX_PAGE_SIZE, type ListState, type RepoFilters } from './list-state';
export { modelReport, modelReportData, type ModelReport } from './model-report';
export { part, valueOf, type Part } from './part';
export type { OpenCounts, RepoParts } from './repo-parts';
export { repoSchema } from './repo-schema';
export { repoUrl, type RepoSummary } from './repo-summary';
export { repoPage, type RepoPage } from './search-repos';
export { spaceReport, spaceReportData, type SpacePrice, type SpaceReport } from './space-report';
export { formatOf, headerFile, readHeader, type HeaderReport, type Quantised, type WeightFormat, type WeightSize } from './weights';
