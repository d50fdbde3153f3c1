/** What a panel beside the stand-in Hub needs to know of it. Types only, apart from the schema of a change and the list of stages. */
export type { HubChange, HubChangeInput, RepoRef, Trouble } from './changes/hub-change';
export { hubChange } from './changes/hub-change';
export { ChangeRefused } from './changes/refused';
export type { RequestLogEntry } from './host';
export type { Job, JobStatus } from './jobs/job';
export { jobStatus } from './jobs/job';
export type { Discussion, Repo, RepoType, SpaceFacts, SpaceRuntime } from './model';
export { runtimeAt } from './space-runtime';
export type { SpaceStage } from './space-stages';
export { SPACE_STAGES } from './space-stages';
export type { Delivery } from './webhooks/deliveries';
export type { WebhookPayload } from './webhooks/payload';
export type { Webhook } from './webhooks/webhook';
