import { closest, distance } from 'fastest-levenshtein';
import { UserError, type Sentence } from '../context/user-error';
import type { Command, RawInput } from './command';
import { flag } from './params';
import { meantWords } from './words';

/** A parsed command line. */
export type Parsed =
    | { readonly kind: 'help'; readonly command?: Command; readonly group?: string }
    | { readonly kind: 'run'; readonly command: Command; readonly raw: RawInput; readonly format: string; readonly public: boolean };

/** How far off a word may be to be taken for a slip: a third of its letters, rounded up, so that two swapped letters count. */
const slips = (word: string): number => Math.ceil(word.length / 3);

/** Finds the command in the table and sorts the words by its spec. Throws UserError with the nearest thing that exists. */
export function parse(given: readonly string[], table: readonly Command[]): Parsed {
    const typed = meantWords(given);
    const found = findCommand(typed, table);
    if (!found) {
        return withoutCommand(typed, table);
    }
    const sorted = sortWords(found.command, typed.slice(found.length));
    if (sorted.help) {
        return { kind: 'help', command: found.command };
    }
    requireArguments(found.command, sorted.raw);
    return { kind: 'run', command: found.command, raw: sorted.raw, format: sorted.format, public: sorted.public };
}

/** The command whose name or alias is the longest beginning of what was typed. */
export function findCommand(typed: readonly string[], table: readonly Command[]): { readonly command: Command; readonly length: number } | undefined {
    const start = typed.slice(0, 2).map((word) => word.toLowerCase());
    for (const length of [2, 1]) {
        const name = start.slice(0, length).join(' ');
        const command = start.length >= length ? table.find((entry) => entry.name === name || entry.aliases.includes(name)) : undefined;
        if (command) {
            return { command, length };
        }
    }
    return undefined;
}

/** Nothing typed, a request for help, the name of a group of commands, or a mistake. */
function withoutCommand(typed: readonly string[], table: readonly Command[]): Parsed {
    const meant = typed.filter((word) => !isHelp(word));
    const [first] = meant;
    if (first === undefined) {
        return { kind: 'help' };
    }
    const group = first.toLowerCase();
    const isGroup = allNames(table).some((name) => name.startsWith(`${group} `));
    if (isGroup && meant.length === 1) {
        return { kind: 'help', group };
    }
    throw unknownCommand(meant, table);
}

function allNames(table: readonly Command[]): string[] {
    return table.flatMap((command) => [command.name, ...command.aliases]);
}

const isHelp = (word: string): boolean => word === '--help' || word === '-h' || word === '-?';

/** The error for words that name no command, with the nearest one that exists. */
export function unknownCommand(typed: readonly string[], table: readonly Command[]): UserError {
    const candidates = [typed.slice(0, 2).join(' ').toLowerCase(), (typed[0] ?? '').toLowerCase()];
    const names = allNames(table);
    const near = candidates
        .map((candidate) => ({ name: closest(candidate, names), candidate }))
        .find(({ name, candidate }) => distance(name, candidate) <= slips(candidate));
    const suggestion: Sentence | undefined = near && { key: 'error.did_you_mean', values: { suggestion: near.name } };
    return new UserError({ key: 'error.unknown_command', values: { typed: typed.slice(0, 2).join(' ') } }, suggestion, { key: 'error.see_help' });
}

/** Read like any other flag: `--public=false` posts nothing. */
const PUBLIC = flag('help.option.public');

interface Sorted {
    readonly raw: RawInput;
    readonly format: string;
    readonly public: boolean;
    readonly help: boolean;
}

/** Splits the words after the command's name into options and arguments. */
function sortWords(command: Command, rest: readonly string[]): Sorted {
    const options: Record<string, string[]> = {};
    const free: string[] = [];
    for (let at = 0; at < rest.length; at++) {
        const word = rest[at] ?? '';
        if (word === '--') {
            free.push(...rest.slice(at + 1));
            break;
        }
        if (isHelp(word)) {
            return { raw: { args: {}, options: {} }, format: 'text', public: false, help: true };
        }
        if (!/^--\p{L}/u.test(word)) {
            free.push(word);
            continue;
        }
        const option = readOption(command, word, rest[at + 1]);
        at += option.tookNext ? 1 : 0;
        (options[option.name] ??= []).push(option.value);
    }
    const { format = [], public: shared = [], ...others } = options;
    // A command that is not shareable, or whose answer has one format only, may mean something else by these.
    const hasFormats = command.formats.length > 0;
    const own = { ...others, ...(!command.shareable && shared.length > 0 && { public: shared }), ...(!hasFormats && format.length > 0 && { format }) };
    refuseRepeats(command, own);
    const args = placeArguments(command, free);
    return { raw: { args, options: own }, format: (hasFormats ? format.at(-1) : undefined) ?? 'text', public: command.shareable && PUBLIC.read(shared, 'public'), help: false };
}

