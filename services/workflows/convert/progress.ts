/** How far a conversion says it is. */
export interface Progress {
    readonly step: number;
    readonly of: number;
    readonly words: string;
}

const STEP = /^\[convert\] (\d{1,3})\/(\d{1,3}) (.{1,300})/;
const DONE = /^\[convert\] done ([0-9a-f]{40})$/;
const REFUSED = /^\[convert\] refused (.{1,300})/;

/** The last step that the lines tell. A log is what a program wrote: numbers that make no sense are none. */
export function progressIn(lines: readonly string[]): Progress | undefined {
    return lines.map(progressOf).findLast((progress) => progress !== undefined);
}

function progressOf(line: string): Progress | undefined {
    const [, step, of, words] = STEP.exec(line) ?? [];
    const progress = { step: Number(step), of: Number(of), words: words?.trim() ?? '' };
    return words !== undefined && progress.step >= 1 && progress.step <= progress.of ? progress : undefined;
}

/** The commit that it named at its end. */
export const commitIn = (lines: readonly string[]): string | undefined => lines.findLast((line) => DONE.test(line))?.match(DONE)?.[1];

/** Why the script itself would not go on. */
export const refusalIn = (lines: readonly string[]): string | undefined => lines.findLast((line) => REFUSED.test(line))?.match(REFUSED)?.[1];
