import { orderSpace } from './about-space';
import { command } from './command';
import { text } from './params';
import { sleepTime } from './sleep-time';
import { suggestSpaces } from './suggest-spaces';

export const spaceSleep = command({
    name: 'space sleep',
    aliases: ['space sleep-time'],
    summary: 'space.sleep.summary',
    example: '/hf space sleep acme/demo 2h',
    args: { id: text('repo.arg.id'), time: sleepTime('space.sleep.arg.time') },
    options: {},
    read: false,
    run: (ctx, { args: { id, time } }) => orderSpace(ctx, id, (space) => ({ kind: 'sleep', space, seconds: time })),
    suggest: suggestSpaces('space sleep'),
});
