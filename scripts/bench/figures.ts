/** What is to be measured in a process of its own. */
export interface MeasureOptions {
    readonly zip: string;
    readonly appId: string;
    /** Our own app: it gets a Hub to talk to, and its reads are measured. */
    readonly teamflow: boolean;
    readonly commands: readonly string[];
    readonly hubLatencyMs?: number;
    readonly runs?: number;
    /** So many facts of other subjects are in the store. */
    readonly facts?: number;
    /** Votes are measured with so many closed requests for approval in the store, from few to many. */
    readonly closedRequests?: readonly number[];
}

/** Milliseconds, and round trips between app and server per call. */
export interface Timing {
    readonly p50: number;
    readonly p95: number;
    readonly roundTrips: number;
}

export interface Figures {
    /** From starting the server's engine on an empty workspace to the app being enabled. */
    readonly enabledMs: number;
    /** Resident memory of the app's process after all else was measured. */
    readonly memoryMib: number;
    readonly commands: Readonly<Record<string, Timing>>;
    /** One that is none of the app's business. */
    readonly reaction: Timing;
    /** One that votes on a request, for each number of closed requests. */
    readonly votes?: readonly Timing[];
    /** The Hub's own time for the request behind a search. */
    readonly hubAnswer?: Timing;
    /** Share of repeated reads that needed no Hub request. */
    readonly hitRate?: number;
    /** Hub requests for 50 equal commands at once. */
    readonly singleFlightRequests?: number;
}

/** What the polls of an hour take. */
export interface PollCount {
    readonly repos: number;
    readonly accounts: number;
    /** To Hugging Face. */
    readonly requestsPerHour: number;
    /** To the store, and milliseconds over a store in memory, on average. */
    readonly roundTripsPerMinute: number;
    readonly msPerMinute: number;
}

/** Where the hosts of a stand-in Hub listen. */
export interface TransferHub {
    readonly hub: string;
    readonly router: string;
    readonly endpoints: string;
    readonly viewer: string;
}

/** A file that is to pass through one client, in a process of its own. */
export interface TransferOptions {
    readonly urls: TransferHub;
    readonly client: 'ours' | 'library';
    readonly direction: 'download' | 'upload';
    readonly fileBytes: number;
}

export interface TransferMeasure {
    /** Of the median run. */
    readonly bytesPerSecond: number;
    /** How much the process's resident memory grew at most. */
    readonly peakBytes: number;
}

/** The same file through our client and through `@huggingface/hub`. */
export interface TransferFigures {
    readonly direction: TransferOptions['direction'];
    /** Whether the stand-in asks for an upload in parts. */
    readonly parts: boolean;
    readonly fileBytes: number;
    readonly rounds: ReadonlyArray<{ readonly ours: TransferMeasure; readonly theirs: TransferMeasure }>;
}
