import { answer } from '../context/answer';
import { whichRepoView } from '../ui/which-repo-view';
import { command } from './command';
import { fallback, flag, integer, text } from './params';
import { resolveRepo } from './resolve-repo';
import { DEFAULT_TAIL, followAnswer, MAX_TAIL, spaceLogsAnswer } from './space-logs-answer';
import { suggestRepos } from './suggest-repos';

export const spaceLogs = command({
    name: 'space logs',
    aliases: ['logs'],
    summary: 'logs.summary',
    example: '/hf space logs acme/demo --tail 100',
    args: { space: text('logs.arg.space') },
    options: {
        tail: fallback(integer('logs.option.tail', { min: 1, max: MAX_TAIL }), DEFAULT_TAIL),
        build: flag('logs.option.build'),
        follow: flag('logs.option.follow'),
    },
    read: true,
    drives: ['space-repos'],
    async run(ctx, { args, options: { tail, build, follow } }) {
        const resolved = await resolveRepo(ctx, args.space, 'space');
        const kind = build ? 'build' : 'run';
        if (resolved.kind === 'one') {
            const { id } = resolved.repo;
            return follow ? followAnswer(ctx, { id, kind }) : spaceLogsAnswer(ctx, { id, kind, tail });
        }
        const choices = resolved.repos.map(({ id }) => ({ id, value: JSON.stringify({ id, kind }) }));
        return answer(whichRepoView({ typed: args.space, choices, actionId: follow ? 'logs.follow' : 'space.logs' }, ctx.lang), { candidates: resolved.repos });
    },
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['space'], command: (id) => `space logs ${id}` }),
});
