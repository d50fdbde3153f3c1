import type { CarrierMemory } from './carrier';
import { HubCache } from './wire/cache';
import { RateLimits } from './wire/rate-limit';

/** What all users of one process share: kept answers, rate buckets, what is known about the network. Created once. */
export interface HubShared {
    cache: HubCache;
    limits: RateLimits;
    network: CarrierMemory;
}

export function createHubShared(options: { cacheBytes?: number } = {}): HubShared {
    return {
        cache: new HubCache(options.cacheBytes),
        limits: new RateLimits(),
        network: { workspaceUntil: 0, directProven: false },
    };
}
