import { z } from 'zod';
import { invalidParameter } from './errors';
import { parseJson } from './json';

export interface Page<T> {
    items: T[];
    /** `Link` header towards the next page; empty on the last. */
    headers: Record<string, string>;
}

export interface PageRequest<T> {
    url: URL;
    /** Public address of the server; the real `Link` is absolute. */
    origin: string;
    limit: number;
    /** What an item is ordered and found again by; unique. The cursor carries it, so inserted items do not shift a page. */
    keyOf: (item: T) => string;
}

const cursorShape = z.object({ after: z.string(), at: z.number().int().min(0) });

/** The last item seen, and the place to go on from should that item be gone by then. */
type Cursor = z.infer<typeof cursorShape>;

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function decode(text: string): Cursor {
    const cursor = cursorShape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
    if (!cursor.success) {
        throw invalidParameter('Invalid cursor', 'cursor');
    }
    return cursor.data;
}

function startOf<T>(items: readonly T[], text: string | null, keyOf: (item: T) => string): number {
    if (text === null) {
        return 0;
    }
    const { after, at } = decode(text);
    const index = items.findIndex((item) => keyOf(item) === after);
    return index < 0 ? at : index + 1;
}

/** `<url>; rel="next"` with every other parameter of the request kept. */
export function nextLink(url: URL, origin: string, changes: Record<string, string>): string {
    const next = new URL(url.pathname + url.search, origin);
    for (const [name, value] of Object.entries(changes)) {
        next.searchParams.set(name, value);
    }
    return `<${next.href}>; rel="next"`;
}

/** Cuts one page out of an ordered list by the `cursor` parameter. */
export function pageByCursor<T>(items: readonly T[], { url, origin, limit, keyOf }: PageRequest<T>): Page<T> {
    const start = startOf(items, url.searchParams.get('cursor'), keyOf);
    const page = items.slice(start, start + limit);
    const last = page.at(-1);
    const more = last !== undefined && start + limit < items.length;
    return { items: page, headers: more ? { Link: nextLink(url, origin, { cursor: encode({ after: keyOf(last), at: start + limit - 1 }) }) } : {} };
}

/** An integer parameter within its bounds, or the Hub's 400. */
export function integerParameter(query: URLSearchParams, name: string, { fallback, min, max }: { fallback: number; min: number; max: number }): number {
    const text = query.get(name);
    if (text === null) {
        return fallback;
    }
    const value = Number(text);
    if (!/^-?\d+$/.test(text)) {
        throw invalidParameter('Invalid input: expected number, received NaN', name);
    }
    if (value < min) {
        throw invalidParameter(`Too small: expected number to be >=${min}`, name);
    }
    if (value > max) {
        throw invalidParameter(`Too big: expected number to be <=${max}`, name);
    }
    return value;
}

/** One of a list of words, or the Hub's 400 that names them all. */
export function oneOf<T extends string>(value: string | null, allowed: readonly T[], at: string): T | undefined {
    if (value === null) {
        return undefined;
    }
    const found = allowed.find((word) => word === value);
    if (found === undefined) {
        throw invalidParameter(`Invalid option: expected one of ${allowed.map((word) => `"${word}"`).join('|')}`, at);
    }
    return found;
}
