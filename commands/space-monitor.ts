import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { requestMonitor, type TypedMonitor } from '../flows/monitor/request-monitor';
import { stopInRoom } from '../flows/monitor/room-monitors';
import { ALERTS, LONGEST_FOR_MS } from '../services/workflows/monitor';
import { monitorSetView } from '../ui/monitor-view';
import { plain } from '../ui/text';
import { whichRepoView } from '../ui/which-repo-view';
import { command } from './command';
import { choice, flag, integer, optional, repeated, text } from './params';
import { resolveRepo } from './resolve-repo';
import { suggestRepos } from './suggest-repos';
import { parseTime } from './typed-time';

export const spaceMonitor = command({
    name: 'space monitor',
    aliases: ['monitor'],
    summary: 'monitor.summary',
    example: '/hf space monitor acme/demo --alerts cpu,stage --threshold 90 --notify @carol',
    args: { id: text('monitor.arg.id') },
    options: {
        alerts: repeated(choice('monitor.option.alerts', ALERTS)),
        threshold: optional(integer('monitor.option.threshold', { min: 1, max: 100 })),
        for: optional(text('monitor.option.for')),
        notify: optional(text('monitor.option.notify')),
        off: flag('monitor.option.off'),
        'show-private': flag('monitor.option.show_private'),
    },
    read: false,
    drives: ['space-repos'],
    async run(ctx, { args: { id }, options: { off, alerts, threshold, notify, for: time, 'show-private': shown } }) {
        if (!off) {
            return monitorAnswer(ctx, { space: id, threshold, notify, shown, ...(alerts.length > 0 && { alerts }), ...(time !== undefined && { forMs: spanOf(time) }) });
        }
        if (alerts.length > 0 || [threshold, notify, time].some((given) => given !== undefined)) {
            throw new UserError({ key: 'monitor.bad.off' });
        }
        const { wish } = await stopInRoom(ctx, id);
        return answer({ text: ctx.lang.t('monitor.stopping', { space: plain(wish.space) }) });
    },
    suggest: (ctx, typed) => suggestRepos(ctx, typed, { types: ['space'], command: (id) => `space monitor ${id}` }),
});

function spanOf(typed: string): number {
    const time = parseTime(typed);
    if (time?.kind !== 'span' || time.ms > LONGEST_FOR_MS) {
        throw new UserError({ key: 'monitor.bad.for', values: { value: typed } });
    }
    return time.ms;
}

/** Makes or changes the monitor; asks first when the name means several Spaces. */
export async function monitorAnswer(ctx: Ctx, typed: TypedMonitor): Promise<Answer> {
    const resolved = await resolveRepo(ctx, typed.space, 'space');
    if (resolved.kind === 'many') {
        const choices = resolved.repos.map(({ id }) => ({ id, value: JSON.stringify({ ...typed, space: id }) }));
        return answer(whichRepoView({ typed: typed.space, choices, actionId: 'monitor.set' }, ctx.lang));
    }
    if (resolved.repo.type !== 'space') {
        throw new UserError({ key: 'monitor.bad.not_space', values: { id: resolved.repo.id } });
    }
    return answer(monitorSetView(await requestMonitor(ctx, { ...typed, space: resolved.repo.id }), ctx.lang));
}
