import type { Timestamp as TimestampNode } from '@rocket.chat/message-parser';
import { useEffect, useState } from 'react';

type Format = TimestampNode['value']['format'];

const FORMATS: Record<Exclude<Format, 'R'>, Intl.DateTimeFormatOptions> = {
    t: { timeStyle: 'short' }, T: { timeStyle: 'medium' }, d: { dateStyle: 'short' }, D: { dateStyle: 'long' },
    f: { dateStyle: 'long', timeStyle: 'short' }, F: { dateStyle: 'full', timeStyle: 'short' },
};

/** Seconds, largest first. */
const UNITS = [['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]] as const;
const REFRESH_MS = 30_000;

function relative(seconds: number): string {
    const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS[5];
    return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit);
}

/** `<t:1700000000:R>`: a moment in the reader's time zone; the text itself when it is none that a calendar knows. */
export function Timestamp({ seconds, format }: { readonly seconds: string; readonly format: Format }) {
    const [now, setNow] = useState(Date.now);
    useEffect(() => {
        const timer = format === 'R' ? window.setInterval(() => setNow(Date.now()), REFRESH_MS) : undefined;
        return () => window.clearInterval(timer);
    }, [format]);
    const date = new Date(Number(seconds) * 1000);
    if (Number.isNaN(date.getTime())) {
        return `<t:${seconds}:${format}>`;
    }
    const text = format === 'R' ? relative((date.getTime() - now) / 1000) : new Intl.DateTimeFormat(undefined, FORMATS[format]).format(date);
    return <time dateTime={date.toISOString()} title={date.toLocaleString()}>{text}</time>;
}
