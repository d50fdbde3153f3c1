import { readFile } from 'node:fs/promises';
import { administrationApi } from './api/administration';
import { clientViewsApi } from './api/client-views';
import { clientsApi } from './api/clients';
import type { HostParts } from './api/host-parts';
import { peopleApi } from './api/people';
import { readingsApi } from './api/readings';
import { EndpointBridge } from './bridges/endpoint-bridge';
import { HostBridges } from './bridges/host-bridges';
import { toAppUser } from './bridges/to-app';
import { Credentials } from './credentials';
import { EndpointServer } from './endpoint-server';
import { AppEvents } from './engine/app-events';
import { Engine } from './engine/engine';
import { workspaceKeys } from './engine/workspace-keys';
import type { Host, HostOptions } from './host-api';
import { HostClock } from './host-clock';
import { Interactions } from './client/interactions';
import { JobRecords } from './jobs/job-records';
import { JobRunner } from './jobs/job-runner';
import { seed } from './seed';
import { SettingBroadcast } from './setting-broadcast';
import { SlashCommands } from './client/slash-commands';
import { meteorId } from './store/ids';
import { openStore } from './store/open-store';
import { PersistenceRecords } from './store/persistence-records';
import { Surfaces } from './client/surfaces';
import { Triggers } from './client/triggers';
import { createWorkspace } from './workspace/workspace';

const DEFAULT_JOB_POLL_MS = 5000;

/**
 * Opens the workspace, starts the engine and the app's process in it, and resolves when the app is enabled (or was
 * refused: `status` tells). One host per process at a time, because the engine is a singleton.
 */
export async function startHost(options: HostOptions): Promise<Host> {
    const zip = await readFile(options.zip);
    const instanceId = options.instanceId ?? meteorId();
    const clock = new HostClock(options.clock ?? Date.now);
    const store = openStore(options.dir);
    const workspace = createWorkspace(store, clock.now);
    seed(workspace);
    Object.entries(options.serverSettings ?? {}).forEach(([id, value]) => workspace.settings.set(id, value));

    const keys = workspaceKeys(store, options.keys);
    const persistence = new PersistenceRecords(store);
    const jobRecords = new JobRecords(store);
    const jobs = new JobRunner({ records: jobRecords, now: clock.now, pollMs: options.jobPollMs ?? DEFAULT_JOB_POLL_MS });
    const triggers = new Triggers(clock.now);
    const surfaces = new Surfaces(triggers, workspace.events);
    const routes = new EndpointBridge();
    const broadcast = new SettingBroadcast(store, instanceId);
    const env = { NODE_ENV: 'production', ROOT_URL: workspace.settings.text('Site_Url'), ...options.env };
    const bridges = new HostBridges({
        workspace, persistence, jobs, surfaces, endpoints: routes, env, keys, onAppSetting: (appId, setting) => broadcast.send(appId, setting),
    });
    const engine = new Engine({
        store, bridges, instanceId, admin: toAppUser(workspace.users.demand('admin')), withheldPermissions: options.withheldPermissions ?? [],
    });
    const { manager } = engine;
    const credentials = new Credentials(workspace.users, keys.privateKey);
    const endpoints = new EndpointServer({ manager, routes, credentials, port: options.port ?? 0 });
    const parts: HostParts = {
        workspace, engine, jobs, jobRecords, persistence, surfaces, endpoints, credentials, clock, broadcast,
        commands: new SlashCommands(workspace, manager, triggers),
        interactions: new Interactions({ workspace, manager, triggers, surfaces, appId: () => engine.app.getID() }),
    };
    const host: Host = { ...peopleApi(parts), ...clientsApi(parts), ...clientViewsApi(parts), ...readingsApi(parts), ...administrationApi(parts) };

    workspace.hooks = new AppEvents(workspace, manager);
    await engine.start(zip);
    await open(parts, host, options);
    return host;
}

/** The last steps, when the app is enabled: nothing runs jobs or serves endpoints before. */
async function open({ engine, endpoints, broadcast, jobs }: HostParts, host: Host, options: HostOptions): Promise<void> {
    if (options.handlerTimeoutMs !== undefined) {
        engine.process.setTimeout(options.handlerTimeoutMs);
    }
    for (const [id, value] of Object.entries(options.appSettings ?? {})) {
        if ((await host.getAppSetting(id)) !== value) {
            await host.setAppSetting(id, value);
        }
    }
    await endpoints.start();
    broadcast.listen(engine.manager);
    jobs.start();
}
