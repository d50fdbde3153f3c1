import type { Ctx } from '../../context/ctx';
import { type Anyway, UserQuestion } from '../../context/user-error';
import type { PinnedModel } from '../../services/deployment';
import { HubError, isPassing, modelHead } from '../../services/hub';

/** What to do with a private model in a room that everybody may read: show it, or say so first, with a button that asks all the same. */
export type Exposure = 'allowed' | Anyway;

/** `shown`: whoever asks knows it already. Otherwise the button carries what was asked for, and that. */
export const exposure = (shown: boolean, actionId: string, asked: object): Exposure => (shown ? 'allowed' : { actionId, value: JSON.stringify({ ...asked, shown: true }) });

/** Whether not everybody may see on Hugging Face what the evidence tells: of the model, or of another one that it is compared with. */
export async function isHidden(ctx: Ctx, { id, private: isPrivate }: Awaited<ReturnType<typeof modelHead>>, live: PinnedModel | undefined): Promise<boolean> {
    const isOther = live !== undefined && live.repo.toLowerCase() !== id.toLowerCase();
    return isPrivate !== false || (isOther && (await isUnseen(ctx, live)));
}

async function isUnseen(ctx: Ctx, { repo, sha }: PinnedModel): Promise<boolean> {
    try {
        return (await modelHead(ctx.hub, { id: repo, revision: sha })).private !== false;
    } catch (error) {
        if (error instanceof HubError && !isPassing(error)) {
            return true;
        }
        throw error;
    }
}

/** Throws a UserQuestion where everybody would see what only some may. */
export function requireDiscretion({ room }: Pick<Ctx, 'room'>, repo: string, wanted: Exposure): void {
    if (room.public && wanted !== 'allowed') {
        throw new UserQuestion({ key: 'deploy.private', values: { repo } }, { ...wanted, label: { key: 'deploy.private.button' } }, { key: 'deploy.private.hint' });
    }
}
