import { z } from 'zod';
import type { Host } from '../../host/host-api';
import type { UserRecord } from '../../host/workspace/records';
import { WorkspaceError } from '../../host/workspace/workspace-error';
import { hubChange } from '../../hub/changes/hub-change';
import { ChangeRefused } from '../../hub/changes/refused';
import type { HubServer } from '../../hub/server';
import { enableWebhook, hubView } from './hub-desk';

/** Whose client asks, and what the server has to answer with. */
export interface Caller {
    readonly user: UserRecord;
    readonly host: Host;
    readonly hub: HubServer | undefined;
    readonly hubUrl: string;
}

interface Verb<Schema extends z.ZodType, Answer> {
    readonly schema: Schema;
    run(caller: Caller, args: z.output<Schema>): Promise<Answer>;
}

const verb = <Schema extends z.ZodType, Answer>(schema: Schema, run: Verb<Schema, Answer>['run']): Verb<Schema, Answer> => ({ schema, run });

/** The same for what only an administrator may do. */
const adminVerb = <Schema extends z.ZodType, Answer>(schema: Schema, run: Verb<Schema, Answer>['run']): Verb<Schema, Answer> =>
    verb(schema, async (caller, args) => {
        if (!caller.user.roles.includes('admin')) {
            throw new WorkspaceError('error-not-authorized', 'Only administrators may do this.');
        }
        return run(caller, args);
    });

const id = z.string().min(1).max(300);
const text = z.string().max(200_000);
const place = { room: id, text, threadId: id.optional() };
const container = { room: id.optional(), messageId: id.optional(), surfaceId: id.optional() };
const values = z.record(z.string(), z.unknown());
const previewItem = z.object({ id: z.string(), type: z.string(), value: z.string() });

/** A message, or what begins like a slash command: one that does not exist is refused, as Rocket.Chat does by default. */
async function send({ host, user }: Caller, call: { room: string; text: string; threadId?: string }): Promise<void> {
    await (/^\/\S/.test(call.text) ? host.command({ user: user.username, ...call }) : host.post({ user: user.username, ...call }));
}

/** Does something to the stand-in Hub, if it is this process that runs it. */
function onDesk(hub: HubServer | undefined, action: (desk: HubServer) => void): void {
    if (!hub) {
        throw new WorkspaceError('error-not-allowed', 'Hugging Face is not run by this playground.');
    }
    try {
        action(hub);
    } catch (error) {
        throw error instanceof ChangeRefused ? new WorkspaceError('error-not-allowed', error.message) : error;
    }
}

async function start({ host, user, hubUrl }: Caller) {
    const people = (await host.users()).filter(({ active }) => active);
    return {
        people: people.map(({ username, name, roles, type }) => ({ username, name, roles, type })),
        rooms: await host.roomsOf(user.username),
        commands: await host.slashCommands(),
        buttons: await host.actionButtons(),
        texts: await host.texts(user.language ?? 'en'),
        hubUrl,
    };
}

/** Everything the page asks of the server, each with the shape of its arguments. The user is who the login says, never an argument. */
export const VERBS = {
    start: verb(z.object({}), start),
    rooms: verb(z.object({}), ({ host, user }) => host.roomsOf(user.username)),
    history: verb(z.object({ room: id, before: id.optional() }), ({ host, user }, args) => host.history({ user: user.username, ...args })),
    thread: verb(z.object({ rootId: id }), ({ host, user }, args) => host.thread({ user: user.username, ...args })),
    openDirect: verb(z.object({ other: id }), async ({ host, user }, args) => ({ room: await host.openDirect({ user: user.username, ...args }) })),
    read: verb(z.object({ room: id }), ({ host, user }, args) => host.markRead({ user: user.username, ...args })),
    send: verb(z.object(place), send),
    edit: verb(z.object({ messageId: id, text }), ({ host, user }, args) => host.edit({ user: user.username, ...args })),
    remove: verb(z.object({ messageId: id }), ({ host, user }, args) => host.remove({ user: user.username, ...args })),
    react: verb(z.object({ messageId: id, emoji: z.string().max(100) }), ({ host, user }, args) => host.react({ user: user.username, ...args })),
    preview: verb(z.object(place), async ({ host, user }, args) => ({ preview: await host.preview({ user: user.username, ...args }) })),
    executePreview: verb(z.object({ ...place, item: previewItem }), ({ host, user }, { item, ...call }) => host.executePreview({ user: user.username, ...call }, item as Parameters<Host['executePreview']>[1])),
    click: verb(z.object({ actionId: id, blockId: z.string().max(300).optional(), value: z.unknown().optional(), ...container }), async ({ host, user }, args) => ({ result: await host.click({ user: user.username, ...args }) })),
    submit: verb(z.object({ surfaceId: id, values }), async ({ host, user }, args) => ({ result: await host.submit({ user: user.username, ...args }) })),
    close: verb(z.object({ surfaceId: id, values: values.optional(), isCleared: z.boolean().optional() }), async ({ host, user }, args) => ({ result: await host.close({ user: user.username, ...args }) })),
    actionButton: verb(
        z.object({ actionId: id, context: z.enum(['messageAction', 'messageBoxAction', 'roomAction']), room: id.optional(), messageId: id.optional(), threadId: id.optional(), text: text.optional() }),
        async ({ host, user }, args) => ({ result: await host.actionButton({ user: user.username, ...args }) }),
    ),
    settings: adminVerb(z.object({}), async ({ host }) => ({ settings: (await host.appSettings()).filter(({ hidden }) => !hidden), status: await host.status() })),
    setSetting: adminVerb(z.object({ id, value: z.unknown() }), async ({ host }, args) => ({ value: await host.setAppSetting(args.id, args.value) })),
    logs: adminVerb(z.object({}), async ({ host }) => (await host.appLogs(SHOWN_LOGS)).reverse()),
    hub: verb(z.object({}), ({ hub }) => Promise.resolve({ hub: hub && hubView(hub) })),
    hubChange: verb(hubChange, ({ hub }, change) => Promise.resolve(onDesk(hub, (desk) => desk.change(change)))),
    enableWebhook: verb(z.object({ id }), ({ hub }, args) => Promise.resolve(onDesk(hub, (desk) => enableWebhook(desk, args.id)))),
    restartApp: adminVerb(z.object({}), ({ host }) => host.restartApp()),
};

/** The newest ones; the log of a playground left running is long. */
const SHOWN_LOGS = 100;

export type Verbs = typeof VERBS;
