import { command } from './command';
import { watchListAnswer } from './watch-answers';

export const watchList = command({
    name: 'watch list',
    aliases: ['watches'],
    summary: 'watch.list.summary',
    example: '/hf watch list',
    args: {},
    options: {},
    read: true,
    drives: ['webhooks'],
    run: (ctx) => watchListAnswer(ctx, 0),
});
