/** Lines of context around a change, as git shows them. */
const CONTEXT = 3;

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

function commonPrefix(a: readonly string[], b: readonly string[]): number {
    let length = 0;
    while (length < a.length && length < b.length && a[length] === b[length]) {
        length += 1;
    }
    return length;
}

/** One hunk from the first to the last changed line: larger than git's, but applying it gives the same file. */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
    const left = linesOf(before ?? '');
    const right = linesOf(after ?? '');
    const start = commonPrefix(left, right);
    const tail = commonPrefix(left.slice(start).reverse(), right.slice(start).reverse());
    const from = Math.max(0, start - CONTEXT);
    const body = [
        ...left.slice(from, start).map((line) => ` ${line}`),
        ...left.slice(start, left.length - tail).map((line) => `-${line}`),
        ...right.slice(start, right.length - tail).map((line) => `+${line}`),
        ...left.slice(left.length - tail, left.length - tail + CONTEXT).map((line) => ` ${line}`),
    ];
    const count = (mark: string): number => body.filter((line) => !line.startsWith(mark)).length;
    const position = (length: number): number => (length === 0 ? 0 : from + 1);
    return [
        `diff --git a/${path} b/${path}`,
        ...(before === undefined ? ['new file mode 100644'] : []),
        ...(after === undefined ? ['deleted file mode 100644'] : []),
        `--- ${before === undefined ? '/dev/null' : `a/${path}`}`,
        `+++ ${after === undefined ? '/dev/null' : `b/${path}`}`,
        `@@ -${position(left.length)},${count('+')} +${position(right.length)},${count('-')} @@`,
        ...body,
        '',
    ].join('\n');
}
