import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

/** A flavor of the catalogues of Spaces and of Jobs. */
export const hardwareSchema = z.looseObject({
    /** The flavor: `cpu-basic`, `t4-small`, `zero-a10g`. */
    name: z.string(),
    prettyName: z.string(),
    cpu: z.nullish(z.string()),
    ram: z.nullish(z.string()),
    /** `quantity` and `vram` are texts. */
    accelerator: z.nullish(z.looseObject({ type: z.string(), model: z.string(), quantity: z.string(), vram: z.string(), manufacturer: z.nullish(z.string()) })),
    unitCostUSD: z.number(),
    unitLabel: z.string(),
});

export type Hardware = z.infer<typeof hardwareSchema>;

/** The Spaces catalogue with today's prices. Public, so one copy serves everybody. `fresh`: as of this moment, never an older answer. */
export function spaceHardware(hub: Hub, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<Fetched<Hardware[]>> {
    return hub.getJson(z.array(hardwareSchema), '/api/spaces/hardware', { ttlMs: fresh ? undefined : TTL.catalogue, shared: true, anonymous: true });
}

const UNITS_PER_HOUR: ReadonlyMap<string, number> = new Map([['second', 3600], ['minute', 60], ['hour', 1]]);

/** US dollars per hour; undefined when the price is per something else than time. */
export function hourlyCost({ unitCostUSD, unitLabel }: Hardware): number | undefined {
    const units = UNITS_PER_HOUR.get(unitLabel.toLowerCase());
    // Prices are stated in micro-dollars: the product is rounded to them, or 0.0333… × 60 shows its tail.
    return units === undefined ? undefined : Math.round(unitCostUSD * units * 1e6) / 1e6;
}
