import type { Ctx } from '../../context/ctx';
import { episodesOf } from '../../services/workflows/monitor';
import type { ShownMonitor } from '../../ui/monitor-view';
import { isDoubtful } from './monitor-record';
import type { Monitor } from './monitors';

/** What views need to know of a monitor. */
export function shownMonitor({ settings }: Pick<Ctx, 'settings'>, { id, wish, rules, madeAt, mutedUntil, stoppedBy, memory }: Monitor): ShownMonitor {
    return {
        id, rules, madeAt, mutedUntil, stoppedBy,
        space: wish.space,
        hubUrl: settings.hubUrl,
        notify: wish.notify,
        username: wish.username,
        trouble: memory && !isDoubtful(memory) ? memory.trouble : undefined,
        nextAt: memory?.nextAt,
        samples: memory?.history.samples ?? [],
        episodes: memory ? episodesOf(memory.history, rules) : [],
        lastError: memory?.lastError,
    };
}
