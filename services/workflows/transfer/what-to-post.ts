import { readableName } from './readable-name';

/** A chat where more files than these arrive at once is no place to find them in. */
export const MAX_POSTED_FILES = 20;
/** Of all files of a pull together, bytes: each stands in the server's store for good. */
export const MAX_POSTED_BYTES = 500 * 1000 * 1000;

interface Sized {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
}

/**
 * The files that are put into the room, under the names that they get there; all others go into a manifest. `limit`: the largest file
 * that the room takes, bytes. Where there are too many, none is, since a part of them would look like all. The smallest come first.
 */
export function whatToPost<F extends Sized>(files: readonly F[], limit: number): ReadonlyMap<F, string> {
    const fitting = files.filter(({ size }) => size > 0 && size <= limit).sort((a, b) => a.size - b.size);
    const posted = fitting.length > MAX_POSTED_FILES ? [] : fitting.filter((_file, index) => sum(fitting.slice(0, index + 1)) <= MAX_POSTED_BYTES);
    const names = uniqueNames(posted.map(({ path }) => path));
    return new Map(posted.map((file, index) => [file, names[index] ?? file.path]));
}

const sum = (files: readonly Sized[]): number => files.reduce((total, { size }) => total + size, 0);

/** Their own names where no two have the same, as a person or a file system would read them; otherwise with what tells them apart. */
export function uniqueNames(paths: readonly string[]): string[] {
    const taken = new Set<string>();
    return paths.map((path) => {
        const own = readableName(path.split('/').at(-1) ?? path);
        const whole = readableName(path.replaceAll('/', '_'));
        let name = taken.has(asRead(own)) ? whole : own;
        for (let count = 2; taken.has(asRead(name)); count++) {
            name = `${count}_${whole}`;
        }
        taken.add(asRead(name));
        return name;
    });
}

/** macOS takes the two ways of writing an accent for one, and as Windows does, small letters for large ones. */
const asRead = (name: string): string => name.normalize('NFC').toLowerCase();
