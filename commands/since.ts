import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';
import { text, type Param } from './params';
import { parseTime, timeAgo } from './typed-time';

/** How far to look back from the time `now`; both milliseconds since 1970. Throws UserError for a time that is still to come. */
export type Since = (now: number) => number;

/** `30m`, `24h`, `7d`, `2w`, or a day in UTC. Throws UserError. */
export function since(summary: MessageKey): Param<Since> {
    return {
        ...text(summary),
        read([raw = '']) {
            const typed = parseTime(raw);
            if (!typed) {
                throw new UserError({ key: 'audit.bad_since', values: { value: raw } });
            }
            return (now) => {
                const at = timeAgo(typed, now);
                if (at > now) {
                    throw new UserError({ key: 'audit.future_since', values: { value: raw } });
                }
                return Math.max(0, at);
            };
        },
    };
}
