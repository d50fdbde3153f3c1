import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Person, Workspace } from '../ctx';
import type { EngineCall } from './call';
import { mayRead, mayReadRoom } from './room-access';
import { toRoom } from './to-room';

/** As many as the server gives at a time. */
const RECENT_MESSAGES = 100;

/** Paths of rooms by their type. Source: Rocket.Chat's room coordinators (apps/meteor/lib/rooms/roomTypes). */
const ROOM_PATHS: Readonly<Record<string, string>> = { c: 'channel', p: 'group', d: 'direct' };

/** What the server knows, read through the engine. The engine's types promise values where servers answer nothing. */
export function serverWorkspace(call: EngineCall, appId: string, siteUrl: () => Promise<string | undefined>): Workspace {
    const users = call.read.getUserReader();
    return {
        userById: async (id) => toPerson(await users.getById(id)),
        userByName: async (username) => toPerson(await users.getByUsername(username.replace(/^@/, ''))),
        async role(idOrName) {
            const role: { readonly id: string; readonly name: string } | null | undefined = await call.read.getRoleReader().getOneByIdOrName(idOrName, appId);
            return role ? { id: role.id, name: role.name } : undefined;
        },
        mayRead: (roomId) => mayRead(call, roomId),
        async roomByName(name) {
            const room: IRoom | null | undefined = await call.read.getRoomReader().getByName(name.replace(/^#/, ''));
            return room && (await mayReadRoom(call, room)) ? toRoom(room) : undefined;
        },
        async reactions(messageId) {
            const message: IMessage | null | undefined = await call.read.getMessageReader().getById(messageId);
            // The engine declares a list where the server has one entry per emoji.
            const reactions = (message?.reactions ?? {}) as unknown as Readonly<Record<string, { readonly usernames: readonly string[] }>>;
            return message ? Object.fromEntries(Object.entries(reactions).map(([emoji, { usernames }]) => [emoji, usernames])) : undefined;
        },
        async messageUrl(messageId, roomId) {
            const [site, room] = await Promise.all([siteUrl(), roomId === call.room.id ? call.room : call.read.getRoomReader().getById(roomId)]);
            return site === undefined || !room ? undefined : `${site.replace(/\/+$/, '')}${roomPath(room)}?msg=${encodeURIComponent(messageId)}`;
        },
        posted: (marker) => findPosted(call, marker),
    };
}

function toPerson(user: IUser | null | undefined): Person | undefined {
    return user ? { id: user.id, username: user.username, roles: user.roles ?? [], human: isHuman(user) } : undefined;
}

function isHuman({ type, isEnabled }: IUser): boolean {
    const kind: string = type;
    return kind === 'user' && isEnabled;
}

function roomPath(room: IRoom): string {
    const type: string = room.type;
    return `/${ROOM_PATHS[type] ?? 'channel'}/${encodeURIComponent(type === 'd' ? room.id : room.slugifiedName)}`;
}

async function findPosted({ read, room }: EngineCall, marker: string): Promise<string | undefined> {
    const recent = await read.getRoomReader().getMessages(room.id, { limit: RECENT_MESSAGES, sort: { createdAt: 'desc' }, showThreadMessages: true });
    // Blocks come as they were stored; the engine's type of them is a union of several versions.
    const blockIds = (blocks: unknown): readonly { readonly blockId?: string }[] => (Array.isArray(blocks) ? (blocks as { readonly blockId?: string }[]) : []);
    return recent.find(({ blocks }) => blockIds(blocks).some(({ blockId }) => blockId?.startsWith(`${marker}.`)))?.id;
}
