import type { ListState, RepoPage, RepoSummary } from '../services/discovery';
import { ageNote } from './age-note';
import { button, card } from './blocks';
import { filterWords } from './filter-words';
import type { Reader } from './reader';
import { repoLine } from './repo-line';
import { code, plain } from './text';
import type { Button, Select, View } from './view';

/** A page of search results: a line each, then what can be done with them. */
export function repoListView(page: RepoPage, reader: Reader): View {
    const { state, summaries } = page;
    if (summaries.length === 0) {
        return emptyView(state, reader);
    }
    const lines = summaries.map((repo, index) => `${state.offset + index + 1}. ${repoLine(repo, reader)}`);
    return card({
        text: [title(page, reader), ...lines].join('\n'),
        actions: [choice(page, 'repo.info', reader), choice(page, 'repo.card', reader), choice(page, 'watch.start', reader), ...turns(page, reader)],
        notes: [ageNote(page, reader)],
    });
}

function title({ state, summaries, next, previous }: RepoPage, { lang }: Reader): string {
    const { type, filters, offset } = state;
    const heading = filters.search === undefined ? lang.t('search.title', { type }) : lang.t('search.title_query', { type, query: plain(filters.search) });
    const range = next || previous ? lang.t('search.range', { from: offset + 1, to: offset + summaries.length }) : undefined;
    return [heading, ...filterWords(filters).map(code), range].filter((part) => part !== undefined).join(' · ');
}

function emptyView({ type, filters }: ListState, { lang }: Reader): View {
    const words = filterWords({ ...filters, sort: undefined });
    const what = filters.search === undefined ? lang.t('search.none', { type }) : lang.t('search.none_query', { type, query: plain(filters.search) });
    const hint = words.length > 0 ? lang.t('search.loosen', { filters: lang.list(words.map(code)) }) : lang.t('search.other_words');
    return { text: `${what}\n${hint}` };
}

/** What can be done with one of the list, by action id. */
const CHOICES = { 'repo.info': 'search.choose_info', 'repo.card': 'search.choose_card', 'watch.start': 'watch.choose' } as const;

function choice({ state, summaries }: RepoPage, actionId: keyof typeof CHOICES, { lang }: Reader): Select {
    return {
        type: 'select',
        actionId,
        placeholder: lang.t(CHOICES[actionId]),
        options: summaries.map((repo, index) => ({ value: repoValue(repo), label: `${state.offset + index + 1}. ${repo.id}` })),
    };
}

/** What a click on a repository carries. */
export function repoValue({ type, id }: Pick<RepoSummary, 'type' | 'id'>): string {
    return JSON.stringify({ type, id });
}

function turns({ previous, next }: RepoPage, { lang }: Reader): (Button | undefined)[] {
    return [
        previous && button('list.previous', lang.t('search.previous'), JSON.stringify(previous)),
        next && button('list.next', lang.t('search.next'), JSON.stringify(next)),
    ];
}
