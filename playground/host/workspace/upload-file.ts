import { meteorId } from '../store/ids';
import type { MessageRecord, UploadRecord } from './records';
import { checkMayPost, findPlace, sendMessage } from './send-message';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

export interface NewUpload {
    name: string;
    /** Media type; guessed from the name when absent or none. */
    type?: string;
    roomId: string;
    userId: string;
    bytes: Buffer;
    /** People can upload into a thread; apps cannot. */
    threadId?: string;
    /** Text of the message that carries the file. */
    text?: string;
}

const MEDIA_TYPES = new Map(Object.entries({
    csv: 'text/csv', gif: 'image/gif', html: 'text/html', jpg: 'image/jpeg', json: 'application/json', md: 'text/markdown',
    pdf: 'application/pdf', png: 'image/png', py: 'text/x-python', svg: 'image/svg+xml', txt: 'text/plain', zip: 'application/zip',
}));

/** Stores a file and posts the message that carries it. Throws a WorkspaceError when a setting or an app forbids it. */
export async function uploadFile(workspace: Workspace, file: NewUpload): Promise<{ upload: UploadRecord; message?: MessageRecord }> {
    const user = workspace.users.demand(file.userId);
    const { room, threadId } = findPlace(workspace, file);
    checkMayPost(workspace, user, room);
    const type = mediaType(file);
    checkAllowed(workspace, { type, size: file.bytes.length, direct: room.type === 'd' });
    const refusal = await workspace.hooks?.preventUpload({ name: file.name, size: file.bytes.length, type, room, user, bytes: file.bytes });
    if (refusal !== undefined) {
        throw new WorkspaceError('error-app-prevented', refusal);
    }
    const upload: UploadRecord = {
        id: meteorId(), name: file.name, size: file.bytes.length, type, roomId: room.id, userId: user.id, createdAt: workspace.now(),
    };
    workspace.uploads.add(upload, file.bytes);
    const link = `/file-upload/${upload.id}/${encodeURIComponent(upload.name)}`;
    try {
        const message = await sendMessage(workspace, {
            text: file.text ?? '',
            senderId: user.id,
            roomId: room.id,
            threadId,
            files: [{ id: upload.id, name: upload.name, type }],
            attachments: [{ title: { value: upload.name, link, displayDownloadLink: true }, type: 'file' }],
        });
        return { upload, message };
    } catch (error) {
        workspace.uploads.remove(upload.id);
        throw error;
    }
}

/** Without parameters and in lower case, so that the server's lists apply and it fits a header. */
function mediaType({ name, type = '' }: NewUpload): string {
    const given = /^[\w.+-]+\/[\w.+-]+/.exec(type.toLowerCase())?.[0];
    return given ?? MEDIA_TYPES.get(name.split('.').pop()?.toLowerCase() ?? '') ?? 'application/octet-stream';
}

function checkAllowed(workspace: Workspace, file: { type: string; size: number; direct: boolean }): void {
    const { settings } = workspace;
    if (!settings.flag('FileUpload_Enabled') || (file.direct && !settings.flag('FileUpload_Enabled_Direct'))) {
        throw new WorkspaceError('error-file-upload-disabled', 'File uploads are disabled');
    }
    const limit = settings.number('FileUpload_MaxFileSize');
    if (limit > -1 && file.size > limit) {
        throw new WorkspaceError('error-file-too-large', `File exceeds allowed size of ${limit} bytes`);
    }
    const listed = (id: string): string[] => settings.text(id).split(',').map((entry) => entry.trim()).filter(Boolean);
    const allowed = listed('FileUpload_MediaTypeWhiteList');
    if (listed('FileUpload_MediaTypeBlackList').some(matches(file.type)) || (allowed.length > 0 && !allowed.some(matches(file.type)))) {
        throw new WorkspaceError('error-invalid-file-type', 'File type is not accepted');
    }
}

const matches = (type: string) => (pattern: string) => pattern === type || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)));
