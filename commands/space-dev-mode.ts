import { orderSpace } from './about-space';
import { command } from './command';
import { choice, text } from './params';
import { suggestSpaces } from './suggest-spaces';

/** For PRO users and paid organisations. */
export const spaceDevMode = command({
    name: 'space dev-mode',
    aliases: ['space devmode'],
    summary: 'space.dev.summary',
    example: '/hf space dev-mode acme/demo on',
    args: { id: text('repo.arg.id'), state: choice('space.dev.arg.state', ['on', 'off']) },
    options: {},
    read: false,
    run: (ctx, { args: { id, state } }) => orderSpace(ctx, id, (space) => ({ kind: 'dev-mode', space, enabled: state === 'on' })),
    suggest: suggestSpaces('space dev-mode'),
});
