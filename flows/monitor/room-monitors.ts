import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { HUB_HOSTS, parseRepoRef } from '../../services/hub';
import { type Monitor, monitorsOfRoom, muteMonitor, readMonitor, stopMonitor } from './monitors';

const MUTE_MS = 60 * 60_000;

/** Those of a room that go on, the oldest first. A round trip, and one for each. */
export async function roomMonitors(ctx: Pick<Ctx, 'stores'>, roomId: string): Promise<Monitor[]> {
    const monitors = await Promise.all((await monitorsOfRoom(ctx, roomId)).map((id) => readMonitor(ctx, id)));
    return monitors.filter((monitor) => monitor !== undefined).filter(({ stoppedBy }) => stoppedBy === undefined);
}

/** Stops the room's monitor of the Space that was typed: `owner/name`, its link, or the name alone. Hugging Face, which may not have it any more, is not asked. Throws UserError. */
export async function stopInRoom(ctx: Ctx, typed: string): Promise<Monitor> {
    const wanted = (parseRepoRef(typed, 'space', [...HUB_HOSTS, new URL(ctx.settings.hubUrl).host])?.id ?? typed).toLowerCase();
    const monitor = (await roomMonitors(ctx, ctx.room.id)).find(({ wish: { space } }) => space.toLowerCase() === wanted || space.toLowerCase().endsWith(`/${wanted}`));
    if (!monitor) {
        throw new UserError({ key: 'monitor.bad.none', values: { space: typed } });
    }
    await stopMonitor(ctx, monitor.id, { username: ctx.user.username, by: ctx.user.id });
    return monitor;
}

/** For whoever may read the room that has it. Throws UserError. */
export async function stopById(ctx: Ctx, id: string): Promise<Monitor> {
    const monitor = await requireMonitor(ctx, id, ({ wish }) => [wish.roomId]);
    await stopMonitor(ctx, id, { username: ctx.user.username, by: ctx.user.id });
    return monitor;
}

/** Also for whoever reads its alerts elsewhere. Throws UserError. */
export async function muteById(ctx: Ctx, id: string): Promise<Monitor> {
    const monitor = await requireMonitor(ctx, id, ({ wish: { roomId, notify } }) => (notify.to === 'room' ? [roomId, notify.id] : [roomId]));
    await muteMonitor(ctx, id, { until: ctx.clock() + MUTE_MS, by: ctx.user.id });
    return monitor;
}

/** It does not say whether there is one that the caller may not see. */
async function requireMonitor(ctx: Ctx, id: string, roomsOf: (monitor: Monitor) => readonly string[]): Promise<Monitor> {
    const monitor = await readMonitor(ctx, id);
    const readable = await Promise.all((monitor ? roomsOf(monitor) : []).map((roomId) => ctx.workspace.mayRead(roomId)));
    if (!monitor || monitor.stoppedBy !== undefined || !readable.includes(true)) {
        throw new UserError({ key: 'monitor.bad.gone' });
    }
    return monitor;
}
