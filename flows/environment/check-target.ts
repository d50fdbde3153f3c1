import type { Ctx } from '../../context/ctx';
import { endpointHardware, HubError, isRepoId, spaceVariables, type EndpointHardware, type HubErrorKind } from '../../services/hub';
import type { TargetWish } from '../../services/workflows/environment/changes';
import { hardwareId, isNamespace, type Target } from '../../services/workflows/environment/environment';
import { refusal, type Checked } from './refusal';

interface Wanted {
    readonly before: Target | undefined;
    readonly target: TargetWish | undefined;
    /** Its id, `aws/us-east-1/nvidia-l4/x1`. */
    readonly wanted: string | undefined;
}

/** Hardware is what Hugging Face offers to the account right now. What is set already stays, offered or not. Throws HubError. */
export async function checkHardware({ hub }: Ctx, { before, target, wanted }: Wanted): Promise<Checked<EndpointHardware>> {
    if (target?.kind !== 'endpoint' || !isNamespace(target.namespace)) {
        return {};
    }
    const { namespace, hardware: current } = target;
    const id = wanted ?? (current && hardwareId(current));
    const isSame = before?.kind === 'endpoint' && before.namespace === namespace && current && id === hardwareId(current);
    if (id === undefined || isSame) {
        return {};
    }
    const offer = (await endpointHardware(hub, namespace)).value.find((hardware) => hardwareId(hardware) === id.toLowerCase());
    if (!offer?.available) {
        return { refusal: refusal('hardware', { key: offer ? 'env.bad.hardware_taken' : 'env.bad.hardware_unknown', values: { hardware: id, namespace } }) };
    }
    return { value: offer };
}

/** Why a Space can't be a target, by what Hugging Face says when its variables are asked for: those are told only to who may write. */
const SPACE_REFUSALS: ReadonlyMap<HubErrorKind, 'env.bad.space_unknown' | 'env.bad.space_closed'> = new Map([
    ['not-found-or-private', 'env.bad.space_unknown'],
    ['repo-not-found', 'env.bad.space_unknown'],
    ['not-found', 'env.bad.space_unknown'],
    ['unauthorized', 'env.bad.space_closed'],
    ['forbidden', 'env.bad.space_closed'],
    ['missing-scope', 'env.bad.space_closed'],
]);

/** The Space has to be there, and the caller may write to it. One that is set already is not asked for again. Throws HubError. */
export async function checkSpace({ hub }: Ctx, before: Target | undefined, target: TargetWish | undefined): Promise<Checked<never>> {
    if (target?.kind !== 'space' || (before?.kind === 'space' && before.space === target.space)) {
        return {};
    }
    if (!target.space.includes('/') || !isRepoId(target.space)) {
        return { refusal: refusal('space', { key: 'env.bad.space' }) };
    }
    try {
        await spaceVariables(hub, target.space);
        return {};
    } catch (error) {
        const key = error instanceof HubError ? SPACE_REFUSALS.get(error.kind) : undefined;
        if (key === undefined) {
            throw error;
        }
        return { refusal: refusal('space', { key, values: { space: target.space } }) };
    }
}
