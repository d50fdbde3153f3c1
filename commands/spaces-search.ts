import { command } from './command';
import { choice, optional } from './params';
import { searchAnswer } from './search-answer';
import { AUTHOR, LICENSE, LIMIT, SEARCH_ALIASES, SEARCH_ARGS } from './search-options';
import { suggestRepos } from './suggest-repos';

export const spacesSearch = command({
    name: 'spaces search',
    aliases: ['spaces list', 'search spaces', 'space search'],
    summary: 'search.spaces.summary',
    example: '/hf spaces search whisper --sdk gradio',
    args: SEARCH_ARGS,
    options: {
        ...AUTHOR,
        ...LICENSE,
        sdk: optional(choice('search.option.sdk', ['gradio', 'docker', 'static', 'streamlit'])),
        // Spaces are not downloaded.
        sort: optional(choice('search.option.sort', ['likes', 'trending', 'modified'])),
        ...LIMIT,
    },
    optionAliases: SEARCH_ALIASES,
    read: true,
    drives: ['space-repos'],
    run: (ctx, { args, options }) => searchAnswer(ctx, 'space', { search: args.query, ...options }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['space'] }),
});
