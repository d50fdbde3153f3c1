import { aboutSpace } from './about-space';
import { command } from './command';
import { text } from './params';
import { spaceStatusAnswer } from './space-answers';
import { suggestSpaces } from './suggest-spaces';

export const spaceStatus = command({
    name: 'space status',
    aliases: ['status space'],
    summary: 'space.status.summary',
    example: '/hf space status acme/demo',
    args: { id: text('repo.arg.id') },
    options: {},
    read: true,
    drives: ['space-hardware'],
    run: (ctx, { args }) => aboutSpace(ctx, args.id, { actionId: 'space.refresh', show: (space) => spaceStatusAnswer(ctx, space) }),
    suggest: suggestSpaces('space status'),
});
