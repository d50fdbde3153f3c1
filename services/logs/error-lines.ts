/** A line that tells what went wrong. */
export interface LogError {
    /** Its place among the lines. */
    readonly index: number;
    readonly text: string;
    /** `app.py:12`: the line of a program that led to it, of the program's own files where there is one. */
    readonly place?: string | undefined;
}

/** A line is looked at up to here, UTF-16 units. */
const LOOKED_AT = 2_000;
/** What is shown of a file's name, and of the number of a line. */
const FILE_LIMIT = 90;
const NUMBER_LIMIT = 10;

/** A step of a Python traceback (https://docs.python.org/3/library/traceback.html). Below it stands the source, indented further. */
const FRAME = /^\s*File "([^"]+)", line (\d+)/;
/** Files of Python and of packages: the cause is seldom there. */
const INSTALLED = /(?:site|dist)-packages\/|\/lib\/python\d|^</;
/** Where Spaces keep the program. */
const PROGRAM = /^(?:\/home\/user)?\/app\//;
/** Between two tracebacks of which the later one is what it came to. */
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/** What tells an error by the line alone. Alternatives without nested repetition: linear in the length of any line. */
const SIGNS: readonly RegExp[] = [
    /\b(?:ERROR|CRITICAL|FATAL)\b|^\s*(?:error|fatal|panic): /,
    /\b[A-Za-z]*(?:Error|Exception): /,
    /\bnpm ERR!|\bfailed to solve\b|\bCUDA error\b|\bOOMKilled\b/,
    /\bout of memory\b|\bkilled$|\bsegmentation fault\b/i,
    /\bexit(?:ed)?(?: with)? (?:status|code)[ :=(]{1,3}-?[1-9]|\bnon-zero (?:exit )?(?:status|code)\b/i,
];

interface Frame {
    readonly place: string;
    readonly own: boolean;
}

/** The lines of a log that tell an error, in their order; of a traceback the last one alone, with its place. Takes linear time. */
export function errorLines(lines: readonly string[]): LogError[] {
    const errors: LogError[] = [];
    let frame: Frame | undefined;
    for (const [index, line] of lines.entries()) {
        const text = line.slice(0, LOOKED_AT).trimEnd();
        const next = frameOf(text);
        if (next) {
            frame = frame?.own && !next.own ? frame : next;
        } else if (CHAINED.test(text)) {
            dropLast(errors);
        } else if (!frame || /^\S/.test(text)) {
            if (frame || SIGNS.some((sign) => sign.test(text))) {
                errors.push({ index, text: text.trim(), place: frame?.place });
            }
            frame = undefined;
        }
    }
    return errors;
}

function frameOf(line: string): Frame | undefined {
    const [, file, number] = FRAME.exec(line) ?? [];
    return file === undefined ? undefined : { place: `${lastPart(file.replace(PROGRAM, ''))}:${number?.slice(0, NUMBER_LIMIT)}`, own: !INSTALLED.test(file) };
}

/** A program may name its files as it likes. */
const lastPart = (file: string): string => (file.length <= FILE_LIMIT ? file : `…${file.slice(1 - FILE_LIMIT).replace(/^[\uDC00-\uDFFF]/, '')}`);

/** The exception that led to another one. */
function dropLast(errors: LogError[]): void {
    if (errors.at(-1)?.place !== undefined) {
        errors.pop();
    }
}
