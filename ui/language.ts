import { IntlMessageFormat } from 'intl-messageformat';
import { LOCALES, MESSAGES, type Locale, type MessageKey } from './catalogue';

export type Values = Readonly<Record<string, string | number>>;

/** The reader's language: the catalogue and the formats that go with it. */
export interface Lang {
    readonly locale: Locale;
    /** A message of the catalogue with its ICU placeholders filled in. */
    t(key: MessageKey, values?: Values): string;
    number(value: number, options?: Intl.NumberFormatOptions): string;
    /** 11000000 → 11M */
    compact(value: number): string;
    /** Decimal units, as Hugging Face shows sizes: 1000 bytes are 1 kB. */
    bytes(value: number): string;
    /** US dollars, with as many digits as small hourly prices need. */
    money(usd: number): string;
    /** Day, month and year; `at` in ms since 1970. Empty for what is no time, such as the parsed date of a broken answer. */
    date(at: number): string;
    /** How long ago or ahead, in the largest fitting unit. Both in ms. Empty for what is no time. */
    relative(at: number, now: number): string;
    /** A length of time in its largest fitting unit: 3 minutes. */
    duration(ms: number): string;
    list(items: readonly string[]): string;
}

/** The shipped locale that fits best: exact, then by language (`de-AT` → `de`, `pt` → `pt-BR`). */
export function matchLocale(wanted: string | undefined): Locale | undefined {
    if (!wanted) {
        return undefined;
    }
    const tag = wanted.replace('_', '-').toLowerCase();
    const base = tag.split('-')[0];
    return LOCALES.find((locale) => locale.toLowerCase() === tag) ?? LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === base);
}

const languages = new Map<Locale, Lang>();

/** The first of the wanted languages that is shipped, else English. One object per locale for the life of the process. */
export function language(...wanted: ReadonlyArray<string | undefined>): Lang {
    const locale = wanted.map(matchLocale).find((match) => match !== undefined) ?? 'en';
    const known = languages.get(locale);
    if (known) {
        return known;
    }
    const made = createLanguage(locale);
    languages.set(locale, made);
    return made;
}

const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
    ['year', 31_536_000_000],
    ['month', 2_592_000_000],
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
];

function largestUnit(ms: number): readonly [Intl.RelativeTimeFormatUnit, number] {
    const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? ['second', 1000];
    return [unit, Math.round(ms / size)];
}

const isTime = (at: number): boolean => !Number.isNaN(new Date(at).getTime());

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

function createLanguage(locale: Locale): Lang {
    const compiled = new Map<MessageKey, IntlMessageFormat>();
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
    const list = new Intl.ListFormat(locale, { type: 'conjunction' });
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
    const number = (value: number, options?: Intl.NumberFormatOptions): string => new Intl.NumberFormat(locale, options).format(value);
    return {
        locale,
        t(key, values) {
            const format = compiled.get(key) ?? new IntlMessageFormat(message(locale, key), locale, undefined, { ignoreTag: true });
            compiled.set(key, format);
            return String(format.format({ ...values }));
        },
        number,
        compact: (value) => compact.format(value),
        bytes(value) {
            const step = value < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
            return number(value / 1000 ** step, { style: 'unit', unit: BYTE_UNITS[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step === 0 ? 0 : 1 });
        },
        money: (usd) => number(usd, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 3 }),
        date: (at) => (isTime(at) ? day.format(new Date(at)) : ''),
        relative(at, now) {
            if (!isTime(at)) {
                return '';
            }
            const [unit, count] = largestUnit(at - now);
            return relative.format(count, unit);
        },
        duration(ms) {
            const [unit, count] = largestUnit(ms);
            return number(count, { style: 'unit', unit: unit.replace(/s$/, ''), unitDisplay: 'long' });
        },
        list: (items) => list.format(items),
    };
}

function message(locale: Locale, key: MessageKey): string {
    return MESSAGES[locale][key];
}
