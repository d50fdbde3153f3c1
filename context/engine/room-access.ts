import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { EngineCall } from './call';

type Reading = Pick<EngineCall, 'read' | 'user'>;

/** Whether the caller may read what is said in a room; a room that is gone is read by nobody. Where a client says to be counts for nothing. */
export async function mayRead(call: Reading, roomId: string): Promise<boolean> {
    // What is missing arrives as null, whatever the engine's types promise.
    const room: IRoom | null | undefined = await call.read.getRoomReader().getById(roomId);
    return room ? mayReadRoom(call, room) : false;
}

/**
 * Public channels are open to everybody but guests; those of a team, which may be a private one, to their own members; discussions
 * to whoever may read the room they belong to. Everywhere else only members read. No round trip for public channels and direct
 * messages, one for others. Source: Rocket.Chat's room access validators (apps/meteor/server/services/authorization/canAccessRoom.ts).
 */
export async function mayReadRoom(call: Reading, room: IRoom): Promise<boolean> {
    if ((isOpen(room) && !(call.user.roles ?? []).includes('guest')) || (await isMember(call, room))) {
        return true;
    }
    return room.parentRoom ? mayReadRoom(call, room.parentRoom) : false;
}

/** Whether everybody in the workspace may read it; whether a channel's team is a private one can't be told. */
export function isPublic({ type, parentRoom }: IRoom): boolean {
    const kind: string = type;
    return kind === 'c' || (parentRoom ? isPublic(parentRoom) : false);
}

/** The main room of a public team is a public channel. */
function isOpen(room: IRoom): boolean {
    const type: string = room.type;
    return type === 'c' && (!room.teamId || room.isTeamMain === true);
}

/** Direct messages name their members. */
async function isMember({ read, user }: Reading, { id, userIds }: IRoom): Promise<boolean> {
    if (userIds) {
        return userIds.includes(user.id);
    }
    // Nothing is answered where the admin does not grant the permission to ask.
    const members: readonly IUser[] | null | undefined = await read.getRoomReader().getMembers(id);
    return members?.some((member) => member.id === user.id) ?? false;
}
