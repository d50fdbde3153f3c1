import { orderSpace } from './about-space';
import { command } from './command';
import { text } from './params';
import { suggestSpaces } from './suggest-spaces';

export const spacePause = command({
    name: 'space pause',
    aliases: ['space stop', 'pause space'],
    summary: 'space.pause.summary',
    example: '/hf space pause acme/demo',
    args: { id: text('repo.arg.id') },
    options: {},
    read: false,
    run: (ctx, { args }) => orderSpace(ctx, args.id, (space) => ({ kind: 'pause', space })),
    suggest: suggestSpaces('space pause'),
});
