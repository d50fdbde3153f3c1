import type { Ctx } from '../../context/ctx';
import { HubError, isPassing, revisionHead } from '../../services/hub';

/** Whether not everybody may see a repository on Hugging Face, by what its head says. */
export const isHidden = ({ private: isPrivate, gated }: Awaited<ReturnType<typeof revisionHead>>): boolean => isPrivate !== false || Boolean(gated);

/** The same of a model at this moment; one that is not to be seen at all is hidden. Throws HubError while Hugging Face does not answer. */
export async function isHiddenNow({ hub }: Pick<Ctx, 'hub'>, model: string): Promise<boolean> {
    try {
        return isHidden(await revisionHead(hub, { type: 'model', id: model }));
    } catch (error) {
        if (error instanceof HubError && !isPassing(error)) {
            return true;
        }
        throw error;
    }
}
