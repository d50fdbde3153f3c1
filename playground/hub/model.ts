import type { FileContent } from './bytes/file-content';
import type { ScanStatus } from './scan-status';
import type { SpaceStage } from './space-stages';

/** The things a stand-in Hugging Face holds. Field names are the Hub's own where it has one. */
export type RepoType = 'model' | 'dataset' | 'space';
export type Role = 'admin' | 'write' | 'contributor' | 'read' | 'no_access';
export type OrgPlan = 'team' | 'enterprise' | 'plus' | 'academia';
export type Gating = false | 'auto' | 'manual';

export interface Membership {
    org: string;
    role: Role;
    /** Non-empty: every call of this user on that organisation is refused until it is settled. */
    securityRestrictions?: ('mfa' | 'token-policy' | 'token-revoked' | 'sso' | 'ip')[];
}

export interface User {
    _id: string;
    name: string;
    fullname: string;
    email: string;
    isPro: boolean;
    canPay: boolean;
    createdAt: string;
    orgs: Membership[];
}

export interface Org {
    _id: string;
    name: string;
    fullname: string;
    plan?: OrgPlan;
    canPay: boolean;
    isVerified?: boolean;
}

export interface TokenScope {
    entity: { type: RepoType | 'org' | 'user'; name: string };
    permissions: string[];
}

/** An access token. `value` leaves this process only towards the test that asked for it. */
export interface Token {
    value: string;
    user: string;
    displayName: string;
    role: 'read' | 'write' | 'fineGrained' | 'oauth';
    createdAt: string;
    scoped?: TokenScope[];
    canReadGatedRepos?: boolean;
    /** Scopes granted on the consent page; OAuth tokens only. */
    oauthScopes?: string[];
    /** Organisations granted there; without it the token reaches the user's own repos only. */
    oauthOrgs?: string[];
    /** Milliseconds since the epoch. */
    expiresAt?: number;
}

export interface PickleImport {
    module: string;
    name: string;
    safety: 'innocuous' | 'suspicious' | 'dangerous';
}

export interface FileScan {
    status: ScanStatus;
    avScan: { status: ScanStatus; message?: string; version?: string };
    pickleImportScan: { status: ScanStatus; message?: string; pickleImports?: PickleImport[]; version?: string };
    jFrogScan?: { status: ScanStatus; message?: string; reportLink?: string };
    protectAiScan?: { status: ScanStatus; message?: string; reportLink?: string };
}

/** Scanners are on their way to a file; when they are there (milliseconds since the epoch), their verdict follows from its bytes. */
export interface ComingScan {
    comesAt: number;
}

export interface RepoFile {
    path: string;
    bytes: FileContent;
    /** Stored outside git, served from the second origin. */
    lfs: boolean;
    /** `scanAt` says what it is at a moment. */
    scan: FileScan | ComingScan;
}

export interface Commit {
    id: string;
    title: string;
    message: string;
    author: string;
    date: string;
    parent?: string;
    files: ReadonlyMap<string, RepoFile>;
}

export interface InferenceMapping {
    provider: string;
    status: 'live' | 'staging' | 'error';
    providerId: string;
    task: string;
    /** USD per million tokens. */
    pricing?: { input: number; output: number };
    contextLength?: number;
    supportsTools?: boolean;
}

export interface SpaceRuntime {
    stage: SpaceStage;
    hardware: { current: string | null; requested: string | null };
    errorMessage?: string;
    gcTimeout: number | null;
    replicas: { current?: number; requested: number };
    devMode: boolean;
    storage: string | null;
    domains: { domain: string; stage: string }[];
    sha?: string;
}

export type DiscussionStatus = 'draft' | 'open' | 'closed' | 'merged';

interface EventFacts {
    id: string;
    author: string;
    createdAt: string;
}

/** `hidden`: by somebody who may; what it says is shown to nobody then. */
export type CommentEvent = EventFacts & { type: 'comment'; content: string; hidden?: boolean };

/** What happened in a discussion, in the Hub's own words for it. */
export type DiscussionEvent =
    | CommentEvent
    | (EventFacts & { type: 'status-change'; status: DiscussionStatus })
    | (EventFacts & { type: 'commit'; subject: string; oid: string })
    | (EventFacts & { type: 'title-change'; from: string; to: string });

