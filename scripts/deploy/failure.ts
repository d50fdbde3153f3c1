import * as z from 'zod/mini';
import { DeployError } from './deploy-error';
import type { Answer } from './rest-client';

const failureSchema = z.object({
    error: z.optional(z.unknown()),
    errorType: z.optional(z.string()),
    message: z.optional(z.unknown()),
    status: z.optional(z.string()),
    messages: z.optional(z.array(z.unknown())),
    details: z.optional(z.unknown()),
});

const PERSONAL_TOKEN = 'A personal access token that was created with "Ignore Two Factor Authentication" needs no code.';

/** A refusal that has a better explanation than the server's own words: a pattern for those words, and what it means. */
interface KnownFailure {
    readonly status?: number;
    readonly words?: RegExp;
    readonly message: string;
    readonly remedy: string;
}

/**
 * The first that fits counts. Statuses and words are those of Rocket.Chat's `apps/meteor/app/api/server/ApiClass.ts`,
 * `apps/meteor/app/2fa/server/code/index.ts` and `apps/meteor/ee/server/apps/communication/rest.ts`.
 */
const KNOWN: readonly KnownFailure[] = [
    {
        words: /totp-required/,
        message: 'The server asks for a two-factor code.',
        remedy: `Set ROCKETCHAT_CODE (and --2fa-method email if it comes by mail). ${PERSONAL_TOKEN}`,
    },
    {
        words: /totp-(invalid|max-attempts)/,
        message: 'The server does not accept the two-factor code.',
        remedy: `Codes live for a minute or less: try a new one. ${PERSONAL_TOKEN}`,
    },
    {
        status: 401,
        message: 'The server does not accept the token.',
        remedy: 'Check ROCKETCHAT_TOKEN and ROCKETCHAT_USER_ID: both must be of the same user, and the token must not have been revoked.',
    },
    {
        status: 413,
        message: 'The package is larger than a proxy in front of the server lets through.',
        remedy: 'Raise the proxy\'s limit for request bodies, for example client_max_body_size in nginx.',
    },
    {
        words: /error-file-too-large/,
        message: 'The package is larger than the server\'s limit for uploads.',
        remedy: 'Raise Administration > Settings > File Upload > Maximum File Upload Size.',
    },
    {
        words: /Cannot_Update_Exempt_App/,
        message: 'A workspace on the Community edition can\'t update private apps.',
        remedy: 'Private apps need the Starter plan (free up to 50 users), Pro or Enterprise since Rocket.Chat 7.0.',
    },
    {
        words: /private_app_install_disabled/,
        message: 'This server does not allow private apps (its environment sets DISABLE_PRIVATE_APP_INSTALLATION).',
        remedy: 'Whoever hosts it has to remove that variable.',
    },
    {
        // The engine's own sentence fails for ranges like ^1.46.0, which then become the complaint.
        words: /of the App API however your server comes with|Invalid Version: \^/,
        message: 'The server\'s Apps-Engine is too old for this app.',
        remedy: 'Update Rocket.Chat; the README names the versions.',
    },
    {
        words: /error-forbidden|error-unauthorized|permissions required for this action/,
        message: 'This user may not manage apps.',
        remedy: 'An admin can give the permission manage-apps to one of the user\'s roles (Administration > Permissions).',
    },
    {
        status: 403,
        message: 'The server refuses this user, or a proxy in front of it does.',
        remedy: 'The user needs the permission manage-apps.',
    },
    {
        status: 429,
        message: 'The server has had too many requests.',
        remedy: 'Try again in a minute.',
    },
];

/** The error for an answer that is not the one that was hoped for. `quote` makes the server's words fit to be shown. */
export function failureOf(answer: Answer, doing: string, quote: (text: string) => string): DeployError {
    const words = quote(wordsOf(answer.body));
    const known = KNOWN.find((failure) => (failure.status ?? answer.status) === answer.status && (failure.words?.test(words) ?? true));
    const said = words === '' ? '' : ` The server says: ${words}`;
    if (known) {
        return new DeployError(known.message, `${known.remedy}${said}`);
    }
    return new DeployError(`${doing} failed with status ${answer.status}.${said}`, 'Administration > Workspace > View logs on the server tells more.');
}

/** All that the server said, in one text. */
function wordsOf(body: unknown): string {
    const parsed = failureSchema.safeParse(body);
    if (!parsed.success) {
        return '';
    }
    const { error, errorType, message, status, messages = [] } = parsed.data;
    const words = [error, message, ...messages, errorType, status === 'error' ? undefined : status].filter((word) => typeof word === 'string');
    return [...new Set(words)].join(' · ');
}
