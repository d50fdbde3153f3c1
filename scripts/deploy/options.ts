import { parseArgs } from 'node:util';
import { checkBaseUrl } from '../../context/base-url';
import { UsageError } from './deploy-error';

/** How Rocket.Chat is to check the code: by an authenticator app or by mail. */
export const CODE_METHODS = ['totp', 'email'] as const;
export type CodeMethod = (typeof CODE_METHODS)[number];

/** Who deploys. Comes from the environment, because arguments stay in the shell's history and in the process list. */
export interface Credentials {
    readonly userId: string;
    readonly token: string;
    readonly secondFactor?: { readonly code: string; readonly method: CodeMethod };
}

export interface DeployOptions {
    /** The workspace's address without a slash at its end. */
    readonly url: string;
    readonly credentials: Credentials;
    /** Grants the permissions without asking. */
    readonly yes: boolean;
    readonly dryRun: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Exit statuses, as the help text explains them. */
export const EXIT = { done: 0, failed: 1, usage: 2, notEnabled: 3 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export const HELP = `npm run deploy -- --url <address> [options]

Packages the app and installs it on a Rocket.Chat server, or updates the one that is there.

  --url <address>         the workspace, for example https://chat.example.org
  --yes                   grants the app's permissions without asking
  --dry-run               packages and checks everything, and uploads nothing
  --2fa-method <method>   totp (authenticator app, the default) or email: where ROCKETCHAT_CODE comes from
  --insecure              allows http:// to another machine; your token then travels readable
  --help                  shows this text

Environment:
  ROCKETCHAT_TOKEN        a personal access token of a user with the permission manage-apps
                          (Rocket.Chat: Profile > Personal Access Tokens)
  ROCKETCHAT_USER_ID      the user id that is shown together with the token
  ROCKETCHAT_CODE         a two-factor code, if the server asks for one

Exit status: ${EXIT.done} the app runs, ${EXIT.failed} it failed, ${EXIT.usage} the command line or the environment is wrong,
${EXIT.notEnabled} the app is there but does not run.`;

/** What the command line and the environment ask for. Throws UsageError. */
export function readOptions(args: readonly string[], env: Environment): DeployOptions | 'help' {
    const values = parseCommandLine(args);
    if (values.help) {
        return 'help';
    }
    const url = readUrl(values.url, values.insecure ?? false);
    return { url, credentials: readCredentials(env, values['2fa-method']), yes: values.yes ?? false, dryRun: values['dry-run'] ?? false };
}

interface CommandLine {
    readonly url?: string;
    readonly yes?: boolean;
    readonly 'dry-run'?: boolean;
    readonly '2fa-method'?: string;
    readonly insecure?: boolean;
    readonly help?: boolean;
}

function parseCommandLine(args: readonly string[]): CommandLine {
    try {
        return parseArgs({
            args: [...args],
            options: {
                url: { type: 'string' },
                yes: { type: 'boolean', short: 'y' },
                'dry-run': { type: 'boolean' },
                '2fa-method': { type: 'string' },
                insecure: { type: 'boolean' },
                help: { type: 'boolean', short: 'h' },
            },
        }).values;
    } catch {
        // Node's message quotes the argument, and somebody may have typed a token there.
        throw new UsageError('There is an option that this program does not have, or one that lacks its value.');
    }
}

function readUrl(given: string | undefined, insecure: boolean): string {
    if (given === undefined) {
        throw new UsageError('The address of the server is missing: --url https://chat.example.org');
    }
    const refusal = checkBaseUrl(given);
    if (refusal === 'refused_address_tls' && !insecure) {
        throw new UsageError('Over http:// your token would travel readable for everybody on the way.', 'Use https://, or --insecure if you know the way to be safe.');
    }
    if (refusal !== undefined && refusal !== 'refused_address_tls') {
        throw new UsageError('--url must be a plain address like https://chat.example.org, without user name, password, query and fragment.');
    }
    return given.trim().replace(/\/+$/, '');
}

function readCredentials(env: Environment, method = 'totp'): Credentials {
    const codeMethod = CODE_METHODS.find((name) => name === method);
    if (!codeMethod) {
        throw new UsageError(`--2fa-method is one of ${CODE_METHODS.join(', ')}.`);
    }
    const token = readVariable(env, 'ROCKETCHAT_TOKEN');
    const userId = readVariable(env, 'ROCKETCHAT_USER_ID');
    const code = env.ROCKETCHAT_CODE?.trim();
    return { token, userId, ...(code && { secondFactor: { code, method: codeMethod } }) };
}

/** A value that is sent as an HTTP header: printable ASCII. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

function readVariable(env: Environment, name: string): string {
    const value = env[name]?.trim();
    if (!value) {
        throw new UsageError(`The environment variable ${name} is missing.`, 'Create a personal access token in Rocket.Chat (Profile > Personal Access Tokens); it is shown together with your user id.');
    }
    if (!HEADER_VALUE.test(value)) {
        throw new UsageError(`The environment variable ${name} holds characters that no token or user id has.`);
    }
    return value;
}
