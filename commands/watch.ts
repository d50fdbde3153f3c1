import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { readFilters } from '../flows/watching/read-filters';
import { startWatching, type WatchWish } from '../flows/watching/start-watching';
import { eventsNamed, WATCH_EVENTS, WATCH_MODES, type WatchEvent, type WatchTarget } from '../services/workflows/watching';
import { ruleView } from '../ui/watch-answer-view';
import { whichRepoView } from '../ui/which-repo-view';
import { targetName } from '../ui/watch-view';
import { command } from './command';
import { choice, flag, optional, type Param, repeated, text } from './params';
import { resolveTarget } from './resolve-watch-target';
import { suggestRepos } from './suggest-repos';

/** Events under any of their names. */
const events: Param<readonly WatchEvent[]> = {
    ...text('watch.option.events'),
    choices: WATCH_EVENTS,
    read([raw = '']) {
        const named = eventsNamed(raw);
        if (!named) {
            throw new UserError({ key: 'watch.bad.event', values: { value: raw, choices: WATCH_EVENTS.join(', ') } });
        }
        return named;
    },
};

export const watch = command({
    name: 'watch',
    aliases: ['follow'],
    summary: 'watch.summary',
    example: '/hf watch openai-community/gpt2 --events commits,prs --mode thread',
    args: { target: text('watch.arg.target') },
    options: {
        events: optional(repeated(events)),
        mode: optional(choice('watch.option.mode', WATCH_MODES)),
        branch: optional(repeated(text('watch.option.branch'))),
        author: optional(repeated(text('watch.option.author'))),
        path: optional(repeated(text('watch.option.path'))),
        'show-private': flag('watch.option.show_private'),
    },
    optionAliases: { event: 'events', branches: 'branch', authors: 'author', paths: 'path' },
    read: false,
    drives: ['webhooks'],
    run(ctx, { args, options: { events: named, mode, branch: branches, author: authors, path: paths, 'show-private': showPrivate } }) {
        return watchTyped(ctx, args.target, { events: named && [...new Set(named.flat())], mode, branches, authors, paths, showPrivate });
    },
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['model', 'dataset', 'space'], command: (id) => `watch ${id}` }),
});

async function watchTyped(ctx: Ctx, typed: string, wish: Omit<WatchWish, 'target'>): Promise<Answer> {
    // Before Hugging Face is asked.
    readFilters(wish);
    const resolved = await resolveTarget(ctx, typed);
    if (resolved.kind === 'one') {
        return answer(ruleView(await startWatching(ctx, { ...wish, target: resolved.target }), ctx.lang));
    }
    const choices = resolved.repos.map((target) => ({ id: labelOf(target), value: JSON.stringify({ ...wish, target }) }));
    return answer(whichRepoView({ typed, choices, actionId: 'watch.start' }, ctx.lang));
}

const labelOf = (target: WatchTarget): string => `${target.type} ${targetName(target)}`;
