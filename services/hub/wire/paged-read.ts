import type { Query } from '../urls';
import type { ReadOptions } from '../types';
import { MAX_CURSOR_LENGTH } from './link-header';

/**
 * The read that continues at `cursor`. Cursors come back from clients: a cursor is only ever a query of the list's own
 * path, so a forged one can ask for nothing but another page of it.
 */
export function pagedRead({ cursor, ...options }: ReadOptions & { cursor?: string }): ReadOptions {
    if (cursor === undefined || cursor === '' || cursor.length > MAX_CURSOR_LENGTH) return options;
    const query: Query = cursor.startsWith('?') ? asQuery(cursor) : { ...options.query, cursor };
    return { ...options, query };
}

function asQuery(search: string): Query {
    const parameters = new URLSearchParams(search);
    return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
}
