import * as z from 'zod/mini';

const short = z.string().check(z.maxLength(200));
const cursor = z.string().check(z.maxLength(4_000));

/** The pages one can go back; an earlier cursor would only make buttons longer. */
const MAX_BACK = 5;
export const MAX_PAGE_SIZE = 20;
export const DEFAULT_PAGE_SIZE = 10;

const filtersSchema = z.object({
    search: z.optional(short),
    author: z.optional(short),
    task: z.optional(short),
    library: z.optional(short),
    language: z.optional(short),
    license: z.optional(short),
    sdk: z.optional(short),
    size: z.optional(z.object({ min: z.optional(short), max: z.optional(short) })),
    /** Of datasets: `10K<n<100K`. */
    sizeCategory: z.optional(short),
    gated: z.optional(z.boolean()),
    inference: z.optional(z.boolean()),
    sort: z.optional(z.enum(['downloads', 'likes', 'trending', 'modified'])),
    limit: z.int().check(z.minimum(1), z.maximum(MAX_PAGE_SIZE)),
});

/** Which page of which list: travels in the value of a button and comes back from the client, hence the bounds. */
export const listStateSchema = z.object({
    type: z.enum(['model', 'dataset', 'space']),
    filters: filtersSchema,
    /** Where the page begins; absent on the first one. */
    cursor: z.optional(cursor),
    /** The cursors of the pages before it, the nearest last; the first page's is empty. */
    before: z.array(cursor).check(z.maxLength(MAX_BACK)),
    /** How many results lie before the page. */
    offset: z.int().check(z.minimum(0), z.maximum(1_000_000)),
});

/** The filters of a list, with the Hub's own spelling of each value. */
export type RepoFilters = z.infer<typeof filtersSchema>;
export type ListState = z.infer<typeof listStateSchema>;

export function firstPage(type: ListState['type'], filters: RepoFilters): ListState {
    return { type, filters, before: [], offset: 0 };
}

/** The page that begins at `cursor`, after `shown` results. */
export function pageAfter(state: ListState, cursor: string, shown: number): ListState {
    return { ...state, cursor, before: [...state.before, state.cursor ?? ''].slice(-MAX_BACK), offset: state.offset + shown };
}

/** The page before this one; undefined on the first, and after more steps forward than are remembered. */
export function pageBefore(state: ListState): ListState | undefined {
    const cursor = state.before.at(-1);
    if (cursor === undefined) {
        return undefined;
    }
    const { cursor: _current, ...rest } = state;
    return { ...rest, ...(cursor !== '' && { cursor }), before: state.before.slice(0, -1), offset: Math.max(0, state.offset - state.filters.limit) };
}
