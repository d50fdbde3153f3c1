import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { readFilters } from '../flows/watching/read-filters';
import { reviseRule, type Watch, WATCH_EVENTS, WATCH_MODES, type WatchFilters } from '../services/workflows/watching';
import { eventField, filterField } from '../ui/watch-form';

/** Nothing for a field that was not touched. */
export const watchFields = z.record(z.string(), z.unknown());

const mode = z.nullish(z.enum(WATCH_MODES));
const list = z.nullish(z.string().check(z.maxLength(5000)));

type Rule = Pick<Watch, 'modes' | 'filters'>;

/** The rule that the form asks for, or what is wrong with its fields. Fields that are not there, or hold what no client of ours sends, stay as they are. */
export function ruleIn({ lang }: Pick<Ctx, 'lang'>, fields: z.infer<typeof watchFields>, before: Rule): { readonly rule: Rule } | { readonly errors: Readonly<Record<string, string>> } {
    const errors: Record<string, string> = {};
    let rule = before;
    for (const event of WATCH_EVENTS) {
        const chosen = mode.safeParse(fields[eventField(event)]);
        rule = reviseRule(rule, { events: [event], mode: (chosen.success ? chosen.data : undefined) ?? rule.modes[event] });
    }
    for (const kind of ['branches', 'authors', 'paths'] as const) {
        const typed = list.safeParse(fields[filterField(kind)]);
        const read = readKind(kind, typed.success ? typed.data : undefined);
        if (read instanceof UserError) {
            errors[filterField(kind)] = lang.t(read.sentence.key, read.sentence.values);
        } else {
            rule = reviseRule(rule, { filters: read });
        }
    }
    return Object.keys(errors).length > 0 ? { errors } : { rule };
}

function readKind(kind: keyof WatchFilters, typed: string | null | undefined): Partial<WatchFilters> | UserError {
    try {
        return typed === null || typed === undefined ? {} : readFilters({ [kind]: typed.split(',') });
    } catch (error) {
        if (error instanceof UserError) {
            return error;
        }
        throw error;
    }
}
