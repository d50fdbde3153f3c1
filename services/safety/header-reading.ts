/** Why the head of a file could not be read as its format. None of them means the file is harmless. */
export type HeaderProblem =
    | 'not-this-format'      // magic or first byte of something else
    | 'unsupported-version'
    | 'truncated'            // the file ends inside its header
    | 'too-long'             // a length, count or nesting beyond its bound
    | 'budget'               // more than READ_BUDGET_BYTES would have to be read
    | 'malformed';           // lengths or types that contradict each other

export type HeaderReading<T> = { ok: true; facts: T } | { ok: false; problem: HeaderProblem; detail: string };

/** Thrown inside the readers and turned into a value at their edge. */
export class HeaderError extends Error {
    constructor(readonly problem: HeaderProblem, detail: string) {
        super(detail);
    }
}

/** Runs a reader; what the file did wrong becomes a value, what the network did wrong stays an exception. */
export async function readingOf<T>(read: () => Promise<T>): Promise<HeaderReading<T>> {
    try {
        return { ok: true, facts: await read() };
    } catch (error) {
        if (error instanceof HeaderError) return { ok: false, problem: error.problem, detail: error.message };
        throw error;
    }
}
