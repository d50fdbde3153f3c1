import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import { createAdaptorServer } from '@hono/node-server';
import type { HubChangeInput } from './changes/hub-change';
import { hubChange } from './changes/hub-change';
import { Journal } from './changes/journal';
import { FaultPlan } from './faults';
import type { HostContext, HostName, RequestLogEntry } from './host';
import { hostFetch } from './host';
import type { RateLimitOptions } from './rate-limit';
import { RateLimiter } from './rate-limit';
import { timerScheduler } from './scheduler';
import type { Scheduler } from './scheduler';
import type { UploadRules } from './objects/upload-rules';
import { UPLOAD_RULES } from './objects/upload-rules';
import { Uploads } from './objects/uploads';
import { ROUTES } from './routes/index';
import type { Origins } from './routing';
import { seed } from './seed/index';
import { HubState } from './state';
import type { DeliveryRules } from './webhooks/deliveries';
import { Deliveries } from './webhooks/deliveries';

export interface HubOptions {
    /** Port of the Hub itself; 0 or nothing takes any free one. The other hosts take theirs the same way. */
    port?: number;
    cdnPort?: number;
    routerPort?: number;
    endpointsPort?: number;
    viewerPort?: number;
    /** Milliseconds since the epoch; expiry, rate-limit windows and new dates follow it. */
    clock?: () => number;
    /** Replaces the published quotas for every identity. */
    rateLimit?: RateLimitOptions;
    /** Added to every answer. */
    latencyMs?: number;
    /** Seconds that a device login wants between two polls. Said in its answer only when given: the Hub itself names none, and means 5. */
    deviceIntervalSeconds?: number;
    /** File that keeps what was done to this Hub; one started with the same file stands where it was. Without it nothing is written. */
    journal?: string;
    /** How large files come in. The bytes lie beside the journal; without one, in a temporary folder. */
    uploads?: Partial<UploadRules>;
    /** Runs retries and what streams send; real timers unless handed in. */
    scheduler?: Scheduler;
    /** How failed deliveries to webhooks are met. */
    webhooks?: Partial<DeliveryRules>;
}

/** A running stand-in for huggingface.co and the hosts around it. */
export interface HubServer {
    url: string;
    /** Second origin, where large files are downloaded from. An Authorization header arriving here is a violation. */
    cdnUrl: string;
    routerUrl: string;
    /** Control plane of Inference Endpoints; like the real base URL it includes `/v2`. */
    endpointsUrl: string;
    viewerUrl: string;
    requests: readonly RequestLogEntry[];
    clearRequests(): void;
    faults: FaultPlan;
    state: HubState;
    /** Does one thing to the Hub as if it had happened there, and tells the webhooks. Throws ZodError for what is no change, ChangeRefused for one that does not fit; nothing is changed then. */
    change(change: HubChangeInput): void;
    /** What was sent to webhooks, oldest first. */
    deliveries: Pick<Deliveries, 'log' | 'settled'>;
    /** What a client must never do, or the stand-in itself failed at. A test that used it expects this to be empty. */
    violations: readonly string[];
    /** The user's side of a device-code login. */
    device: {
        /** `orgs` are the organisations the user grants on the consent page. */
        approve(userCode: string, user: string, orgs?: string[]): void;
        deny(userCode: string): void;
    };
    stop(): Promise<void>;
}

/** The request log forgets the oldest beyond this, so that a playground left running does not grow. */
const KEPT_REQUESTS = 10_000;
/** How long a connection is kept that nobody uses. A short time would close it under the next request of a client that was busy, as tests are. */
const KEEP_ALIVE_MS = 60_000;

const HOSTS: readonly HostName[] = ['hub', 'cdn', 'router', 'endpoints', 'viewer'];

/** Starts the five hosts with fresh seed data. */
export async function startHub(options: HubOptions = {}): Promise<HubServer> {
    const state = new HubState(options.clock ?? Date.now, options.deviceIntervalSeconds, new Uploads({ ...UPLOAD_RULES, ...options.uploads }, options.journal && `${options.journal}.objects`));
    open(state, options.journal);
    const scheduler = options.scheduler ?? timerScheduler();
    const requests: RequestLogEntry[] = [];
    const violations: string[] = [];
    const origins: Origins = { hub: '', cdn: '', router: '', endpoints: '', viewer: '' };
    const deliveries = new Deliveries({ state, scheduler, hubUrl: () => origins.hub, ...(options.webhooks && { rules: options.webhooks }) });
    state.listen((entry, events) => deliveries.hear(entry, events));
    const context: HostContext = {
        state,
        origins,
        deliveries,
        scheduler,
        faults: new FaultPlan(),
        limiter: new RateLimiter(state, options.rateLimit),
        latencyMs: options.latencyMs ?? 0,
        log: (entry) => {
            requests.push(entry);
            requests.splice(0, Math.max(0, requests.length - KEPT_REQUESTS));
        },
        violation: (text) => violations.push(text),
    };
    const ports = { hub: options.port, cdn: options.cdnPort, router: options.routerPort, endpoints: options.endpointsPort, viewer: options.viewerPort };
    const serverOptions = { keepAliveTimeout: KEEP_ALIVE_MS };
    const servers = HOSTS.map((name) => createAdaptorServer({ fetch: hostFetch(name, ROUTES[name], context), overrideGlobalObjects: false, serverOptions }));
    state.listen(({ deed }) => {
        if (deed.kind === 'trouble' && deed.trouble === 'down') {
            servers.forEach(dropConnections);
        }
    });
    await Promise.all(HOSTS.map(async (name, index) => {
        origins[name] = await listen(servers[index], ports[name] ?? 0);
    }));
    return {
        url: origins.hub,
        cdnUrl: origins.cdn,
        routerUrl: origins.router,
        endpointsUrl: `${origins.endpoints}/v2`,
        viewerUrl: origins.viewer,
        requests,
        clearRequests: () => void requests.splice(0),
        faults: context.faults,
        state,
        change: (change) => void state.record(hubChange.parse(change)),
        deliveries,
        violations,
        device: {
            approve: (userCode, user, orgs = []) => state.settleDeviceLogin(userCode, { kind: 'approved', user, orgs }),
            deny: (userCode) => state.settleDeviceLogin(userCode, { kind: 'denied' }),
        },
        stop: async () => {
            scheduler.stop();
            await deliveries.stop();
            await Promise.all(servers.map(close));
            state.uploads.objects.close();
        },
    };
}

/** Fills the Hub with its seed and with what the journal holds. What depends on the time is as it was when the journal was begun. */
function open(state: HubState, file: string | undefined): void {
    if (file === undefined) {
        seed(state, state.now());
        return;
    }
    const journal = new Journal(file, state.now());
    seed(state, journal.begunAt);
    journal.replay(state);
    state.listen((entry) => journal.append(entry));
}

async function listen(server: ServerType | undefined, port: number): Promise<string> {
    if (!server) {
        throw new Error('No server to listen with.');
    }
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: ServerType): Promise<void> {
    await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        dropConnections(server);
    });
}

function dropConnections(server: ServerType): void {
    if ('closeAllConnections' in server) {
        server.closeAllConnections();
    }
}
