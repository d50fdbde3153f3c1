import { SignedUrls } from './signed-urls';
import type { Collection, Endpoint, Flavor, Org, Paper, Repo, RepoType, Token, User } from './model';

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

/** Everything the stand-in Hub holds. Tests may change any of it while it runs. */
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
    /** By account name. */
    readonly endpoints = new Map<string, Endpoint[]>();
    readonly oauthClients = new Set<string>();
    readonly deviceLogins = new Map<string, DeviceLogin>();
    readonly refreshGrants = new Map<string, RefreshGrant>();
    readonly signedUrls = new SignedUrls();
    private readonly byLowerCase = new Map<string, string>();

    /** `deviceIntervalSeconds`: see HubOptions. */
    constructor(private readonly clock: () => number, readonly deviceIntervalSeconds?: number) {}

    now(): number {
        return this.clock();
    }

    addRepo(repo: Repo): void {
        const key = `${repo.type} ${repo.id}`;
        this.repos.set(key, repo);
        this.byLowerCase.set(key.toLowerCase(), repo.id);
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
