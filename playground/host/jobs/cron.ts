/** How far ahead a matching minute is looked for: `29 2 *` matches once in four years. */
const HORIZON_DAYS = 4 * 366;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const RANGES = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 7]] as const;

/**
 * First minute after `after` that a five-field cron expression names (minute, hour, day, month, weekday; `*`, lists,
 * ranges and steps), in UTC. Undefined when it is no such expression or names no minute.
 */
export function nextCronTime(expression: string, after: number): number | undefined {
    const fields = expression.trim().split(/\s+/);
    const sets = fields.length === 5 ? fields.map((field, at) => parseField(field, RANGES[at] ?? [0, 0])) : [];
    const [minutes, hours] = sets;
    if (!minutes || !hours || sets.some((set) => !set)) {
        return undefined;
    }
    const start = Math.floor(after / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    for (let day = 0; day <= HORIZON_DAYS; day += 1) {
        const midnight = Math.floor(start / DAY_MS) * DAY_MS + day * DAY_MS;
        const hit = matchesDay(fields, sets, new Date(midnight)) ? firstMinute(minutes, hours, { midnight, start }) : undefined;
        if (hit !== undefined) {
            return hit;
        }
    }
    return undefined;
}

function parseField(field: string, [low, high]: readonly [number, number]): Set<number> | undefined {
    const values = new Set<number>();
    for (const part of field.split(',')) {
        const [, range, step = '1'] = /^(\*|\d+(?:-\d+)?)(?:\/(\d+))?$/.exec(part) ?? [];
        if (!range || Number(step) === 0) {
            return undefined;
        }
        const [from, to = from] = range === '*' ? [low, high] : range.split('-').map(Number);
        if (from === undefined || to === undefined || from < low || to > high || from > to) {
            return undefined;
        }
        for (let value = from; value <= to; value += Number(step)) {
            values.add(value);
        }
    }
    return values;
}

/** When both day and weekday are restricted, either is enough. */
function matchesDay(fields: string[], sets: Array<Set<number> | undefined>, date: Date): boolean {
    const day = sets[2]?.has(date.getUTCDate()) ?? false;
    const weekday = sets[4]?.has(date.getUTCDay()) || (date.getUTCDay() === 0 && sets[4]?.has(7)) || false;
    const either = fields[2] !== '*' && fields[4] !== '*';
    return (sets[3]?.has(date.getUTCMonth() + 1) ?? false) && (either ? day || weekday : day && weekday);
}

function firstMinute(minutes: Set<number>, hours: Set<number>, { midnight, start }: { midnight: number; start: number }): number | undefined {
    for (let minute = 0; minute < 24 * 60; minute += 1) {
        const time = midnight + minute * MINUTE_MS;
        if (time >= start && hours.has(Math.floor(minute / 60)) && minutes.has(minute % 60)) {
            return time;
        }
    }
    return undefined;
}
