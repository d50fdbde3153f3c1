import type { Ctx } from '../../context/ctx';
import { hourlyCost, spaceHardware, spaceInfo, spaceRuntime, type Hardware, type SpaceRuntime } from '../../services/hub';

/** A Space as it is at this moment, with what hardware costs today. */
export interface SpaceNow {
    /** Its real id, should it have been renamed. */
    readonly id: string;
    /** Not everybody may see it on Hugging Face. */
    readonly private: boolean;
    /** Only files: nothing runs, so there is nothing to control. */
    readonly static: boolean;
    readonly runtime: SpaceRuntime;
    readonly catalogue: readonly Hardware[];
}

/** Three requests. Throws HubError. */
export async function spaceNow({ hub }: Pick<Ctx, 'hub'>, id: string): Promise<SpaceNow> {
    const [{ value: info }, { value: runtime }, { value: catalogue }] = await Promise.all([spaceInfo(hub, { id }), spaceRuntime(hub, id, { fresh: true }), spaceHardware(hub, { fresh: true })]);
    return { id: info.id, private: info.private !== false, static: info.sdk === 'static', runtime, catalogue };
}

/** The hardware the Space has, or will have when it starts. */
export const flavorOf = ({ hardware }: Pick<SpaceRuntime, 'hardware'>): string | undefined => hardware?.requested ?? hardware?.current ?? undefined;

/** US dollars per hour for a Space on this hardware, with all its replicas; undefined where the catalogue states no price. */
export function pricePerHour({ runtime: { replicas }, catalogue }: Pick<SpaceNow, 'runtime' | 'catalogue'>, flavor: string | undefined): number | undefined {
    const hardware = catalogue.find(({ name }) => name === flavor);
    const each = hardware && hourlyCost(hardware);
    const count = typeof replicas?.requested === 'number' ? replicas.requested : 1;
    // Prices have at most six digits behind the point; 0.067 × 3 shows more.
    return each === undefined ? undefined : Math.round(each * count * 1e6) / 1e6;
}
