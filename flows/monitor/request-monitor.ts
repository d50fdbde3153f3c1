import type { Ctx } from '../../context/ctx';
import { UserError, UserQuestion } from '../../context/user-error';
import { spaceInfo } from '../../services/hub';
import { type Alert, ALERTS, LOAD_ALERTS } from '../../services/workflows/monitor';
import { findRecipient } from './find-recipient';
import type { Notify } from './monitor-record';
import { type Monitor, type MonitorWish, monitorId, monitorsOfRoom, readMonitor, setMonitor } from './monitors';

/** A room watches so many Spaces at most: each has a card that moves, and costs requests every minute. */
const MOST = 20;
const DEFAULTS = { threshold: 90, forMs: 2 * 60_000 } as const;

/** What somebody wants; what is left out stays as it is, or is as usual. */
export interface TypedMonitor {
    /** `owner/name`. */
    readonly space: string;
    readonly alerts?: readonly Alert[] | undefined;
    readonly threshold?: number | undefined;
    /** At most `LONGEST_FOR_MS`. */
    readonly forMs?: number | undefined;
    /** `@user`, `#room` or `here`. */
    readonly notify?: string | undefined;
    /** Also where everybody sees how a private Space is. */
    readonly shown?: boolean | undefined;
}

/** Makes or changes the room's monitor of this Space. Throws UserError, and a UserQuestion where it would show more than everybody may see. */
export async function requestMonitor(ctx: Ctx, typed: TypedMonitor): Promise<MonitorWish> {
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'monitor.bad.signed_out' });
    }
    const { value: { id: space, sdk, private: hidden } } = await spaceInfo(ctx.hub, { id: typed.space });
    const before = await readMonitor(ctx, monitorId(ctx.room.id, space));
    await checkRoom(ctx, before);
    const wish = wishOf(ctx, { typed, before, space, isStatic: sdk === 'static' });
    const recipient = typed.notify === undefined ? undefined : await findRecipient(ctx, typed.notify);
    if (hidden !== false && typed.shown !== true && (ctx.room.public || recipient?.public === true)) {
        throw question(typed, space);
    }
    const complete = { ...wish, notify: recipient?.notify ?? wish.notify };
    await setMonitor(ctx, complete, ctx.user.id);
    return complete;
}

async function checkRoom(ctx: Ctx, before: Monitor | undefined): Promise<void> {
    const n = before ? 0 : (await monitorsOfRoom(ctx, ctx.room.id)).length;
    if (n >= MOST) {
        throw new UserError({ key: 'monitor.bad.many', values: { n } });
    }
}

interface Asked {
    readonly typed: TypedMonitor;
    readonly before: Monitor | undefined;
    readonly space: string;
    readonly isStatic: boolean;
}

function wishOf({ room, user }: Ctx, { typed, before, space, isStatic }: Asked): MonitorWish {
    const alerts = ALERTS.filter((alert) => (typed.alerts ?? before?.wish.alerts ?? (isStatic ? ['stage'] : ALERTS)).includes(alert));
    const forMs = typed.forMs ?? before?.wish.forMs ?? DEFAULTS.forMs;
    if (isStatic && alerts.some((alert) => alert !== 'stage')) {
        throw new UserError({ key: 'monitor.bad.static', values: { space } });
    }
    if (typed.threshold !== undefined && !alerts.some((alert) => LOAD_ALERTS.some((load) => load === alert))) {
        throw new UserError({ key: 'monitor.bad.threshold' });
    }
    const notify: Notify = before?.wish.notify ?? { to: 'here' };
    return { roomId: room.id, space, alerts, threshold: typed.threshold ?? before?.wish.threshold ?? DEFAULTS.threshold, forMs, notify, ...(typed.shown === true && { shown: true }), username: user.username };
}

function question(typed: TypedMonitor, space: string): UserQuestion {
    return new UserQuestion(
        { key: 'monitor.private', values: { space } },
        { actionId: 'monitor.set', value: JSON.stringify({ ...typed, shown: true }), label: { key: 'monitor.private.button' } },
        { key: 'monitor.private.hint' },
    );
}
