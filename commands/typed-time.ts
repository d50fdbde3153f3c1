/** A point in time as people type it: so far from now, or a day in UTC, milliseconds since 1970. */
export type TypedTime = { readonly kind: 'span'; readonly ms: number } | { readonly kind: 'day'; readonly at: number };

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30m`, `2h`, `3d`, `2w`, or a day as `2026-12-01`; undefined for anything else. */
export function parseTime(raw: string): TypedTime | undefined {
    const [, count, unit = ''] = /^(\d{1,4})([mhdw])$/i.exec(raw) ?? [];
    const size = UNITS[unit.toLowerCase()];
    return size === undefined ? parseDay(raw) : { kind: 'span', ms: Number(count) * size };
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function parseDay(raw: string): TypedTime | undefined {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(raw) ? Date.parse(raw) : NaN;
    return at >= 0 && new Date(at).toISOString().startsWith(raw) ? { kind: 'day', at } : undefined;
}

/** Looking forward from `now`; both milliseconds since 1970. A day counts from its beginning. */
export const timeAhead = (typed: TypedTime, now: number): number => (typed.kind === 'span' ? now + typed.ms : typed.at);

/** The same, looking back. */
export const timeAgo = (typed: TypedTime, now: number): number => (typed.kind === 'span' ? now - typed.ms : typed.at);
