import type { Compute, Vendor } from '../seed/vendors';
import { VENDORS } from '../seed/vendors';
import type { HubState } from '../state';
import { stateAt } from './course';
import type { Endpoint, EndpointSpec } from './endpoint';

type Place = Pick<EndpointSpec, 'provider' | 'compute'>;

/** The hardware that a spec names; undefined when no vendor offers the combination. */
export function offerOf({ provider, compute: { accelerator, instanceType, instanceSize } }: Place): Compute | undefined {
    const region = VENDORS.find(({ name }) => name === provider.vendor)?.regions.find(({ name }) => name === provider.region);
    return region?.computes.find((offer) => offer.accelerator === accelerator && offer.instanceType === instanceType && offer.instanceSize === instanceSize);
}

/** Accelerators that a spec may come to hold. */
export const acceleratorsOf = (spec: Place): number => (offerOf(spec)?.numAccelerators ?? 0) * spec.compute.scaling.maxReplica;

interface Kind {
    vendor: string;
    instanceType: string;
}

/** Accelerators of one kind that the account's endpoints may come to hold, all regions together. Only pausing gives them back: one scaled to zero keeps its place. */
export function usedAccelerators(state: HubState, namespace: string, { vendor, instanceType }: Kind): number {
    const counted = (endpoint: Endpoint): boolean =>
        endpoint.namespace === namespace && endpoint.spec.provider.vendor === vendor && endpoint.spec.compute.instanceType === instanceType && stateAt(endpoint, state.now()) !== 'paused';
    return [...state.endpoints.values()].filter(counted).reduce((sum, { spec }) => sum + acceleratorsOf(spec), 0);
}

type Answered = Omit<Compute, 'maxAccelerators'> & { quota?: { maxAccelerators: number; usedAccelerators: number } };

/** What can be had, with prices; with the account's quotas when one is named. */
export function vendorsFor(state: HubState, namespace?: string): unknown[] {
    const answered = ({ name: vendor }: Vendor, { maxAccelerators, ...compute }: Compute): Answered => ({
        ...compute,
        ...(namespace !== undefined && { quota: { maxAccelerators, usedAccelerators: usedAccelerators(state, namespace, { vendor, instanceType: compute.instanceType }) } }),
    });
    return VENDORS.map((vendor) => ({ ...vendor, regions: vendor.regions.map((region) => ({ ...region, computes: region.computes.map((compute) => answered(vendor, compute)) })) }));
}
