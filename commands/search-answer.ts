import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { checkFilters, firstPage, repoPage, type ListState, type RepoFilters, type UnknownValue } from '../services/discovery';
import type { RepoType } from '../services/hub';
import { repoListView } from '../ui/repo-list-view';

/** A longer text is not the name of anything. */
const MAX_QUERY = 200;

/** The first page of a search. Throws UserError for a value that the Hub's tag list does not have. */
export async function searchAnswer(ctx: Ctx, type: RepoType, filters: RepoFilters): Promise<Answer> {
    const checked = await checkFilters(ctx.hub, type, { ...filters, search: filters.search?.slice(0, MAX_QUERY) });
    if (!checked.ok) {
        throw unknownValue(checked.unknown);
    }
    return listAnswer(ctx, firstPage(type, checked.filters));
}

/** Any page of a list. */
export async function listAnswer(ctx: Ctx, state: ListState): Promise<Answer> {
    const page = await repoPage(ctx.hub, state);
    return answer(repoListView(page, { lang: ctx.lang, now: ctx.clock() }), { items: page.records, hasMore: page.next !== undefined, ageMs: page.ageMs, stale: page.stale });
}

function unknownValue({ filter, value, suggestions }: UnknownValue): UserError {
    const option = filter === 'sizeCategory' ? 'size' : filter;
    return new UserError(
        { key: 'search.unknown_value', values: { option, value } },
        suggestions.length > 0 ? { key: 'search.similar_values', values: { suggestions: suggestions.join(', ') } } : undefined,
    );
}
