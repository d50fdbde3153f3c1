import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { RoomChange, RoomSwitches } from '../../persistence';

/** Times as they are typed; one that is not given stays. */
export interface TypedTimes {
    readonly digest: string | undefined;
    readonly quiet: string | undefined;
    readonly timeZone: string | undefined;
}

type TimesChange = Pick<RoomChange, 'digestAt' | 'quietFrom' | 'quietTo' | 'timeZone'>;

/** Goes back to what holds where nothing is set. */
const isOff = (typed: string): boolean => typed.toLowerCase() === 'off';

/** Throws UserError for what is no time, no hours or no zone. */
export function readTimes({ digest, quiet, timeZone }: TypedTimes): TimesChange {
    return {
        ...(digest !== undefined && { digestAt: isOff(digest) ? null : timeOfDay(digest) }),
        ...(quiet !== undefined && (isOff(quiet) ? { quietFrom: null, quietTo: null } : quietHours(quiet))),
        ...(timeZone !== undefined && { timeZone: isOff(timeZone) ? null : zone(timeZone) }),
    };
}

export const changesTimes = (change: TimesChange): boolean => Object.keys(change).length > 0;

/** For whoever manages the room. Throws UserError. */
export async function setRoomTimes(ctx: Ctx, change: TimesChange): Promise<RoomSwitches> {
    if (!(await ctx.isRoomManager())) {
        throw new UserError({ key: 'watch.managers_only' });
    }
    return ctx.stores.roomSettings.set(ctx.room.id, change, ctx.user.id);
}

/** `9:00` is `09:00`. */
function timeOfDay(typed: string): string {
    const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})$/.exec(typed.trim()) ?? [];
    if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) {
        throw new UserError({ key: 'watch.bad.time', values: { value: typed } });
    }
    return `${hours.padStart(2, '0')}:${minutes}`;
}

/** Phones write a longer dash. */
function quietHours(typed: string): Pick<TimesChange, 'quietFrom' | 'quietTo'> {
    const [from, to, ...more] = typed.split(/[-–—]/);
    const hours = from !== undefined && to !== undefined && more.length === 0 ? { quietFrom: timeOfDay(from), quietTo: timeOfDay(to) } : undefined;
    if (!hours || hours.quietFrom === hours.quietTo) {
        throw new UserError({ key: 'watch.bad.quiet', values: { value: typed } });
    }
    return hours;
}

/** As the zone's list spells it. */
function zone(typed: string): string {
    try {
        return new Intl.DateTimeFormat('en', { timeZone: typed.trim() }).resolvedOptions().timeZone;
    } catch (error) {
        if (error instanceof RangeError) {
            throw new UserError({ key: 'watch.bad.zone', values: { value: typed } });
        }
        throw error;
    }
}
