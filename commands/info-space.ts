import { aboutRepo } from './about-repo';
import { command } from './command';
import { infoAnswer } from './info-answer';
import { text } from './params';
import { suggestRepos } from './suggest-repos';

export const infoSpace = command({
    name: 'info space',
    aliases: ['space info'],
    summary: 'info.space.summary',
    example: '/hf info space gradio/hello_world',
    args: { id: text('repo.arg.id') },
    options: {},
    read: true,
    drives: ['space-repos', 'space-hardware', 'discussions'],
    run: (ctx, { args }) => aboutRepo(ctx, args.id, { type: 'space', actionId: 'repo.info', show: infoAnswer }),
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['space'] }),
});
