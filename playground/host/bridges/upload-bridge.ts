import { UploadBridge } from '@rocket.chat/apps-engine/server/bridges/UploadBridge';
import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import type { IUploadDetails } from '@rocket.chat/apps-engine/definition/uploads/IUploadDetails';
import { uploadFile } from '../workspace/upload-file';
import type { Workspace } from '../workspace/workspace';
import { toAppUpload } from './to-app';

/** Uploads, as Rocket.Chat's app/apps/server/bridges/uploads.ts serves them: a new one posts its own message, never in a thread. */
export class WorkspaceUploadBridge extends UploadBridge {
    constructor(private readonly workspace: Workspace) {
        super();
    }

    protected async getById(id: string): Promise<IUpload> {
        const upload = this.workspace.uploads.byId(id);
        return Promise.resolve((upload && toAppUpload(this.workspace, upload)) as IUpload);
    }

    protected async getBuffer(upload: IUpload): Promise<Buffer> {
        const bytes = this.workspace.uploads.bytes(upload.id);
        if (!bytes) {
            throw new Error('Could not find the upload');
        }
        return Promise.resolve(bytes);
    }

    protected async createUpload(details: IUploadDetails, buffer: Buffer): Promise<IUpload> {
        if (!details.userId) {
            throw new Error('Missing user to perform the upload operation');
        }
        const { upload } = await uploadFile(this.workspace, {
            name: details.name,
            type: details.type ?? undefined,
            roomId: details.rid,
            userId: details.userId,
            bytes: Buffer.from(buffer),
        });
        return toAppUpload(this.workspace, upload);
    }
}
