/**
 * The files that a diff of git touches, under their old and new names, each once. Only a file's header is looked at: a line of
 * content begins with a blank, `+`, `-` or `\`, and so is none (https://git-scm.com/docs/diff-format).
 */
export function diffPaths(diff: string): string[] {
    const paths = new Set<string>();
    let header: string[] | undefined;
    const close = (): void => {
        for (const path of header ? pathsIn(header) : []) paths.add(path);
    };
    for (const line of diff.split('\n')) {
        if (line.startsWith('diff --git ')) {
            close();
            header = [line];
        } else if (line.startsWith('@@ ')) {
            close();
            header = undefined;
        } else {
            header?.push(line);
        }
    }
    close();
    return [...paths];
}

/** The lines that name a file alone; an old and a new name on one line are hard to tell apart when they hold blanks. */
const NAMED = /^(?:--- |\+\+\+ |rename from |rename to |copy to )(.+)$/;

function pathsIn([first = '', ...rest]: readonly string[]): string[] {
    const named = rest.flatMap((line) => {
        const [, text] = NAMED.exec(line) ?? [];
        return text === undefined || text === '/dev/null' ? [] : [/^(?:---|\+\+\+)/.test(line) ? withoutSide(unquoted(text)) : unquoted(text)];
    });
    return named.length > 0 ? named : onBothSides(first.slice('diff --git '.length));
}

/** `a/name b/name`: without other lines, which is so for binary files, the name is the same on both sides. */
function onBothSides(names: string): string[] {
    const half = names.slice(0, (names.length - 1) / 2);
    return names === `${half} ${half.replace(/^("?)a\//, '$1b/')}` ? [withoutSide(unquoted(half))] : [];
}

const withoutSide = (path: string): string => path.replace(/^[ab]\//, '').replace(/\t$/, '');

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** Names with unusual letters stand in quotes, their bytes as octal numbers (git's `core.quotePath`). */
function unquoted(text: string): string {
    const [, inner] = /^"(.*)"$/.exec(text) ?? [];
    if (inner === undefined) return text;
    const bytes: number[] = [];
    for (const [part, octal, sign] of inner.matchAll(/\\([0-7]{3})|\\(.)|[^\\]/gu)) {
        if (octal !== undefined) bytes.push(parseInt(octal, 8));
        else if (sign !== undefined) bytes.push(ESCAPES[sign] ?? sign.charCodeAt(0));
        else bytes.push(...new TextEncoder().encode(part));
    }
    return new TextDecoder().decode(new Uint8Array(bytes));
}
