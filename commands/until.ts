import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';
import { text, type Param } from './params';
import { parseTime, timeAhead } from './typed-time';

/** When something ends, seen from the time `now`; both milliseconds since 1970. Throws UserError for a time that is over. */
export type Until = (now: number) => number;

/** `30m`, `2h`, `3d`, `2w`, or the beginning of a day in UTC. Throws UserError. */
export function until(summary: MessageKey): Param<Until> {
    return {
        ...text(summary),
        read([raw = ''], name) {
            const typed = parseTime(raw);
            if (!typed) {
                throw new UserError({ key: 'env.bad_time', values: { name, value: raw } });
            }
            return (now) => {
                const at = timeAhead(typed, now);
                if (at <= now) {
                    throw new UserError({ key: 'env.bad.past' });
                }
                return at;
            };
        },
    };
}
