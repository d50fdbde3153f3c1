/** How a file's name speaks for it: formats that hold data only, formats that are programs when they are loaded, and all others. */
export type FileClass = 'safe' | 'unsafe' | 'unknown';

/** `allowed`: all it imports is on the list of harmless ones; `unknown`: something is on no list; `dangerous`: something runs what an attacker wants. */
export type Safety = 'allowed' | 'unknown' | 'dangerous';

/** What a pickle looks up by name when it is loaded. `module` and `name` as they stand in the file, at most 200 characters each. */
export interface Import {
    readonly module: string;
    readonly name: string;
    readonly safety: Safety;
}

/** What a file is by its content, whatever its name says. */
export type FileFormat = 'pickle' | 'torch' | 'numpy' | 'npz' | 'joblib' | 'zip' | 'safetensors' | 'gguf' | 'text' | 'other';

/** Why a look came to no end. None of them means that the file is harmless. */
export type ScanProblem =
    | 'truncated'      // it ends in the middle of something
    | 'too-long'       // a length, count or nesting beyond its bound
    | 'budget'         // more would have to be read or done than a look may
    | 'malformed'      // what it says contradicts itself
    | 'unsupported';   // a compression or version that is not read here

/** What our own look at the content found. An `error` is never clean; what was found before it stands. */
export interface ContentVerdict {
    readonly format: FileFormat;
    readonly verdict: Safety | 'error';
    /** The most dangerous first, each once, at most 100. */
    readonly imports: readonly Import[];
    readonly problem?: ScanProblem;
    /** Words for the log and for people who know the format; no user's text. */
    readonly detail?: string;
    /** How much of the file was read for it. */
    readonly bytesRead: number;
}
