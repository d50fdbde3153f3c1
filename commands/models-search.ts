import { command } from './command';
import { choice, flag, optional } from './params';
import { searchAnswer } from './search-answer';
import { AUTHOR, GATED, LICENSE, LIMIT, SEARCH_ALIASES, SEARCH_ARGS, sizeRange, TAGGED } from './search-options';
import { suggestRepos } from './suggest-repos';

export const modelsSearch = command({
    name: 'models search',
    aliases: ['models list', 'search models', 'model search', 'model list'],
    summary: 'search.models.summary',
    example: '/hf models search bert --task fill-mask --sort downloads',
    args: SEARCH_ARGS,
    options: {
        ...AUTHOR,
        ...TAGGED,
        ...LICENSE,
        size: optional(sizeRange()),
        sort: optional(choice('search.option.sort', ['downloads', 'likes', 'trending', 'modified'])),
        ...GATED,
        inference: flag('search.option.inference'),
        ...LIMIT,
    },
    optionAliases: SEARCH_ALIASES,
    read: true,
    drives: ['model-repos', 'inference-providers'],
    run: (ctx, { args, options }) => searchAnswer(ctx, 'model', { search: args.query, ...options }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['model'] }),
});
