import type { Permission } from './manifest';

/**
 * Why the app asks for each of its permissions, in the order of app.json. Shown before an installation and in the README.
 * The names are Rocket.Chat's (apps-engine, `server/permissions/AppPermissions`).
 */
const REASONS: Readonly<Record<string, string>> = {
    slashcommand: 'To offer the command `/hf`.',
    networking: 'To ask Hugging Face.',
    persistence: 'To keep sealed Hugging Face tokens, users\' and rooms\' choices, and work that is still to be done.',
    scheduler: 'To go on after a command has been answered: to wait for a sign-in on huggingface.co, to forget what has expired.',
    'ui.interact': 'To open forms, so that a token is typed into a form and not into a message.',
    'ui.registerButtons': 'To offer *Check this file* in the menu of a message.',
    'message.read': 'To see who reacted to a request for approval before anything is done about it, and to find its own messages again.',
    'message.write': 'To answer, and to mask a pasted token before the message is stored.',
    'threads.read': 'To find the files of the thread in which a command was typed.',
    'upload.read': 'To look into files of the chat when somebody wants them checked or pushed to Hugging Face.',
    'upload.write': 'To post files that somebody pulls from Hugging Face into the room.',
    'room.read': 'To answer in the room where a command was typed, and to know who may change that room\'s choices.',
    'room.write': 'To open a direct message with you for what you did not just ask for, if you chose that in `/hf settings`.',
    'user.read': 'To speak as its own user, and to answer users in their language.',
    'role.read': 'To know the roles that an environment asks approvals of.',
    api: 'To hand out compliance documents to signed-in users who may read the room, and to take what webhooks of Hugging Face tell.',
    'server-setting.read': 'To know the workspace\'s language and address (`Language`, `Site_Url`), and which files it takes (`FileUpload_…`).',
    'env.read': 'To read the key that seals tokens, the secret of webhooks and a token of the team\'s own from the server\'s environment (`RC_APPS_<app id>_TOKEN_KEY`, `…_WEBHOOK_SECRET`, `…_HF_TOKEN`).',
};

/** A permission with the reason for it. */
export interface ExplainedPermission {
    readonly name: string;
    readonly why: string;
}

/** The permissions that app.json asks for, each with its reason. Throws when one of them has none, or a reason has none of them. */
export function explainPermissions(asked: readonly Permission[], reasons: Readonly<Record<string, string>> = REASONS): ExplainedPermission[] {
    const names = new Set(asked.map(({ name }) => name));
    const unused = Object.keys(reasons).filter((name) => !names.has(name));
    if (unused.length > 0) {
        throw new Error(`scripts/permissions.ts explains what app.json does not ask for: ${unused.join(', ')}.`);
    }
    return [...names].map((name) => {
        const why = reasons[name];
        if (why === undefined) {
            throw new Error(`app.json asks for ${name}, and scripts/permissions.ts does not say why.`);
        }
        return { name, why };
    });
}
