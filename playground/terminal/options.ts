import { parseArgs } from 'node:util';

export interface TerminalOptions {
    readonly as: string;
    readonly room: string;
    readonly thread: string | undefined;
    readonly json: boolean;
    readonly hub: string | undefined;
    readonly hubPort: number | undefined;
    readonly reset: boolean;
    /** Folder for workspaces instead of the repository's `.playground`. */
    readonly dir: string | undefined;
    /** The words of the command, `/hf` left out. */
    readonly words: readonly string[];
}

/** Our options; everything else belongs to the command and stays as it was typed. */
const OURS = {
    as: { type: 'string' },
    room: { type: 'string' },
    thread: { type: 'string' },
    json: { type: 'boolean' },
    hub: { type: 'string' },
    reset: { type: 'boolean' },
    dir: { type: 'string' },
    terminal: { type: 'boolean' },
} as const;

/** Reads the command line. The options may stand anywhere; those of the command itself are passed on. */
export function terminalOptions(argv: readonly string[], env: NodeJS.ProcessEnv): TerminalOptions {
    const { values, tokens } = parseArgs({ args: [...argv], options: OURS, strict: false, allowPositionals: true, tokens: true });
    const ours = new Set(tokens.flatMap((token) => (token.kind === 'option' && token.name in OURS ? [token.index, ...(token.value !== undefined && !token.inlineValue ? [token.index + 1] : [])] : [])));
    const text = (value: string | boolean | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
    return {
        as: text(values.as) ?? 'alice',
        room: text(values.room) ?? 'general',
        thread: text(values.thread),
        json: values.json === true,
        hub: text(values.hub),
        hubPort: portOf('HUB_PORT', env),
        reset: values.reset === true,
        dir: text(values.dir),
        words: argv.filter((_, index) => !ours.has(index)),
    };
}

/** The port that an environment variable names; undefined when it is not set. Throws when it can't be one. */
export function portOf(variable: 'PORT' | 'HUB_PORT', env: NodeJS.ProcessEnv): number | undefined {
    const given = env[variable];
    if (given === undefined || given === '') {
        return undefined;
    }
    const port = Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
        throw new Error(`${variable}=${given} can't be used: it must be a number from 1 to 65535.`);
    }
    return port;
}
