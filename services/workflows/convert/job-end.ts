import { refusalIn } from './progress';

/**
 * How a conversion ends. `gone`: whoever asked can't be asked any more; `lost`: the job can't be seen any more; `refused`: it was not
 * started; `input`: the script would not go on with what it got; `incomplete`: it said it was done, and files are missing.
 */
export const CONVERT_ENDS = ['done', 'incomplete', 'failed', 'timeout', 'no-credits', 'memory', 'disk', 'architecture', 'input', 'cancelled', 'refused', 'lost', 'gone', 'unavailable'] as const;
export type ConvertEnd = (typeof CONVERT_ENDS)[number];

export interface JobState {
    /** As the Hub calls it: `COMPLETED`. */
    readonly stage: string;
    readonly message?: string | null | undefined;
    readonly cancelReason?: string | null | undefined;
}

/** Signs of a cause in the last lines and in what the Hub says of the end. */
const CAUSES: readonly (readonly [ConvertEnd, RegExp])[] = [
    ['timeout', /\btime(?:d )?[ -]?out\b/i],
    ['memory', /\bout of memory\b|\bOOM|\bKilled$|exit code:? ?137\b|\bMemoryError\b/i],
    ['disk', /No space left on device/i],
    ['architecture', /Model \S+ is not supported|architecture .{0,80}(?:not supported|unsupported)|NotImplementedError: Architecture/i],
];

/** The end that a stage of the job means; undefined while it goes on. `lines`: what it wrote last. */
export function jobEnd({ stage, message, cancelReason }: JobState, lines: readonly string[]): ConvertEnd | undefined {
    switch (stage) {
        case 'COMPLETED':
            return 'done';
        case 'CANCELED':
            return cancelReason === 'NO_CREDITS' ? 'no-credits' : 'cancelled';
        case 'DELETED':
            return 'lost';
        case 'ERROR':
            return causeOf(message ?? '', lines);
        default:
            return undefined;
    }
}

function causeOf(message: string, lines: readonly string[]): ConvertEnd {
    if (refusalIn(lines) !== undefined) {
        return 'input';
    }
    // What the Hub says of the end comes before what the program wrote on its way.
    const said = [message, ...lines.toReversed()];
    return said.flatMap((line) => CAUSES.find(([, sign]) => sign.test(line))?.[0] ?? [])[0] ?? 'failed';
}
