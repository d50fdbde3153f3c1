import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Playground } from '../start-playground';
import type { Session } from './session';

/** What can be typed besides chat: `:name arguments`. */
interface Directive {
    readonly usage: string;
    readonly does: string;
    run(session: Session, args: readonly string[], playground: Playground): Promise<void> | void;
}

const rest = (args: readonly string[], from = 0): string => args.slice(from).join(' ');

export const DIRECTIVES: Readonly<Record<string, Directive>> = {
    help: { usage: ':help', does: 'this list', run: (session) => session.print(helpText()) },
    rooms: {
        usage: ':rooms',
        does: 'the rooms you are in',
        async run(session) {
            const rooms = await session.host.rooms();
            const mine: string[] = [];
            for (const room of rooms) {
                if ((await session.host.members(room.id)).includes(session.user)) {
                    mine.push(`${room.name ?? room.id}${room.type === 'd' ? ' (direct message)' : ''}`);
                }
            }
            session.print(mine.join('\n'));
        },
    },
    room: {
        usage: ':room <name>',
        does: 'go to a room',
        async run(session, [name]) {
            const rooms = await session.host.rooms();
            const found = rooms.find((room) => room.name === name || room.id === name);
            if (!found || !(await session.host.members(found.id)).includes(session.user)) {
                throw new Error(`${session.user} is in no room called ${name ?? ''}. :rooms lists them.`);
            }
            session.room = found.name ?? found.id;
            session.threadId = undefined;
        },
    },
    users: { usage: ':users', does: 'the people and their roles', run: async (session) => session.print((await session.host.users()).map((user) => `${user.username} – ${user.name} (${user.roles.join(', ')})`).join('\n')) },
    as: {
        usage: ':as <user>',
        does: 'be somebody else',
        async run(session, [name]) {
            const users = await session.host.users();
            if (!users.some(({ username }) => username === name)) {
                throw new Error(`There is no user ${name ?? ''}. :users lists them.`);
            }
            session.user = name ?? session.user;
        },
    },
    thread: {
        usage: ':thread [m1]',
        does: 'go into a message’s thread; without one, back to the room',
        async run(session, [handle]) {
            session.threadId = handle === undefined ? undefined : session.messageId(handle);
            const replies = session.threadId === undefined ? [] : await session.host.messages(session.room, { threadId: session.threadId });
            replies.forEach((reply) => session.showMessage(reply));
        },
    },
    history: { usage: ':history', does: 'the last 20 messages of the room', run: async (session) => (await session.host.messages(session.room)).slice(-20).forEach((message) => session.showMessage(message)) },
    upload: {
        usage: ':upload <path>',
        does: 'put a file of this machine into the room or thread',
        async run(session, args) {
            const path = rest(args);
            await session.upload(basename(path), await readFile(path));
        },
    },
    menu: {
        usage: ':menu <m1> [n]',
        does: 'what the app offers in a message’s menu; with a number, press it',
        async run(session, [handle, number]) {
            const buttons = (await session.host.actionButtons()).filter(({ context }) => context === 'messageAction');
            const chosen = buttons[Number(number) - 1];
            if (chosen) {
                await session.pressInMenu(chosen.actionId, session.messageId(handle));
            } else {
                session.print(buttons.map(({ actionId }, index) => `${index + 1}  ${actionId}`).join('\n'));
            }
        },
    },
    click: { usage: ':click <n>  or  :<n>', does: 'press a button', run: (session, [number]) => session.use(session.control(number)) },
    pick: {
        usage: ':pick <n> <k>',
        does: 'choose the k-th entry of list n',
        run(session, [number, entry]) {
            const control = session.control(number);
            const option = control.options?.[Number(entry) - 1];
            if (!option) {
                throw new Error(`List ${number ?? ''} has no entry ${entry ?? ''}.`);
            }
            return session.use(control, option.value);
        },
    },
    set: { usage: ':set <field> <text>', does: 'fill in a field of the open form', run: (session, args) => session.setField(args[0] ?? '', rest(args, 1)) },
    submit: { usage: ':submit', does: 'send the open form', run: (session) => session.submit() },
    cancel: { usage: ':cancel', does: 'close the open form', run: (session) => session.cancel() },
    react: { usage: ':react <m1> <:emoji:>', does: 'add or take back a reaction', run: (session, [handle, emoji = '']) => session.host.react({ user: session.user, messageId: session.messageId(handle), emoji }) },
    edit: {
        usage: ':edit <m1> <text>',
        does: 'change a message of yours',
        run: async (session, args) => void (await session.host.edit({ user: session.user, messageId: session.messageId(args[0]), text: rest(args, 1) })),
    },
    type: {
        usage: ':type /hf …',
        does: 'what Rocket.Chat offers while you type',
        async run(session, args) {
            const preview = await session.host.preview({ user: session.user, room: session.room, text: rest(args) });
            session.print((preview?.items ?? []).map(({ value }) => value).join('\n') || '(nothing)');
        },
    },
    settings: { usage: ':settings', does: 'the app’s settings', run: async (session) => session.print((await session.host.appSettings()).map(settingLine).join('\n')) },
    setting: {
        usage: ':setting <id> <value>',
        does: 'change a setting, as an admin would',
        async run(session, args) {
            const value = rest(args, 1);
            await session.host.setAppSetting(args[0] ?? '', value === 'true' ? true : value === 'false' ? false : value);
            const changed = (await session.host.appSettings()).find(({ id }) => id === args[0]);
            session.print(changed ? settingLine(changed) : 'There is no such setting.');
        },
    },
    approve: {
        usage: ':approve <code>',
        does: 'agree to a sign-in on the stand-in Hugging Face',
        run(session, [code = ''], playground) {
            if (!playground.hub) {
                throw new Error('This works only in the terminal that runs the stand-in Hugging Face.');
            }
            playground.hub.device.approve(code, session.user);
            session.print('Approved on the stand-in Hugging Face. The app learns of it within seconds.');
        },
    },
    quit: { usage: ':quit', does: 'leave', run: () => undefined },
};

function settingLine({ id, value, packageValue, i18nAlert }: { readonly id: string; readonly value?: unknown; readonly packageValue: unknown; readonly [field: string]: unknown }): string {
    return `${id} = ${JSON.stringify(value ?? packageValue)}${typeof i18nAlert === 'string' ? `   ✗ ${i18nAlert}` : ''}`;
}

export function helpText(): string {
    const width = Math.max(...Object.values(DIRECTIVES).map(({ usage }) => usage.length));
    return ['Type /hf … or a message, as in Rocket.Chat. Lines with a colon are for this terminal:', ...Object.values(DIRECTIVES).map(({ usage, does }) => `  ${usage.padEnd(width)}  ${does}`)].join('\n');
}

/** Does what a line says. Throws an Error whose message is for the person at the terminal. */
export async function obey(line: string, session: Session, playground: Playground): Promise<void> {
    if (!line.startsWith(':') || /^:[a-z_]+:/.test(line)) {
        await session.say(line);
        return;
    }
    const [name = '', ...args] = line.slice(1).trim().split(/\s+/);
    if (/^\d+$/.test(name)) {
        await session.use(session.control(name));
        return;
    }
    const directive = Object.hasOwn(DIRECTIVES, name) ? DIRECTIVES[name] : undefined;
    if (!directive) {
        throw new Error(`There is no :${name}. :help lists what there is.`);
    }
    await directive.run(session, args, playground);
}
