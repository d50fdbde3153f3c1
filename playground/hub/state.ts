import { randomBytes } from 'node:crypto';
import { apply } from './changes/apply';
import type { Deed, HubEntry } from './changes/entry';
import type { Trouble } from './changes/hub-change';
import type { Endpoint } from './endpoints/endpoint';
import type { Job } from './jobs/job';
import { UPLOAD_RULES } from './objects/upload-rules';
import { Uploads } from './objects/uploads';
import { SignedUrls } from './signed-urls';
import type { Collection, Flavor, Org, Paper, Repo, RepoType, Token, User } from './model';
import type { HubEvent } from './webhooks/event';
import type { Webhook } from './webhooks/webhook';

/** A device-code login under way (RFC 8628). */
export interface DeviceLogin {
    deviceCode: string;
    userCode: string;
    clientId: string;
    scopes: string[];
    /** Milliseconds since the epoch. */
    expiresAt: number;
    /** Seconds the client must leave between two polls; grows by `slow_down`. */
    interval: number;
    lastPollAt?: number;
    outcome?: { kind: 'approved'; user: string; orgs: string[] } | { kind: 'denied' };
}

export interface RefreshGrant {
    clientId: string;
    user: string;
    orgs: string[];
    scopes: string[];
    accessToken: string;
}

/** Told of every recorded deed, after it was done. */
export type Listener = (entry: HubEntry, events: readonly HubEvent[]) => void;

/** Everything the stand-in Hub holds. Tests may change any of it while it runs; what should outlive the process goes through `record`. */
export class HubState {
    readonly users = new Map<string, User>();
    readonly orgs = new Map<string, Org>();
    readonly tokens = new Map<string, Token>();
    readonly repos = new Map<string, Repo>();
    /** Old id → new id, keyed like `repos`. */
    readonly renames = new Map<string, string>();
    readonly collections: Collection[] = [];
    readonly papers: Paper[] = [];
    readonly flavors: Flavor[] = [];
    /** By `endpointKey`, in the order in which they were made. */
    readonly endpoints = new Map<string, Endpoint>();
    readonly oauthClients = new Set<string>();
    readonly deviceLogins = new Map<string, DeviceLogin>();
    readonly refreshGrants = new Map<string, RefreshGrant>();
    readonly signedUrls = new SignedUrls();
    readonly webhooks = new Map<string, Webhook>();
    readonly jobs = new Map<string, Job>();
    /** Users and organisations that can pay for nothing until this ends. */
    readonly outOfCredits = new Set<string>();
    trouble: Trouble = 'none';
    private readonly listeners: Listener[] = [];
    private readonly byLowerCase = new Map<string, string>();

    /** `deviceIntervalSeconds`: see HubOptions. */
    constructor(private readonly clock: () => number, readonly deviceIntervalSeconds?: number, readonly uploads: Uploads = new Uploads(UPLOAD_RULES)) {}

    now(): number {
        return this.clock();
    }

    listen(listener: Listener): void {
        this.listeners.push(listener);
    }

    /** Does the deed, then tells the listeners in their order. Throws ChangeRefused when it does not fit; nothing is changed or told then. */
    record(deed: Deed): HubEntry {
        const entry: HubEntry = { at: this.now(), id: randomBytes(12).toString('hex'), deed };
        const events = apply(this, entry);
        this.listeners.forEach((listener) => listener(entry, events));
        return entry;
    }

    addRepo(repo: Repo): void {
        const key = `${repo.type} ${repo.id}`;
        this.repos.set(key, repo);
        this.byLowerCase.set(key.toLowerCase(), repo.id);
    }

    removeRepo({ type, id }: Repo): void {
        this.repos.delete(`${type} ${id}`);
        this.byLowerCase.delete(`${type} ${id}`.toLowerCase());
    }

    findRepo(type: RepoType, id: string): Repo | undefined {
        return this.repos.get(`${type} ${id}`);
    }

    /** Where a repo lives now when `id` is an old name of it or differs in letter case; undefined for exact and unknown ids. */
    movedTo(type: RepoType, id: string): string | undefined {
        const key = `${type} ${id}`;
        if (this.repos.has(key)) {
            return undefined;
        }
        return this.renames.get(key) ?? this.byLowerCase.get(key.toLowerCase());
    }

    reposOf(type: RepoType): Repo[] {
        return [...this.repos.values()].filter((repo) => repo.type === type);
    }

    /** The user typed the code and decided. Throws when no login under way has it. */
    settleDeviceLogin(userCode: string, outcome: NonNullable<DeviceLogin['outcome']>): void {
        const login = [...this.deviceLogins.values()].find((candidate) => candidate.userCode === userCode);
        if (!login) {
            throw new Error(`No device login has the code ${userCode}.`);
        }
        if (outcome.kind === 'approved' && !this.users.has(outcome.user)) {
            throw new Error(`There is no user ${outcome.user}.`);
        }
        login.outcome = outcome;
    }
}
