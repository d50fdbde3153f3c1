import { randomId } from '../../context/engine/build-ctx';
import type { Refreshes } from '../../context/engine/token-source';
import { tokenSource } from '../../context/engine/token-source';
import type { Actor, Ctx, Room, Stores } from '../../context/ctx';
import { parseSettings, type Settings } from '../../context/settings';
import {
    Accounts,
    Approvals,
    AuditTrail,
    DeviceFlows,
    DueList,
    fieldCache,
    Heartbeat,
    KeyMemory,
    KeyRing,
    Leaks,
    Ledger,
    PendingLogins,
    Preferences,
    RoomSettings,
    Vault,
} from '../../persistence';
import { createHub, createHubShared, directCarrier, fixedCarrier, systemClock, type HubOptions } from '../../services/hub';
import type { HubServer } from '../../playground/hub/server';
import { language } from '../../ui/language';
import type { Surface, View } from '../../ui/view';
import { MemoryDatabase, memoryStore } from './memory-store';
import { ManualClock, testDeps } from './persistence-deps';
import { TestMessages, TestPeople } from './test-people';

/** A workspace with one process of the app: what its calls share. */
export class TestWorkspace {
    readonly database = new MemoryDatabase();
    readonly clock = new ManualClock();
    readonly shared = createHubShared();
    /** How far the Hub client's clock runs ahead, milliseconds: what it kept grows older by that. */
    hubClockAhead = 0;
    readonly stores: Stores;
    /** What was posted, by message id. */
    readonly messages = new TestMessages();
    /** Whom and what the server knows; a test may add people and roles. */
    readonly people = new TestPeople(this.messages);
    private readonly deps = testDeps(memoryStore(this.database), { clock: this.clock });
    private readonly refreshes: Refreshes = new Map();

    /** Without a stand-in Hub, every request fails as unreachable. */
    constructor(readonly hub?: Pick<HubServer, 'url' | 'routerUrl' | 'endpointsUrl' | 'viewerUrl'>) {
        const { deps, clock } = this;
        const keys = new KeyRing({ ...deps, environment: undefined, memory: new KeyMemory() });
        const vault = new Vault(deps, keys);
        this.stores = {
            keys,
            vault,
            ledger: new Ledger(deps),
            accounts: new Accounts(deps, vault),
            preferences: new Preferences(deps, fieldCache(clock.now)),
            roomSettings: new RoomSettings(deps, fieldCache(clock.now)),
            deviceFlows: new DeviceFlows(deps, vault),
            pendingLogins: new PendingLogins(deps, vault),
            leaks: new Leaks(deps, vault),
            approvals: new Approvals(deps),
            audit: new AuditTrail(deps),
            due: new DueList({ ...deps, wait: () => Promise.resolve() }),
            heartbeat: new Heartbeat(deps, 'tick'),
        };
    }

    /** Stores a token of the stand-in Hub (`fakeToken('alice')`) for a chat user. */
    async signIn(token: string, account: { readonly userId?: string; readonly name?: string } = {}): Promise<void> {
        await this.stores.accounts.put(account.userId ?? ALICE.id, { kind: 'token', token, ...(account.name !== undefined && { name: account.name }) });
    }

    /** What one handler gets; it records what the handler shows. */
    ctx(options: TestCtxOptions = {}): TestCtx {
        const { clock, stores } = this;
        const user: Actor = { ...ALICE, ...options.user };
        const settings: Settings = { ...parseSettings(this.addresses()), ...options.settings };
        const log = { info: () => undefined, error: (message: string, facts?: object) => void shown.logged.push({ message, ...facts }) };
        const shown: Shown = { said: [], whispered: [], notified: [], opened: [], wakeUps: [], logged: [] };
        const hubOptions = this.hubOptions(settings, options.deadlineMs ?? (this.hub ? 24_000 : 500));
        const token = tokenSource({ stores, user, hub: createHub(hubOptions), clientId: settings.oauthClientId, clock: clock.now, log, refreshes: this.refreshes });
        return {
            ...shown,
            user,
            room: options.room ?? GENERAL,
            ...(options.threadId !== undefined && { threadId: options.threadId }),
            lang: language(options.language),
            settings,
            hub: createHub({ ...hubOptions, token }),
            stores,
            runtime: {
                appId: '6f1c2b8e-3d4a-4c7b-9e21-5a0d8f7c3b16',
                appVersion: '0.0.0-test',
                carrier: fixedCarrier(hubOptions.carrier, 'direct'),
                refusedSettings: () => Promise.resolve([]),
                siteUrl: () => Promise.resolve('https://chat.example.org'),
            },
            log,
            clock: clock.now,
            newId: () => randomId(this.deps.rand),
            workspace: this.people,
            say: (view, { threadId } = {}) => {
                shown.said.push(view);
                return Promise.resolve(this.messages.add(view, threadId ?? options.threadId));
            },
            edit: (messageId, view) => shows(() => this.messages.edit(messageId, view)),
            whisper: (view, { replace = false } = {}) => shows(() => shown.whispered.push({ view, replace })),
            notify: (view) => shows(() => shown.notified.push(view)),
            open: (surface) => {
                if (options.trigger !== false) {
                    shown.opened.push(surface);
                }
                return Promise.resolve(options.trigger !== false);
            },
            wakeAt: (at) => shows(() => shown.wakeUps.push(at)),
            isRoomManager: () => Promise.resolve(options.manager ?? false),
        };
    }

    private hubOptions(settings: Settings, deadlineMs: number): HubOptions {
        const now = (): number => Date.now() + this.hubClockAhead;
        const carrier = this.hub ? directCarrier(fetch) : () => Promise.reject(new Error('There is no network in this test.'));
        return {
            carrier,
            shared: this.shared,
            urls: { hub: settings.hubUrl, router: settings.routerUrl, endpoints: settings.endpointsUrl, viewer: settings.datasetViewerUrl },
            clock: { now, sleep: (ms, signal) => systemClock.sleep(ms, signal) },
            deadline: now() + deadlineMs,
        };
    }

    private addresses(): Record<string, string> {
        const { hub } = this;
        return hub ? { hub_url: hub.url, router_url: hub.routerUrl, endpoints_url: hub.endpointsUrl, dataset_viewer_url: hub.viewerUrl } : {};
    }
}

export const ALICE: Actor = { id: 'u-alice', username: 'alice', roles: ['user'] };
export const GENERAL: Room = { id: 'r-general', name: 'general' };

export interface TestCtxOptions {
    readonly user?: Partial<Actor>;
    readonly room?: Room;
    readonly threadId?: string;
    readonly language?: string;
    readonly settings?: Partial<Settings>;
    /** Whether the user manages the room; not unless said so. */
    readonly manager?: boolean;
    /** False: there is no trigger, so nothing can be opened. */
    readonly trigger?: boolean;
    /** How long Hub requests and their retries may take; short where a test wants them to fail. */
    readonly deadlineMs?: number;
}

/** What a handler has shown, in order. */
export interface Shown {
    readonly said: View[];
    readonly notified: View[];
    readonly whispered: { readonly view: View; readonly replace: boolean }[];
    readonly opened: Surface[];
    readonly wakeUps: number[];
    readonly logged: object[];
}

export type TestCtx = Ctx & Shown;

function shows(record: () => unknown): Promise<void> {
    record();
    return Promise.resolve();
}
