import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';
import { text, type Param } from './params';

/** How far to look back, as it was typed and as a time at the time `now`. */
export type Since = (now: number) => number;

const UNITS: Readonly<Record<string, number>> = { h: 60 * 60_000, d: 24 * 60 * 60_000, w: 7 * 24 * 60 * 60_000 };

/** `24h`, `7d`, `2w`, or a day in UTC. Both times are milliseconds since 1970; one that is still to come is refused. Throws UserError. */
export function since(summary: MessageKey): Param<Since> {
    return { ...text(summary), read: (raws) => parseSince(raws[0] ?? '') };
}

function parseSince(raw: string): Since {
    const [, count, unit = ''] = /^(\d{1,4})([hdw])$/i.exec(raw) ?? [];
    const length = UNITS[unit.toLowerCase()];
    if (count !== undefined && length !== undefined) {
        return (now) => Math.max(0, now - Number(count) * length);
    }
    const day = parseDay(raw);
    return (now) => {
        if (day > now) {
            throw new UserError({ key: 'audit.future_since', values: { value: raw } });
        }
        return day;
    };
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function parseDay(raw: string): number {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(raw) ? Date.parse(raw) : NaN;
    if (!(at >= 0) || new Date(at).toISOString().slice(0, 10) !== raw) {
        throw new UserError({ key: 'audit.bad_since', values: { value: raw } });
    }
    return at;
}
