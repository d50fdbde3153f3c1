import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { preupload, uploadLfs, type UploadProgress } from '../../services/hub';
import { bufferReader } from '../../services/safety';
import { hashesOf } from './hashes-of';
import type { PushFile } from './push-files';
import { readSource } from './read-source';
import type { PushWish } from '../../services/workflows/transfer/push-wish';

/** The content of a file of the plan, read anew. Throws UserError when it is gone or another one: what was agreed to is a content. */
export async function readAgreed(ctx: Pick<Ctx, 'files'>, { source, sha256, gitBlob }: PushFile): Promise<Uint8Array> {
    const bytes = await readSource(ctx, source);
    const now = hashesOf(bytes);
    if (now.sha256 !== sha256 || now.gitBlob !== gitBlob) {
        throw new UserError({ key: 'push.altered', values: { name: source.name } });
    }
    return bytes;
}

interface Sending {
    readonly wish: PushWish;
    /** The commit that the repository is at: its .gitattributes and .gitignore decide how the file goes. */
    readonly revision: string;
    readonly onProgress: UploadProgress;
}

/** Does for one file what has to be done before the commit; an LFS object that is there already is not sent again. Throws UserError and HubError. */
export async function sendFile(ctx: Pick<Ctx, 'files' | 'hub'>, file: PushFile, { wish, revision, onProgress }: Sending): Promise<'lfs' | 'regular' | 'ignored'> {
    const repo = { type: wish.type, id: wish.repo };
    const bytes = await readAgreed(ctx, file);
    const [plan] = await preupload(ctx.hub, repo, { revision, files: [{ path: file.path, size: bytes.length, sample: bytes }] });
    if (plan?.ignored) {
        return 'ignored';
    }
    if (plan?.mode === 'regular') {
        return 'regular';
    }
    await uploadLfs(ctx.hub, repo, [{ sha256: file.sha256, size: bytes.length, read: bufferReader(bytes) }], onProgress);
    return 'lfs';
}
