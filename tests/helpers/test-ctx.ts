import { randomId } from '../../context/engine/build-ctx';
import type { Refreshes } from '../../context/engine/token-source';
import { tokenSource } from '../../context/engine/token-source';
import type { Actor, Ctx, Room, Stores, Workspace } from '../../context/ctx';
import { endpointUrl } from '../../context/environment';
import { parseSettings, type Settings } from '../../context/settings';
import { webhookSecrets } from '../../context/webhook-secrets';
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
    type MalformedRecord,
    PendingLogins,
    Preferences,
    RoomSettings,
    Spill,
    Vault,
    Watches,
} from '../../persistence';
import { createHub, createHubShared, directCarrier, fixedCarrier, systemClock, type HubOptions } from '../../services/hub';
import type { HubServer } from '../../playground/hub/server';
import { language } from '../../ui/language';
import type { Surface, View } from '../../ui/view';
import { MemoryDatabase, memoryStore, type StoreStep } from './memory-store';
import { ManualClock, type TestDeps, testDeps } from './persistence-deps';
import { TestFiles } from './test-files';
import { TestMessages, TestPeople } from './test-people';

const APP_ID = '6f1c2b8e-3d4a-4c7b-9e21-5a0d8f7c3b16';

/** What a process does that others can see; an effect outside the store has a step before it and one after it. */
export type ProcessStep = StoreStep | 'say' | 'said' | 'edit' | 'edited' | 'whisper' | 'wake' | 'ask' | 'upload' | 'uploaded';

/** One of several servers of a workspace: what they share, and what is its own. */
export interface TestServer {
    readonly database?: MemoryDatabase;
    readonly messages?: TestMessages;
    readonly people?: TestPeople;
    readonly files?: TestFiles;
    readonly clock?: ManualClock;
    /** Random ids follow from it: servers that share a database need different ones. */
    readonly seed?: string;
    /** Called at each step; may wait (interleaving) or throw (the process dies here). */
    readonly onStep?: (step: ProcessStep) => void | Promise<void>;
    /** Resolves after that many milliseconds; at once when not given. */
    readonly wait?: (milliseconds: number) => Promise<void>;
}

/** A workspace with one process of the app: what its calls share. */
export class TestWorkspace {
    readonly database: MemoryDatabase;
    readonly clock: ManualClock;
    readonly shared = createHubShared();
    /** How far the Hub client's clock runs ahead, milliseconds: what it kept grows older by that. */
    hubClockAhead = 0;
    /** When this process began, by the manual clock. */
    readonly startedAt: number;
    readonly stores: Stores;
    /** What was posted, by message id. */
    readonly messages: TestMessages;
    /** Whom and what the server knows; a test may add people and roles. */
    readonly people: TestPeople;
    /** The files of the chat. */
    readonly files: TestFiles;
    /** Records that could not be read. */
    readonly malformed: readonly MalformedRecord[];
    private readonly deps: TestDeps;
    private readonly onStep: NonNullable<TestServer['onStep']>;
    private readonly refreshes: Refreshes = new Map();

    /** Without a stand-in Hub, every request fails as unreachable. */
    constructor(
        readonly hub?: Pick<HubServer, 'url' | 'routerUrl' | 'endpointsUrl' | 'viewerUrl'>,
        { database = new MemoryDatabase(), clock = new ManualClock(), messages = new TestMessages(), people = new TestPeople(messages), files = new TestFiles(clock), seed = 'a', onStep = () => undefined, wait = () => Promise.resolve() }: TestServer = {},
    ) {
        this.database = database;
        this.clock = clock;
        this.startedAt = clock.now();
        this.messages = messages;
        this.people = people;
        this.files = files;
        this.onStep = onStep;
        const deps = testDeps(memoryStore(database, onStep), { seed, clock });
        this.deps = deps;
        this.malformed = deps.malformed;
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
            watches: new Watches(deps),
            due: new DueList({ ...deps, wait }),
            spill: new Spill(deps),
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
                appId: APP_ID,
                appVersion: '0.0.0-test',
                process: { id: 'a1b2', startedAt: this.startedAt },
                carrier: fixedCarrier(hubOptions.carrier, 'direct'),
                refusedSettings: () => Promise.resolve([]),
                siteUrl: () => Promise.resolve('https://chat.example.org'),
                webhookSecrets: () => webhookSecrets(stores.keys, undefined),
                endpointUrl: (path) => Promise.resolve(endpointUrl('https://chat.example.org', APP_ID, path)),
                hasWorkspaceAccount: () => Promise.resolve(false),
            },
            log,
            clock: clock.now,
            newId: () => randomId(this.deps.rand),
            workspace: this.asked(),
            files: this.files.seenFrom({ roomId: (options.room ?? GENERAL).id, threadId: options.threadId, mayRead: this.people.mayRead, step: this.onStep }),
            say: async (view, { threadId } = {}) => {
                await this.onStep('say');
                shown.said.push(view);
                const id = this.messages.add(view, threadId ?? options.threadId);
                await this.onStep('said');
                return id;
            },
            edit: async (messageId, view) => {
                await this.onStep('edit');
                this.messages.edit(messageId, view);
                await this.onStep('edited');
            },
            whisper: (view, { replace = false } = {}) => this.shows('whisper', () => shown.whispered.push({ view, replace })),
            notify: (view) => this.shows('whisper', () => shown.notified.push(view)),
            open: (surface) => {
                if (options.trigger !== false) {
                    shown.opened.push(surface);
                }
                return Promise.resolve(options.trigger !== false);
            },
            wakeAt: (at) => this.shows('wake', () => shown.wakeUps.push(at)),
            isRoomManager: () => Promise.resolve(options.manager ?? false),
        };
    }

    /** Every question is a step: an answer may be old when it arrives. */
    private asked(): Workspace {
        const { people } = this;
        const step = async <T>(answer: Promise<T>): Promise<T> => {
            await this.onStep('ask');
            return answer;
        };
        return {
            userById: (id) => step(people.userById(id)),
            userByName: (name) => step(people.userByName(name)),
            role: (idOrName) => step(people.role(idOrName)),
            mayRead: (roomId) => step(people.mayRead(roomId)),
            roomByName: (name) => step(people.roomByName(name)),
            reactions: (id) => step(people.reactions(id)),
            messageUrl: (id) => step(people.messageUrl(id)),
            posted: (marker) => step(people.posted(marker)),
        };
    }

    private async shows(step: ProcessStep, record: () => unknown): Promise<void> {
        await this.onStep(step);
        record();
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
export const GENERAL: Room = { id: 'r-general', name: 'general', public: true };

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
