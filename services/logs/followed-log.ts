import { createHash } from 'crypto';
import type { LogLine } from '../hub';
import { errorLines, type LogError } from './error-lines';
import { readableLines, type ReadableLine } from './readable-lines';

/** A log that is followed, as it stands between two readings of it. */
export interface LogView {
    /** The newest lines. */
    readonly lines: readonly ReadableLine[];
    /** The newest errors, each once, also of lines that have gone. */
    readonly errors: readonly Omit<LogError, 'index'>[];
    /** The time of the newest line, milliseconds since 1970, and which lines of that time were seen. */
    readonly at: number;
    readonly seen: readonly string[];
}

export const EMPTY_LOG: LogView = { lines: [], errors: [], at: 0, seen: [] };

/** Lines and errors that are shown of a followed log. */
export const FOLLOWED_LINES = 20;
const ERRORS = 3;
/** Lines between two looks beyond which the oldest are not even looked at. */
const MAX_PENDING = 2_000;
/** Lines of one and the same time that are told apart; where lines have no time, those are the newest ones. */
const MAX_SEEN = 500;

/**
 * Takes up a log where an earlier reading of it ended. A stream begins with lines that were there before: those up to the newest
 * that was seen are passed over, lines of that very time by what they say and how often.
 */
export class FollowedLog {
    readonly #from: number;
    readonly #passedOver: Map<string, number>;
    #view: LogView;
    #pending: LogLine[] = [];

    constructor(view: LogView) {
        this.#view = view;
        this.#from = view.at;
        this.#passedOver = counted(view.seen);
    }

    /** Whether something came since the last look. */
    get hasNews(): boolean {
        return this.#pending.length > 0;
    }

    add(line: LogLine): void {
        const at = Date.parse(line.timestamp) || 0;
        const key = keyOf(line);
        if (at < this.#from || (at === this.#from && this.#wasSeen(key))) {
            return;
        }
        this.#pending.push(line);
        if (this.#pending.length > MAX_PENDING) {
            this.#pending.shift();
        }
        if (at >= this.#view.at) {
            const seen = at === this.#view.at ? [...this.#view.seen, key].slice(-MAX_SEEN) : [key];
            this.#view = { ...this.#view, at, seen };
        }
    }

    /** The log with all that came. */
    look(): LogView {
        const lines = [...this.#view.lines, ...readableLines(this.#pending, this.#view.lines.at(-1))];
        this.#pending = [];
        const errors = [...this.#view.errors, ...errorLines(lines.map(({ text }) => text)).map(({ text, place }) => ({ text, place }))];
        const newest = new Map(errors.map((error) => [error.text, error]));
        this.#view = { ...this.#view, lines: lines.slice(-FOLLOWED_LINES), errors: [...newest.values()].slice(-ERRORS) };
        return this.#view;
    }

    #wasSeen(key: string): boolean {
        const left = this.#passedOver.get(key) ?? 0;
        this.#passedOver.set(key, left - 1);
        return left > 0;
    }
}

function counted(keys: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const key of keys) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
}

/** Says which line it is, and nothing of what it says. */
const keyOf = ({ text, timestamp }: LogLine): string => createHash('sha256').update(`${timestamp}\n${text}`).digest('base64').slice(0, 16);
