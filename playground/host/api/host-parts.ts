import type { Interactions } from '../client/interactions';
import type { SlashCommands } from '../client/slash-commands';
import type { Surfaces } from '../client/surfaces';
import type { Credentials } from '../credentials';
import type { EndpointServer } from '../endpoint-server';
import type { Engine } from '../engine/engine';
import type { HostClock } from '../host-clock';
import type { JobRecords } from '../jobs/job-records';
import type { JobRunner } from '../jobs/job-runner';
import type { SettingBroadcast } from '../setting-broadcast';
import type { PersistenceRecords } from '../store/persistence-records';
import type { Workspace } from '../workspace/workspace';

/** What a host is made of. */
export interface HostParts {
    workspace: Workspace;
    engine: Engine;
    jobs: JobRunner;
    jobRecords: JobRecords;
    persistence: PersistenceRecords;
    surfaces: Surfaces;
    endpoints: EndpointServer;
    credentials: Credentials;
    clock: HostClock;
    broadcast: SettingBroadcast;
    commands: SlashCommands;
    interactions: Interactions;
}
