import type { Host } from '../host-api';
import { meteorId } from '../store/ids';
import { checkMayDelete, deleteMessage } from '../workspace/delete-message';
import { viewOf } from '../workspace/message-view';
import { checkAccess } from '../workspace/permissions';
import { setReaction } from '../workspace/react';
import type { MessageRecord } from '../workspace/records';
import { sendMessage } from '../workspace/send-message';
import { checkMayEdit, updateMessage } from '../workspace/update-message';
import { uploadFile } from '../workspace/upload-file';
import type { Workspace } from '../workspace/workspace';
import { WorkspaceError } from '../workspace/workspace-error';
import type { HostParts } from './host-parts';

type PeopleApi = Pick<Host, 'on' | 'post' | 'edit' | 'remove' | 'react' | 'upload' | 'markRead' | 'setLanguage'>;

/** What people do in rooms. */
export function peopleApi({ workspace }: HostParts): PeopleApi {
    const { users, rooms, events } = workspace;
    return {
        on: (listener) => events.on(listener),

        async post({ user, room, ...content }) {
            const place = { senderId: users.demand(user).id, roomId: rooms.demand(room).id };
            const message = await sendMessage(workspace, { id: meteorId(), ...content, ...place });
            return message && viewOf(workspace, message);
        },

        async edit({ user, messageId, text }) {
            const editor = users.demand(user);
            checkMayEdit(workspace, editor, demandMessage(workspace, messageId));
            return viewOf(workspace, await updateMessage(workspace, { messageId, editor, changes: { text } }));
        },

        async remove({ user, messageId }) {
            const by = users.demand(user);
            const message = demandMessage(workspace, messageId);
            checkMayDelete(workspace, by, message);
            await deleteMessage(workspace, message, by);
        },

        react: async ({ user, ...reaction }) => setReaction(workspace, { ...reaction, user: users.demand(user) }),

        async upload({ user, room, bytes, ...file }) {
            const place = { userId: users.demand(user).id, roomId: rooms.demand(room).id };
            const { upload, message } = await uploadFile(workspace, { ...file, ...place, bytes: Buffer.from(bytes) });
            return { upload, message: message && viewOf(workspace, message) };
        },

        async markRead({ user, room: name }) {
            const reader = users.demand(user);
            const room = rooms.demand(name);
            checkAccess(rooms, reader, room);
            const at = workspace.now();
            rooms.markRead(room.id, reader.id, at);
            events.emit({ type: 'read', user, roomId: room.id, at });
            return Promise.resolve();
        },

        setLanguage: async ({ user, language }) => Promise.resolve(users.update({ ...users.demand(user), language })),
    };
}

function demandMessage(workspace: Workspace, id: string): MessageRecord {
    const message = workspace.messages.byId(id);
    if (!message) {
        throw new WorkspaceError('error-invalid-message', `Invalid message ${id}`);
    }
    return message;
}
