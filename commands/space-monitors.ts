import { answer } from '../context/answer';
import { roomMonitors } from '../flows/monitor/room-monitors';
import { shownMonitor } from '../flows/monitor/shown-monitor';
import { monitorListView } from '../ui/monitor-list-view';
import type { ShownMonitor } from '../ui/monitor-view';
import { command } from './command';

export const spaceMonitors = command({
    name: 'space monitors',
    aliases: ['monitors'],
    summary: 'monitor.list.summary',
    example: '/hf space monitors',
    args: {},
    options: {},
    read: true,
    drives: ['space-repos'],
    async run(ctx) {
        const shown = (await roomMonitors(ctx, ctx.room.id)).map((monitor) => shownMonitor(ctx, monitor));
        return answer(monitorListView(shown, ctx.lang), { monitors: shown.map(monitorData) });
    },
});

const iso = (at: number): string => new Date(at).toISOString();

function monitorData({ space, rules, notify, username, madeAt, mutedUntil, trouble, samples, episodes }: ShownMonitor): object {
    const last = samples.at(-1);
    return {
        space,
        alerts: rules.alerts,
        threshold: rules.threshold,
        forSeconds: rules.forMs / 1000,
        notify: notify.to === 'user' ? `@${notify.username}` : notify.to === 'room' ? `#${notify.name}` : 'here',
        by: username,
        since: iso(madeAt),
        mutedUntil: mutedUntil === 0 ? null : iso(mutedUntil),
        trouble: trouble ?? null,
        stage: last?.stage ?? null,
        cpuPercent: last?.cpu ?? null,
        memoryPercent: last?.memory ?? null,
        open: episodes.filter(({ endedAt }) => endedAt === undefined).map(({ concern, since }) => ({ concern, since: iso(since) })),
    };
}
