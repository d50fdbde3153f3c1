import { endpointHardware, hourlyCost, spaceHardware, spaceRuntime, type Hub } from '../../hub';
import type { Target } from '../../workflows/environment/environment';
import type { Price } from '../price';
import { findEndpoint, type EndpointTarget } from './endpoint';
import type { SpaceTarget } from './space';

/**
 * What running at the target costs by today's price lists. A deployment does not change what an endpoint or a Space runs on, so
 * where there is one already, its own hardware and replicas count. Undefined for branches and tags, and when the list has no such hardware.
 */
export async function priceOf(hub: Hub, target: Target): Promise<Price | undefined> {
    switch (target.kind) {
        case 'endpoint':
            return endpointPrice(hub, target);
        case 'space':
            return spacePrice(hub, target);
        case 'branch':
        case 'tag':
            return undefined;
    }
}

type Machine = Pick<EndpointTarget, 'hardware' | 'minReplica' | 'maxReplica'>;

async function endpointPrice(hub: Hub, target: EndpointTarget): Promise<Price | undefined> {
    const [{ value: offers }, { hardware, minReplica, maxReplica }] = await Promise.all([endpointHardware(hub, target.namespace), machineOf(hub, target)]);
    const offer = offers.find(({ vendor, region, accelerator, instanceType, instanceSize }) =>
        vendor === hardware.vendor && region === hardware.region && accelerator === hardware.accelerator && instanceType === hardware.instanceType && instanceSize === hardware.instanceSize);
    return offer && { minPerHour: times(offer.pricePerHour, minReplica), maxPerHour: times(offer.pricePerHour, maxReplica) };
}

/** Pausing sets the replicas to 0 (https://huggingface.co/docs/inference-endpoints/guides/pause_endpoint), which says nothing about what comes after. */
async function machineOf(hub: Hub, target: EndpointTarget): Promise<Machine> {
    const endpoint = await findEndpoint(hub, target);
    if (endpoint === undefined) {
        return target;
    }
    const { provider: { vendor, region }, compute: { accelerator, instanceType, instanceSize, scaling } } = endpoint;
    const { minReplica, maxReplica } = scaling.maxReplica === 0 ? target : scaling;
    return { hardware: { vendor, region, accelerator, instanceType, instanceSize }, minReplica, maxReplica };
}

/** Every replica of a Space is billed. */
async function spacePrice(hub: Hub, { space }: SpaceTarget): Promise<Price | undefined> {
    const [{ value: { hardware, replicas } }, { value: catalogue }] = await Promise.all([spaceRuntime(hub, space), spaceHardware(hub)]);
    const flavor = catalogue.find(({ name }) => name === (hardware?.current ?? hardware?.requested));
    const perHour = flavor && hourlyCost(flavor);
    const count = typeof replicas?.requested === 'number' ? replicas.requested : 1;
    return perHour === undefined ? undefined : { minPerHour: times(perHour, count), maxPerHour: times(perHour, count) };
}

/** Prices have at most six digits behind the point; 0.067 × 3 shows more. */
const times = (price: number, count: number): number => Math.round(price * count * 1e6) / 1e6;
