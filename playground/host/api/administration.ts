import { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { AppSetting, Host } from '../host-api';
import { WorkspaceError } from '../workspace/workspace-error';
import type { HostParts } from './host-parts';

type AdministrationApi = Pick<
    Host,
    | 'appId' | 'status' | 'appSettings' | 'getAppSetting' | 'setAppSetting' | 'appPid' | 'endpointUrl' | 'privateEndpointUrl' | 'serveEndpoint'
    | 'disableApp' | 'enableApp' | 'restartApp' | 'runDueJobs' | 'advanceClock' | 'idle' | 'stop'
>;

/** The installed app, and the server as a whole. */
export function administrationApi(parts: HostParts): AdministrationApi {
    const { engine, endpoints, jobs, clock } = parts;
    const apiPath = (visibility: string): string => `${endpoints.origin}/api/apps/${visibility}/${engine.app.getID()}`;
    const changeStatus = async (status: AppStatus): Promise<void> => {
        await engine.manager.changeStatus(engine.app.getID(), status);
    };
    return {
        appId: async () => Promise.resolve(engine.app.getID()),
        status: async () => engine.app.getStatus(),
        appPid: async () => Promise.resolve(engine.process.pid),
        appSettings: async () => Promise.resolve(settingsOf(parts)),
        getAppSetting: async (id) => Promise.resolve(demandSetting(parts, id).value),
        setAppSetting: (id, value) => setSetting(parts, id, value),
        serveEndpoint: (request) => endpoints.serve(request),
        endpointUrl: async (path) => Promise.resolve(`${apiPath('public')}/${path}`),
        privateEndpointUrl: async (path) => Promise.resolve(`${apiPath('private')}/${engine.app.getStorageItem()._id}/${path}`),
        disableApp: () => changeStatus(AppStatus.MANUALLY_DISABLED),
        enableApp: () => changeStatus(AppStatus.MANUALLY_ENABLED),
        restartApp: () => restart(parts),
        runDueJobs: () => jobs.runDue(),
        advanceClock: (ms) => engine.process.setClockAhead(clock.advance(ms)),
        idle: () => engine.traffic.idle(),
        stop: () => stop(parts),
    };
}

function settingsOf({ engine }: HostParts): AppSetting[] {
    const settings = engine.manager.getSettingsManager().getAppSettings(engine.app.getID());
    return Object.values(settings).map((setting) => ({ ...setting, value: (setting.value ?? setting.packageValue) as unknown }));
}

function demandSetting(parts: HostParts, id: string): AppSetting {
    const setting = settingsOf(parts).find((known) => known.id === id);
    if (!setting) {
        throw new WorkspaceError('error-invalid-setting', 'No setting found for the App by the provided id.');
    }
    return setting;
}

async function setSetting(parts: HostParts, id: string, value: unknown): Promise<unknown> {
    const manager = parts.engine.manager.getSettingsManager();
    const appId = parts.engine.app.getID();
    const known = demandSetting(parts, id);
    await manager.updateAppSetting(appId, { ...manager.getAppSetting(appId, known.id), value });
    return demandSetting(parts, id).value;
}

/** No job is taken meanwhile: the engine would remember a status that it asked for during a restart. */
async function restart({ engine, jobs }: HostParts): Promise<void> {
    jobs.pause(true);
    try {
        await engine.process.crash();
    } finally {
        jobs.pause(false);
    }
}

async function stop({ broadcast, jobs, endpoints, engine, workspace }: HostParts): Promise<void> {
    broadcast.stop();
    await jobs.stop();
    await endpoints.stop();
    await engine.stop();
    workspace.store.close();
}