interface TypedOption {
    readonly name: string;
    readonly value: string;
    readonly tookNext: boolean;
}

function readOption(command: Command, word: string, next: string | undefined): TypedOption {
    const [, typed = '', joined] = /^--([^=]+)(?:=([\s\S]*))?$/u.exec(word) ?? [];
    const name = optionName(command, typed);
    const takesValue = name === 'format' ? true : (command.options[name]?.takesValue ?? false);
    if (joined !== undefined || !takesValue) {
        checkFormat(command, name, joined);
        return { name, value: joined ?? 'true', tookNext: false };
    }
    if (next === undefined || /^--\p{L}/u.test(next)) {
        throw new UserError({ key: 'error.missing_value', values: { option: name } }, hint(command));
    }
    checkFormat(command, name, next);
    return { name, value: next, tookNext: true };
}

function checkFormat({ formats }: Command, name: string, value = ''): void {
    if (name === 'format' && formats.length > 0 && !formats.includes(value)) {
        throw new UserError({ key: 'error.bad_choice', values: { value, name: 'format', choices: formats.join(', ') } });
    }
}

/** The option's full name; `-` and `_` are the same, because both are typed. */
function optionName(command: Command, typed: string): string {
    const wanted = typed.toLowerCase().replaceAll('_', '-');
    const names = [...Object.keys(command.options), ...(command.formats.length > 0 ? ['format'] : []), ...(command.shareable ? ['public'] : [])];
    const alias = Object.entries(command.optionAliases).find(([other]) => other === wanted)?.[1];
    const found = names.find((name) => name === (alias ?? wanted));
    if (found !== undefined) {
        return found;
    }
    if (wanted === 'public') {
        throw new UserError({ key: 'error.not_shareable', values: { command: command.name } });
    }
    const near = names.length > 0 ? closest(wanted, [...names, 'help']) : undefined;
    const suggestion: Sentence | undefined =
        near !== undefined && distance(near, wanted) <= slips(wanted) ? { key: 'error.did_you_mean_option', values: { suggestion: near } } : undefined;
    throw new UserError({ key: 'error.unknown_option', values: { command: command.name, option: typed } }, suggestion, hint(command));
}

const hint = (command: Command): Sentence => ({ key: 'common.help_hint', values: { command: command.name } });

function refuseRepeats(command: Command, options: Readonly<Record<string, readonly string[]>>): void {
    for (const [name, values] of Object.entries(options)) {
        if (values.length > 1 && !command.options[name]?.many) {
            throw new UserError({ key: 'error.repeated_option', values: { option: name } });
        }
    }
}

/** Gives each argument its word in the order of the spec; the last one may take all the rest. */
function placeArguments(command: Command, free: readonly string[]): Record<string, string[]> {
    const placed: Record<string, string[]> = {};
    let at = 0;
    for (const [name, param] of Object.entries(command.args)) {
        const words = param.many ? free.slice(at) : free.slice(at, at + 1);
        if (words.length > 0) {
            placed[name] = words;
        }
        at += words.length;
    }
    const extra = free[at];
    if (extra !== undefined) {
        throw new UserError({ key: 'error.unexpected_argument', values: { command: command.name, value: extra } }, hint(command));
    }
    return placed;
}

function requireArguments(command: Command, raw: RawInput): void {
    const missing = Object.entries(command.args).find(([name, param]) => param.required && raw.args[name] === undefined);
    if (missing) {
        const example: Sentence = { key: 'error.example', values: { example: command.example } };
        throw new UserError({ key: 'error.missing_argument', values: { command: command.name, argument: `<${missing[0]}>` } }, example, hint(command));
    }
}
