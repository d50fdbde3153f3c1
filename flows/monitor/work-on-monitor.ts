import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { episodesOf, merged, type MonitorRules, withSamples } from '../../services/workflows/monitor';
import { type Look, lookAtSpace } from './look';
import { isOver, type Memory, type Trouble } from './monitor-record';
import { forgetMonitor, type Monitor, readMonitor, remember } from './monitors';
import { closeCard, destination, presentMonitor } from './present-monitor';

const CALM_MS = 60_000;
/** While something is the matter. */
const ALERT_MS = 30_000;
const LONGEST_BACK_OFF_MS = 15 * 60_000;
/** Until somebody has signed in again, or has got their rights back. */
const PAUSE_MS = 60 * 60_000;

/**
 * Looks at a monitor's Space when it is time, and shows what there is to show. It is run by the one server that claimed the work, again
 * and again: what was seen is written down before anything is said of it, and everything is said once. Returns when to look again,
 * milliseconds since 1970; undefined when the monitor has ended.
 */
export async function workOnMonitor(job: JobCtx, id: string): Promise<number | undefined> {
    const monitor = await readMonitor(job, id);
    if (!monitor) {
        return undefined;
    }
    const room = await job.inRoom(monitor.wish.roomId);
    if (!room || monitor.stoppedBy !== undefined) {
        return end(job, room, monitor);
    }
    const seen = await see(job, room, monitor);
    if (isOver(seen.memory)) {
        return end(job, room, seen);
    }
    await presentMonitor(job, room, seen);
    return seen.memory.nextAt;
}

/** The card says so, where it can. */
async function end(job: JobCtx, room: Ctx | undefined, monitor: Monitor): Promise<undefined> {
    if (room) {
        try {
            await closeCard(job, room, monitor);
        } catch (error) {
            logFailure(job.log, error, monitor.id.slice(0, 8));
        }
    }
    await forgetMonitor(job, monitor);
    return undefined;
}

type Seen = Monitor & { readonly memory: Memory };

/** A click wakes the job as well, which then has nothing to look at yet. New rules are an occasion. */
async function see(job: JobCtx, room: Ctx, monitor: Monitor): Promise<Seen> {
    const { memory, rules } = monitor;
    const now = Math.max(job.clock(), rules.since);
    if (memory && memory.lookedAt >= rules.since && now < memory.nextAt) {
        return { ...monitor, memory };
    }
    const look = await lookAtSpace(job, monitor, { now, public: room.room.public || (await destination(job, room, monitor)).ctx.room.public });
    const next = memoryAfter(look, monitor, now);
    await remember(job, monitor, next);
    return { ...monitor, memory: next };
}

function memoryAfter({ sample, trouble, reopensAt, log }: Look, { memory, rules }: Monitor, now: number): Memory {
    const history = withSamples(memory?.history ?? merged([], rules), sample ? [sample] : [], rules);
    const failures = trouble === undefined ? 0 : trouble === memory?.trouble ? memory.failures + 1 : 1;
    return {
        history,
        lookedAt: now,
        nextAt: Math.max(now + pauseMs(trouble, failures, isAlert(history, rules)), reopensAt ?? 0),
        failures,
        trouble,
        logReadTo: log?.logReadTo ?? memory?.logReadTo,
        lastError: log?.lastError ?? memory?.lastError,
    };
}

const isAlert = (history: Memory['history'], rules: MonitorRules): boolean => episodesOf(history, rules).some(({ endedAt }) => endedAt === undefined);

function pauseMs(trouble: Trouble | undefined, failures: number, alert: boolean): number {
    switch (trouble) {
        case 'silent':
            return Math.min(CALM_MS * 2 ** failures, LONGEST_BACK_OFF_MS);
        case 'signed-out':
        case 'no-rights':
            return PAUSE_MS;
        default:
            return alert ? ALERT_MS : CALM_MS;
    }
}
