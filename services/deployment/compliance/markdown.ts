import { maskSecrets } from '../../safety';

/** What stands in a cell; undefined is shown as a dash. */
export type Cell = string | number | boolean | undefined;

/** Line ends, control characters, and what is not to be seen or turns the direction of writing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;', '\\': '&#92;' };

/** Signs that mean something within a line of GitHub Flavored Markdown (https://github.github.com/gfm/), mathematics and addresses included. */
const INLINE = /[&<>|\\]|[`*_~[\]$@]|:(?=\/\/)|(?<=www)\./gi;

/** Any text as Markdown on one line that shows it and does nothing else. What can't be seen is written as its code. */
export function escaped(text: string): string {
    const marked = text.replace(INLINE, (sign) => ENTITIES[sign] ?? `\\${sign}`);
    return marked.replace(INVISIBLE, (sign) => `&#92;u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}

/** UTC, ISO 8601. `at` in milliseconds since 1970. */
export const time = (at: number): string => new Date(at).toISOString();

export const optionalTime = (at: number | undefined): string | undefined => (at === undefined ? undefined : time(at));

function cell(value: Cell): string {
    if (typeof value === 'boolean') {
        return value ? 'yes' : 'no';
    }
    // Once it is escaped, no mask would know a secret any more.
    return value === undefined ? '–' : escaped(maskSecrets(String(value)));
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table whose cells may hold any text; without rows it says so. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
    return rows.length === 0 ? 'None.' : [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** Names and what they are, one per line. */
export const listing = (rows: readonly (readonly [name: string, value: Cell])[]): string => table(['', ''], rows);

/** A heading of level 2, or below, and what stands under it. */
export function section(title: string, blocks: readonly string[], level: 2 | 3 = 2): string {
    return [`${'#'.repeat(level)} ${title}`, ...blocks].join('\n\n');
}
