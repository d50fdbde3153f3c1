import type { EngineCall } from './call';

/**
 * Whether the caller may decide for the room. What a client says about itself counts for nothing, so the room's roles are
 * read from the server; in a direct message both sides may.
 */
export async function isRoomManager(call: EngineCall): Promise<boolean> {
    if (call.user.roles.includes('admin')) {
        return true;
    }
    const reader = call.read.getRoomReader();
    const type: string = call.room.type;
    if (type === 'd') {
        const members = await reader.getMembers(call.room.id);
        return members.some(({ id }) => id === call.user.id);
    }
    const [owners, moderators, leaders] = await Promise.all([reader.getOwners(call.room.id), reader.getModerators(call.room.id), reader.getLeaders(call.room.id)]);
    return [...owners, ...moderators, ...leaders].some(({ id }) => id === call.user.id);
}
