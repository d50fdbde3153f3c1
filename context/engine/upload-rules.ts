import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { MAX_CHAT_FILE_BYTES } from '../files';

/**
 * The largest file that the server takes from the app in this room, bytes; 0 where it takes none. Read anew each time: it is asked for
 * rarely, and an admin who changes it wants to see it work. Source: Rocket.Chat's settings of file uploads (apps/meteor/server/settings/file-upload.ts).
 */
export async function uploadLimit(read: IRead, room: IRoom): Promise<number> {
    const direct: string = room.type;
    const [enabled, enabledDirect, largest] = await Promise.all(['FileUpload_Enabled', 'FileUpload_Enabled_Direct', 'FileUpload_MaxFileSize'].map((id) => setting(read, id)));
    if (enabled === false || (direct === 'd' && enabledDirect === false)) {
        return 0;
    }
    // -1 means no limit.
    return typeof largest === 'number' && largest >= 0 ? Math.min(largest, MAX_CHAT_FILE_BYTES) : MAX_CHAT_FILE_BYTES;
}

const setting = (read: IRead, id: string): Promise<unknown> => read.getEnvironmentReader().getServerSettings().getValueById(id);
