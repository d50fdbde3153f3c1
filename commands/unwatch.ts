import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { stoppable, stopWatching } from '../flows/watching/change-watch';
import { watchesHere, watchesNamed } from '../flows/watching/find-watch';
import { stopAllView, whichWatchView } from '../ui/watch-answer-view';
import { targetName } from '../ui/watch-view';
import { stoppedAnswer } from './watch-answers';
import { command, type Suggestion } from './command';
import { flag, optional, text } from './params';

export const unwatch = command({
    name: 'unwatch',
    aliases: ['unfollow'],
    summary: 'watch.unwatch.summary',
    example: '/hf unwatch openai-community/gpt2',
    args: { target: optional(text('watch.arg.watched')) },
    options: { all: flag('watch.option.all') },
    read: false,
    drives: ['webhooks'],
    async run(ctx, { args, options }) {
        if (options.all) {
            const { mine, all } = await stoppable(ctx);
            return answer(stopAllView({ mine: mine.length, all }, ctx.lang));
        }
        if (args.target === undefined) {
            throw new UserError({ key: 'watch.unwatch.missing' }, { key: 'watch.see_list' });
        }
        return unwatchTyped(ctx, args.target);
    },
    suggest: suggestWatched,
});

async function unwatchTyped(ctx: Ctx, typed: string): Promise<Answer> {
    const [watch, ...others] = watchesNamed(await watchesHere(ctx), typed);
    if (!watch) {
        throw new UserError({ key: 'watch.not_watched', values: { target: typed } }, { key: 'watch.see_list' });
    }
    if (others.length > 0) {
        return answer(whichWatchView([watch, ...others], ctx.lang));
    }
    await stopWatching(ctx, watch);
    return stoppedAnswer(ctx, watch);
}

/** Completes what the room watches; nothing once it is typed. */
async function suggestWatched(ctx: Ctx, [start = '', ...more]: readonly string[]): Promise<Suggestion[]> {
    if (more.length > 0 || start.startsWith('--')) {
        return [];
    }
    const names = [...new Set((await watchesHere(ctx)).map(({ target }) => targetName(target)))];
    return names.filter((name) => name.toLowerCase().includes(start.toLowerCase())).map((name) => ({ label: name, command: `unwatch ${name}` }));
}
