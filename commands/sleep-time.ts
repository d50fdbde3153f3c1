import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';
import { text, type Param } from './params';
import { parseTime } from './typed-time';

const NEVER = 'never';
const MIN_MS = 60_000;
const MAX_MS = 366 * 86_400_000;

/** How long without visitors before a Space sleeps: `30m`, `2h`, `3d`, `never`. Seconds, null for never. Throws UserError. */
export function sleepTime(summary: MessageKey): Param<number | null> {
    return {
        ...text(summary),
        read([raw = '']) {
            if (raw.toLowerCase() === NEVER) {
                return null;
            }
            const typed = parseTime(raw);
            if (typed?.kind !== 'span' || typed.ms < MIN_MS || typed.ms > MAX_MS) {
                throw new UserError({ key: 'space.sleep.bad', values: { value: raw } });
            }
            return typed.ms / 1000;
        },
    };
}
