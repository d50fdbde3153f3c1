import type * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import type { Surface } from '../ui/view';

/** What happens on the screen after a click or a submit; undefined closes a submitted form and leaves everything else. */
export type Outcome =
    | { readonly kind: 'open' | 'update'; readonly surface: Surface }
    /** Messages under the fields they belong to, by action id; the form stays open with what was typed. */
    | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> };

/** A button or select: `<feature>.<verb>`, and what it does. */
export interface Action {
    readonly id: string;
    /** `value` comes from the client: whatever it is, it is parsed first. */
    run(ctx: Ctx, value: string | undefined): Promise<Outcome | undefined>;
}

/** A form: the id of its surface, and what submitting it does. */
export interface Submission {
    readonly id: string;
    /** `fields` are the form's values by action id, `subject` is what the surface carries, or else what stands after the colon in its id. */
    run(ctx: Ctx, fields: Readonly<Record<string, unknown>>, subject: string): Promise<Outcome | undefined>;
}

/** A click was forged or comes from a message of an older version. It is answered like one on something that is gone. */
export class StaleClickError extends Error {
    constructor(readonly id: string) {
        super(`A click on ${id} carried a value that this version does not understand.`);
        this.name = 'StaleClickError';
    }
}

/** An action whose value is JSON of this shape. */
export function action<S extends z.ZodMiniType>(id: string, schema: S, run: (ctx: Ctx, value: z.output<S>) => Promise<Outcome | undefined>): Action {
    return { id, run: (ctx, raw) => run(ctx, parseValue(id, schema, raw)) };
}

/** An action that needs no value. */
export function plainAction(id: string, run: (ctx: Ctx) => Promise<Outcome | undefined>): Action {
    return { id, run };
}

/** A form whose fields have this shape. */
export function submission<S extends z.ZodMiniType>(
    id: string,
    schema: S,
    run: (ctx: Ctx, fields: z.output<S>, subject: string) => Promise<Outcome | undefined>,
): Submission {
    return {
        id,
        run(ctx, fields, subject) {
            const parsed = schema.safeParse(fields);
            if (!parsed.success) {
                throw new StaleClickError(id);
            }
            return run(ctx, parsed.data, subject);
        },
    };
}

/** What a client sent, as this shape. Throws StaleClickError. */
export function parseValue<S extends z.ZodMiniType>(id: string, schema: S, raw: string | undefined): z.output<S> {
    const parsed = schema.safeParse(jsonOrText(raw));
    if (!parsed.success) {
        throw new StaleClickError(id);
    }
    return parsed.data;
}

/** Values are JSON where they are structured and plain text where they are one word. */
function jsonOrText(raw: string | undefined): unknown {
    if (raw === undefined || !/^[[{]/.test(raw)) {
        return raw;
    }
    try {
        return JSON.parse(raw);
    } catch {
        return raw;
    }
}
