import { command } from './command';
import { choice, optional, text } from './params';
import { searchAnswer } from './search-answer';
import { AUTHOR, GATED, LICENSE, LIMIT, SEARCH_ALIASES, SEARCH_ARGS, TAGGED } from './search-options';
import { suggestRepos } from './suggest-repos';

export const datasetsSearch = command({
    name: 'datasets search',
    aliases: ['datasets list', 'search datasets', 'dataset search', 'dataset list'],
    summary: 'search.datasets.summary',
    example: '/hf datasets search squad --task question-answering',
    args: SEARCH_ARGS,
    options: {
        ...AUTHOR,
        ...TAGGED,
        ...LICENSE,
        size: optional(text('search.option.size_category')),
        sort: optional(choice('search.option.sort', ['downloads', 'likes', 'trending', 'modified'])),
        ...GATED,
        ...LIMIT,
    },
    optionAliases: SEARCH_ALIASES,
    read: true,
    drives: ['dataset-repos'],
    run: (ctx, { args, options: { size, ...options } }) => searchAnswer(ctx, 'dataset', { search: args.query, ...options, sizeCategory: size }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['dataset'] }),
});