export interface Discussion {
    _id: string;
    num: number;
    title: string;
    author: string;
    createdAt: string;
    status: DiscussionStatus;
    isPullRequest: boolean;
    pinned: boolean;
    /** Oldest first. */
    events: DiscussionEvent[];
    /** Of a merged pull request: the commit on `main` that holds it. */
    mergeCommitId?: string;
}

/** What only models have. */
export interface ModelFacts {
    pipeline_tag?: string;
    library_name?: string;
    config?: Record<string, unknown>;
    safetensors?: { parameters: Record<string, number>; total: number };
    gguf?: { total: number; architecture: string; context_length: number; quantize_imatrix_file?: string };
    baseModel?: { relation: string; ids: string[] };
    providers: InferenceMapping[];
    evalResults?: { dataset: { id: string; task_id: string }; value: number; date?: string }[];
}

export interface DatasetSplit {
    config: string;
    split: string;
    features: Record<string, string>;
    numRows: number;
    /** The row at an index below `numRows`; made when asked for, since some data sets have billions. */
    rowAt: (index: number) => Record<string, unknown>;
}

export interface DatasetFacts {
    description: string;
    splits: DatasetSplit[];
}

/** What its app finds in its environment. */
export interface SpaceVariable {
    value: string;
    description?: string;
    /** Milliseconds since the epoch. */
    updatedAt: number;
}

/** A secret without its value, which is kept nowhere. */
export type SpaceSecret = Omit<SpaceVariable, 'value'>;

export interface SpaceFacts {
    sdk: 'gradio' | 'docker' | 'static' | 'streamlit';
    title: string;
    emoji: string;
    /** As it stands; while `course` is there, its stages take the place of this one. */
    runtime: SpaceRuntime;
    /** Stages to go through, oldest first, each from a moment (milliseconds since the epoch) on. */
    course?: { stage: SpaceStage; at: number }[];
    /** Load that the metrics stream tells, 0 to 100. */
    cpuPercent?: number;
    /** Memory in use that it tells, 0 to 100. */
    memoryPercent?: number | undefined;
    /** What was written into its logs beside the usual lines, oldest first. */
    written?: { log: 'run' | 'build'; at: number; text: string }[];
    variables: Map<string, SpaceVariable>;
    secrets: Map<string, SpaceSecret>;
    models: string[];
    datasets: string[];
}

export interface Repo {
    _id: string;
    type: RepoType;
    id: string;
    private: boolean;
    gated: Gating;
    disabled: boolean;
    /** Users who were let in through the gate. */
    granted: Set<string>;
    tags: string[];
    cardData?: Record<string, unknown>;
    likes: number;
    downloads: number;
    downloadsAllTime: number;
    trendingScore: number;
    createdAt: string;
    /** Newest commit first. */
    branches: Map<string, string>;
    gitTags: Map<string, string>;
    pullRequests: Map<string, string>;
    commits: Map<string, Commit>;
    discussions: Discussion[];
    scansDone: boolean;
    model?: ModelFacts;
    dataset?: DatasetFacts;
    space?: SpaceFacts;
}

export interface Collection {
    _id: string;
    slug: string;
    title: string;
    description: string;
    owner: string;
    lastUpdated: string;
    private: boolean;
    upvotes: number;
    theme: string;
    items: { _id: string; type: RepoType; id: string; note?: string }[];
}

export interface Paper {
    id: string;
    title: string;
    summary: string;
    authors: string[];
    publishedAt: string;
    upvotes: number;
    githubRepo?: string;
}

export interface Flavor {
    name: string;
    prettyName: string;
    cpu: string;
    ram: string;
    ephemeralStorage: string;
    accelerator: { type: 'gpu' | 'neuron'; model: string; quantity: string; vram: string; manufacturer: 'Nvidia' | 'AWS' } | null;
    /** USD per hour on Spaces and on Jobs; null where the product does not offer the flavor. */
    spaceHourUsd: number | null;
    jobHourUsd: number | null;
}
