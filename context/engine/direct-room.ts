import { RoomType, type IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { EngineCall } from './call';

/** The direct message between the app and the caller, opened if there is none yet; undefined where the server refuses it. */
export async function directRoom(call: EngineCall, appUser: IUser): Promise<IRoom | undefined> {
    const reader = call.read.getRoomReader();
    const usernames = [appUser.username, call.user.username];
    const known: IRoom | undefined = await reader.getDirectByUsernames(usernames);
    if (known) {
        return known;
    }
    const creator = call.modify.getCreator();
    const room = creator.startRoom().setType(RoomType.DIRECT_MESSAGE).setCreator(appUser).setMembersToBeAddedByUsernames(usernames);
    const id: string | undefined = await creator.finish(room);
    return id ? reader.getById(id) : undefined;
}
