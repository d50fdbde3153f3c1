import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';
import { text, type Param } from './params';

/** A point in time as people type it: so far from now, `2h`, or a day, `2026-12-01`. */
export type TypedTime = { readonly kind: 'span'; readonly ms: number } | { readonly kind: 'day'; readonly at: number };

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30m`, `2h`, `3d`, `2w`, or a day as `2026-12-01`. Whether it lies ahead or back is for the command to say. */
export function time(summary: MessageKey): Param<TypedTime> {
    return {
        ...text(summary),
        read([raw = ''], name) {
            const typed = spanOf(raw) ?? dayOf(raw);
            if (!typed) {
                throw new UserError({ key: 'env.bad_time', values: { name, value: raw } });
            }
            return typed;
        },
    };
}

/** Milliseconds since 1970; a day counts from its beginning, UTC. */
export const timeAhead = (typed: TypedTime, now: number): number => (typed.kind === 'span' ? now + typed.ms : typed.at);

/** The same, looking back. */
export const timeAgo = (typed: TypedTime, now: number): number => (typed.kind === 'span' ? now - typed.ms : typed.at);

function spanOf(raw: string): TypedTime | undefined {
    const [, count = '', unit = ''] = /^(\d{1,4})([mhdw])$/i.exec(raw) ?? [];
    const size = UNITS[unit.toLowerCase()];
    return size === undefined || Number(count) === 0 ? undefined : { kind: 'span', ms: Number(count) * size };
}

/** The 30th of February would be taken for a day in March. */
function dayOf(raw: string): TypedTime | undefined {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(raw) ? Date.parse(raw) : NaN;
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(raw) ? { kind: 'day', at } : undefined;
}
