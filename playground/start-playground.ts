import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../app.json';
import { environmentName } from '../context/environment';
import { checkBaseUrl } from '../context/base-url';
import { makePackage } from '../scripts/make-package';
import { inRoot } from '../scripts/paths';
import { startHost } from './host/start-host';
import type { Host } from './host/host-api';
import { PLAYGROUND_OAUTH_CLIENT } from './hub/seed/index';
import { startHub, type HubServer } from './hub/server';
import { sendTeamEventsTo } from './team-webhook';

/** Port of the stand-in Hub; its other hosts take the four after it. */
const HUB_PORT = 4101;

export interface PlaygroundOptions {
    /** Where workspaces live, in a folder per Hub, so that no token of one is ever sent to another. Default: `.playground`. */
    readonly dir?: string | undefined;
    /** Address of a Hub that runs already, the real one for example; without it the stand-in is started. */
    readonly hub?: string;
    readonly hubPort?: number;
    /** Where people open the workspace; the app's links to messages and settings lead there. */
    readonly siteUrl?: string;
    /** Begin with an empty workspace. */
    readonly reset?: boolean;
    /** Environment of the Rocket.Chat server, as far as the app may see it. */
    readonly env?: Record<string, string>;
}

export interface Playground {
    readonly host: Host;
    /** The stand-in Hub that this process runs; undefined when another one is used. */
    readonly hub: HubServer | undefined;
    readonly hubUrl: string;
    stop(): Promise<void>;
}

const folderOf = (hub: string | undefined): string => (hub === undefined ? 'stand-in' : hub.replace(/^https?:\/\//, '').replace(/[^\w.-]+/g, '-'));

/** What the admin of the playground's team has set, beside the addresses. */
export const TEAM_SETTINGS = { approver_roles: 'ml-lead, security-reviewer', license_allow_list: 'apache-2.0, mit' };

type HubSettings = Readonly<Record<'hub_url' | 'router_url' | 'endpoints_url' | 'dataset_viewer_url' | 'oauth_client_id', string>>;

/** Packages the app and opens the workspace with it: the real engine, and Hugging Face as a stand-in unless told otherwise. */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
    const dir = join(options.dir ?? inRoot('.playground'), folderOf(options.hub));
    if (options.reset) {
        await rm(dir, { recursive: true, force: true });
    }
    const { hub, settings } = await findHub(options, join(dir, 'hub.jsonl'));
    const { path: zip } = await makePackage(join(dir, 'package'));
    const host = await startHost({
        dir: join(dir, 'workspace'), zip, appSettings: { ...TEAM_SETTINGS, ...settings }, env: { ...webhookSecret(hub, options.siteUrl), ...options.env },
        ...(options.siteUrl !== undefined && { serverSettings: { Site_Url: options.siteUrl } }),
    });
    const status = await host.status();
    if (!status.endsWith('enabled')) {
        throw new Error(`The app was not enabled: its status is ${status}.`);
    }
    return {
        host,
        hub,
        hubUrl: settings.hub_url,
        async stop() {
            await host.stop();
            await hub?.stop();
        },
    };
}

/** A workspace with an address hears what happens on the stand-in; its admin has put the secret into the environment. */
function webhookSecret(hub: HubServer | undefined, siteUrl: string | undefined): Record<string, string> {
    return hub && siteUrl !== undefined ? { [environmentName(manifest.id, 'WEBHOOK_SECRET')]: sendTeamEventsTo(hub, `${siteUrl}/api/apps/public/${manifest.id}/webhook`) } : {};
}

async function findHub({ hub: given, hubPort = HUB_PORT }: PlaygroundOptions, journal: string): Promise<{ readonly hub: HubServer | undefined; readonly settings: HubSettings }> {
    if (given !== undefined) {
        if (checkBaseUrl(given) !== undefined) {
            throw new Error(`--hub ${given} can't be used: it must be a full address that begins with https:// (http:// for this very machine).`);
        }
        return { hub: undefined, settings: realSettings(given) };
    }
    const running = `http://127.0.0.1:${hubPort}`;
    if (await isStandIn(running)) {
        return { hub: undefined, settings: standInSettings(hubPort) };
    }
    const hub = await startHub({ journal, port: hubPort, cdnPort: hubPort + 1, routerPort: hubPort + 2, endpointsPort: hubPort + 3, viewerPort: hubPort + 4 });
    return { hub, settings: standInSettings(hubPort) };
}

const standInSettings = (port: number): HubSettings => ({
    hub_url: `http://127.0.0.1:${port}`,
    router_url: `http://127.0.0.1:${port + 2}`,
    endpoints_url: `http://127.0.0.1:${port + 3}/v2`,
    dataset_viewer_url: `http://127.0.0.1:${port + 4}`,
    oauth_client_id: PLAYGROUND_OAUTH_CLIENT,
});

function realSettings(hub: string): HubSettings {
    return {
        hub_url: hub,
        router_url: 'https://router.huggingface.co',
        endpoints_url: 'https://api.endpoints.huggingface.cloud/v2',
        dataset_viewer_url: 'https://datasets-server.huggingface.co',
        oauth_client_id: '',
    };
}

/** Another terminal may run the playground already: its Hub serves this one as well. */
async function isStandIn(url: string): Promise<boolean> {
    try {
        const answer = await fetch(`${url}/api/models?limit=1`, { signal: AbortSignal.timeout(1000) });
        return answer.ok && answer.headers.has('ratelimit');
    } catch {
        // Nobody listens there, or somebody who does not speak HTTP: starting our own tells which.
        return false;
    }
}
