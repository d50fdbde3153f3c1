import type { Ctx } from '../../context/ctx';
import { episodesOf } from '../../services/workflows/monitor';
import type { ShownMonitor } from '../../ui/monitor-view';
import { isDoubtful } from './monitor-record';
import type { Monitor } from './monitors';

/** What views need to know of a monitor; nothing of what it saw while that is not for everybody who reads them. */
export function shownMonitor({ settings }: Pick<Ctx, 'settings'>, { id, wish, rules, madeAt, mutedUntil, stoppedBy, memory }: Monitor): ShownMonitor {
    const told = memory?.trouble === 'private' ? undefined : memory;
    return {
        id, rules, madeAt, mutedUntil, stoppedBy,
        space: wish.space,
        hubUrl: settings.hubUrl,
        notify: wish.notify,
        username: wish.username,
        trouble: memory && !isDoubtful(memory) ? memory.trouble : undefined,
        nextAt: memory?.nextAt,
        samples: told?.history.samples ?? [],
        episodes: told ? episodesOf(told.history, rules) : [],
        lastError: told?.lastError,
    };
}
