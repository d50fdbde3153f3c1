import { orderSpace } from './about-space';
import { command } from './command';
import { flag, text } from './params';
import { suggestSpaces } from './suggest-spaces';

/** The stages that follow are told in the room. */
export const spaceRestart = command({
    name: 'space restart',
    aliases: ['space start', 'restart space'],
    summary: 'space.restart.summary',
    example: '/hf space restart acme/demo --factory',
    args: { id: text('repo.arg.id') },
    options: { factory: flag('space.restart.option.factory') },
    read: false,
    drives: ['space-hardware'],
    run: (ctx, { args, options: { factory } }) => orderSpace(ctx, args.id, (space) => ({ kind: 'restart', space, factory })),
    suggest: suggestSpaces('space restart'),
});
