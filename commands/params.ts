import { UserError } from '../context/user-error';
import type { MessageKey } from '../ui/catalogue';

/** One argument or option of a command: how it is explained, and how its text becomes a value. */
export interface Param<T> {
    readonly summary: MessageKey;
    /** False for a flag, which stands alone: `--all`. */
    readonly takesValue: boolean;
    readonly required: boolean;
    /** An option that may be given several times, or an argument that takes all remaining words. */
    readonly many: boolean;
    readonly choices?: readonly string[];
    /** What holds when it is not given, for the help page. */
    readonly assumed?: string;
    /** The value of what was typed; `raws` is empty when nothing was. Throws UserError. */
    read(raws: readonly string[], name: string): T;
}

export type Params = Readonly<Record<string, Param<unknown>>>;
/** The values of a command's arguments or options. */
export type ValuesOf<P> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

function single<T>(summary: MessageKey, parse: (raw: string, name: string) => T, extra: { choices?: readonly string[] } = {}): Param<T> {
    return { summary, takesValue: true, required: true, many: false, ...extra, read: (raws, name) => parse(raws[0] ?? '', name) };
}

/** Any text. */
export function text(summary: MessageKey): Param<string> {
    return single(summary, (raw) => raw);
}

/** All remaining words as one text: spaces between them may differ from what was typed, because the server splits first. */
export function words(summary: MessageKey): Param<string> {
    return { ...text(summary), many: true, read: (raws) => raws.join(' ') };
}

/** Any number of words, each as it was typed: names of files may hold commas. */
export function several(summary: MessageKey): Param<readonly string[]> {
    return { ...text(summary), required: false, many: true, read: (raws) => raws };
}

/** One of a closed list; letter case does not matter. */
export function choice<const V extends string>(summary: MessageKey, choices: readonly V[]): Param<V> {
    return single(
        summary,
        (raw, name) => {
            const found = choices.find((value) => value.toLowerCase() === raw.toLowerCase());
            if (found === undefined) {
                throw new UserError({ key: 'error.bad_choice', values: { value: raw, name, choices: choices.join(', ') } });
            }
            return found;
        },
        { choices },
    );
}

/** A whole number within bounds. */
export function integer(summary: MessageKey, bounds: { readonly min: number; readonly max: number }): Param<number> {
    return single(summary, (raw, name) => {
        const value = /^\d{1,9}$/.test(raw) ? Number(raw) : NaN;
        if (!(value >= bounds.min && value <= bounds.max)) {
            throw new UserError({ key: 'error.bad_number', values: { value: raw, name, min: bounds.min, max: bounds.max } });
        }
        return value;
    });
}

/** `--name` alone, or `--name=true`, `--name=false`. */
export function flag(summary: MessageKey): Param<boolean> {
    return {
        summary,
        takesValue: false,
        required: false,
        many: false,
        read(raws, name) {
            const raw = raws[0]?.toLowerCase();
            if (raw !== undefined && raw !== 'true' && raw !== 'false') {
                throw new UserError({ key: 'error.bad_flag', values: { option: name } });
            }
            return raw === 'true';
        },
    };
}

/** May be left out. */
export function optional<T>(param: Param<T>): Param<T | undefined> {
    return { ...param, required: false, read: (raws, name) => (raws.length === 0 ? undefined : param.read(raws, name)) };
}

/** May be left out, and then has this value. */
export function fallback<T extends string | number>(param: Param<T>, value: T): Param<T> {
    return { ...param, required: false, assumed: String(value), read: (raws, name) => (raws.length === 0 ? value : param.read(raws, name)) };
}

/** May be given any number of times, also as `a,b`. */
export function repeated<T>(param: Param<T>): Param<T[]> {
    return {
        ...param,
        required: false,
        many: true,
        read: (raws, name) => raws.flatMap((raw) => raw.split(',')).filter((raw) => raw !== '').map((raw) => param.read([raw.trim()], name)),
    };
}
