import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { PushSource } from './push-record';

/**
 * The content of a file of the chat. Looked up each time: somebody may have deleted its message, which some servers only hide, or
 * the user may have left its room. Throws UserError then.
 */
export async function readSource({ files }: Pick<Ctx, 'files'>, { id, name }: PushSource): Promise<Uint8Array> {
    const file = await files.find(id);
    if (!file) {
        throw new UserError({ key: 'safety.file.gone', values: { name } });
    }
    return files.read(file);
}
