import type { Ctx } from '../context/ctx';
import type { Answer } from '../context/answer';
import type { ComponentId } from '../services/discovery';
import type { MessageKey } from '../ui/catalogue';
import type { Params, ValuesOf } from './params';

/** A line of the type-ahead list: choosing it runs `command`, the text after `/hf `. */
export interface Suggestion {
    readonly label: string;
    readonly command: string;
}

export interface CommandSpec<A extends Params, O extends Params> {
    /** One or two words: `status`, `models search`. */
    readonly name: string;
    /** Other ways to type the name. */
    readonly aliases?: readonly string[];
    readonly summary: MessageKey;
    readonly example: string;
    readonly args: A;
    readonly options: O;
    /** Other names of options: `{ framework: 'library' }`. */
    readonly optionAliases?: Readonly<Record<string, string>>;
    /** A read command answers with data: it takes `--format json`. */
    readonly read: boolean;
    /** What `--format` takes besides `text` and `json`; `run` makes the view for it. */
    readonly formats?: readonly string[];
    /** Whether the answer may be posted by `--public`; a read command's may unless it says otherwise, others act on the caller's own things. */
    readonly shareable?: boolean;
    /** The parts of Hugging Face that the command works with, for `tree --integration`. */
    readonly drives?: readonly ComponentId[];
    /** An undefined answer means that the command has answered by itself, with a form for example. */
    run(ctx: Ctx, input: { readonly args: ValuesOf<A>; readonly options: ValuesOf<O>; readonly format: string }): Promise<Answer | undefined>;
    /** Completes what is being typed after the name; at most ten lines are shown. */
    suggest?(ctx: Ctx, typed: readonly string[]): Promise<readonly Suggestion[]>;
}

/** A command as the table holds it: the types of its arguments are between its spec and its run. */
export interface Command {
    readonly name: string;
    readonly aliases: readonly string[];
    readonly summary: MessageKey;
    readonly example: string;
    readonly args: Params;
    readonly options: Params;
    readonly optionAliases: Readonly<Record<string, string>>;
    /** What `--format` takes, the usual one first; nothing where there is no such option. */
    readonly formats: readonly string[];
    readonly shareable: boolean;
    readonly drives: readonly ComponentId[];
    /** Reads the values out of the typed words and returns what is to be run. Throws UserError. */
    bind(raw: RawInput, format: string): (ctx: Ctx) => Promise<Answer | undefined>;
    suggest?(ctx: Ctx, typed: readonly string[]): Promise<readonly Suggestion[]>;
}

/** The typed words, sorted by the argument or option they belong to. */
export interface RawInput {
    readonly args: Readonly<Record<string, readonly string[]>>;
    readonly options: Readonly<Record<string, readonly string[]>>;
}

/** Declares a command. The file that exports it reads like a page of its manual. */
export function command<A extends Params, O extends Params>(spec: CommandSpec<A, O>): Command {
    return {
        ...spec,
        aliases: spec.aliases ?? [],
        optionAliases: spec.optionAliases ?? {},
        drives: spec.drives ?? [],
        formats: spec.read ? ['text', 'json', ...(spec.formats ?? [])] : [],
        shareable: spec.shareable ?? spec.read,
        bind(raw, format) {
            const input = { args: readAll(spec.args, raw.args), options: readAll(spec.options, raw.options), format };
            return (ctx) => spec.run(ctx, input);
        },
    };
}

/** The parsing edge of typed words: each value comes out of the Param whose type it has, which TypeScript can't follow through the loop. */
function readAll<P extends Params>(params: P, raw: Readonly<Record<string, readonly string[]>>): ValuesOf<P> {
    const entries = Object.entries(params).map(([name, param]) => [name, param.read(raw[name] ?? [], name)] as const);
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    return Object.fromEntries(entries) as ValuesOf<P>;
}
