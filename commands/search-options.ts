import { UserError } from '../context/user-error';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../services/discovery';
import { parseSizeRange, type SizeRange } from '../services/hub';
import { fallback, flag, integer, optional, text, words, type Param } from './params';

/** What all three searches take. */
export const SEARCH_ARGS = { query: optional(words('search.arg.query')) };

export const AUTHOR = { author: optional(text('search.option.author')) };
export const LICENSE = { license: optional(text('search.option.license')) };
export const LIMIT = { limit: fallback(integer('search.option.limit', { min: 1, max: MAX_PAGE_SIZE }), DEFAULT_PAGE_SIZE) };
/** Models and datasets are tagged alike. */
export const TAGGED = {
    task: optional(text('search.option.task')),
    library: optional(text('search.option.library')),
    language: optional(text('search.option.language')),
};
export const SEARCH_ALIASES = { framework: 'library', licence: 'license' };

/** Not given, `--gated`, or `--gated=false`: three answers. */
export const GATED = { gated: optional(flag('search.option.gated')) };

/** A number of parameters, `7B` or a range. */
export function sizeRange(): Param<SizeRange> {
    return {
        ...text('search.option.size'),
        read(raws) {
            const range = parseSizeRange(raws[0] ?? '');
            if (!range) {
                throw new UserError({ key: 'search.bad_size', values: { value: raws[0] ?? '' } });
            }
            return range;
        },
    };
}
