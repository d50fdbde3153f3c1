import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const computeSchema = z.looseObject({
    id: z.string(),
    accelerator: z.string(),
    instanceType: z.string(),
    instanceSize: z.string(),
    numAccelerators: z.nullish(z.number()),
    memoryGb: z.nullish(z.number()),
    gpuMemoryGb: z.nullish(z.number()),
    /** `available`, `low_availability`, `not_available`, `reserved`, `deprecated`. */
    status: z.string(),
    /** US dollars. */
    pricePerHour: z.number(),
});

const vendorsSchema = z.looseObject({
    vendors: z.array(z.looseObject({ name: z.string(), regions: z.array(z.looseObject({ name: z.string(), computes: z.array(computeSchema) })) })),
});

/** One combination that an endpoint may run on. */
export interface EndpointHardware {
    readonly vendor: string;
    readonly region: string;
    readonly accelerator: string;
    readonly instanceType: string;
    readonly instanceSize: string;
    /** Gigabytes of the accelerators, or of the machine where there are none. */
    readonly memoryGb: number | undefined;
    readonly available: boolean;
    /** US dollars per hour and replica. */
    readonly pricePerHour: number;
}

const endpointSchema = z.looseObject({
    name: z.string(),
    type: z.string(),
    provider: z.looseObject({ vendor: z.string(), region: z.string() }),
    compute: z.looseObject({
        accelerator: z.string(),
        instanceType: z.string(),
        instanceSize: z.string(),
        scaling: z.looseObject({ minReplica: z.number(), maxReplica: z.number() }),
    }),
    model: z.looseObject({ repository: z.string(), revision: z.nullish(z.string()), task: z.nullish(z.string()) }),
    status: z.looseObject({
        state: z.string(),
        url: z.nullish(z.string()),
        message: z.nullish(z.string()),
        errorMessage: z.nullish(z.string()),
        readyReplica: z.nullish(z.number()),
        targetReplica: z.nullish(z.number()),
        updatedAt: z.nullish(z.string()),
    }),
});

export type Endpoint = z.infer<typeof endpointSchema>;

/** What a new endpoint needs. Hardware comes from `endpointHardware`: other combinations are refused. */
export interface EndpointSpec {
    /** Lower-case letters, digits and dashes, at most 32. */
    readonly name: string;
    readonly repository: string;
    readonly revision: string;
    readonly task: string | undefined;
    readonly hardware: Pick<EndpointHardware, 'vendor' | 'region' | 'accelerator' | 'instanceType' | 'instanceSize'>;
    readonly minReplica: number;
    readonly maxReplica: number;
    /** Minutes without a request until it scales to zero. */
    readonly scaleToZeroMinutes: number;
}

const endpointPath = (namespace: string, name?: string): string => ['/endpoint', namespace, ...(name === undefined ? [] : [name])].join('/');

/** What endpoints of this account may run on, the cheapest first, with today's prices. */
export async function endpointHardware(hub: Hub, namespace: string): Promise<Fetched<EndpointHardware[]>> {
    const { value, ...age } = await hub.getJson(vendorsSchema, `/provider/${namespace}`, { base: 'endpoints', ttlMs: TTL.catalogue });
    const all = value.vendors.flatMap(({ name: vendor, regions }) => regions.flatMap(({ name: region, computes }) => computes.map((compute): EndpointHardware => ({
        vendor,
        region,
        accelerator: compute.accelerator,
        instanceType: compute.instanceType,
        instanceSize: compute.instanceSize,
        memoryGb: compute.gpuMemoryGb ?? compute.memoryGb ?? undefined,
        available: ['available', 'low_availability'].includes(compute.status),
        pricePerHour: compute.pricePerHour,
    }))));
    return { value: all.sort((a, b) => a.pricePerHour - b.pricePerHour), ...age };
}

export async function listEndpoints(hub: Hub, namespace: string): Promise<Fetched<Endpoint[]>> {
    const { value, ...age } = await hub.getJson(z.looseObject({ items: z.array(endpointSchema) }), endpointPath(namespace), { base: 'endpoints', ttlMs: TTL.live });
    return { value: value.items, ...age };
}

export function endpointInfo(hub: Hub, namespace: string, name: string): Promise<Fetched<Endpoint>> {
    return hub.getJson(endpointSchema, endpointPath(namespace, name), { base: 'endpoints', ttlMs: 0 });
}

/** Starts billing. Not to be repeated blindly: look for the name first. */
export function createEndpoint(hub: Hub, namespace: string, spec: EndpointSpec): Promise<Endpoint> {
    const { hardware: { vendor, region, ...instance } } = spec;
    const body = {
        name: spec.name,
        type: 'authenticated',
        provider: { vendor, region },
        compute: { ...instance, scaling: { minReplica: spec.minReplica, maxReplica: spec.maxReplica, scaleToZeroTimeout: spec.scaleToZeroMinutes } },
        model: { repository: spec.repository, revision: spec.revision, framework: 'pytorch', ...(spec.task !== undefined && { task: spec.task }), image: { huggingface: {} }, env: {} },
        tags: ['rocket-chat'],
    };
    return hub.send(endpointSchema, endpointPath(namespace), { base: 'endpoints', method: 'POST', body });
}

/** Lets a running endpoint serve another revision. The same call twice is one. */
export function moveEndpoint(hub: Hub, { namespace, name, repository, revision }: { readonly namespace: string; readonly name: string; readonly repository: string; readonly revision: string }): Promise<Endpoint> {
    return hub.send(endpointSchema, endpointPath(namespace, name), { base: 'endpoints', method: 'PUT', body: { model: { repository, revision } }, idempotent: true });
}

export type EndpointPhase = 'moving' | 'live' | 'stopped' | 'failed' | 'unknown';

const PHASES: ReadonlyMap<string, EndpointPhase> = new Map([
    ['pending', 'moving'], ['initializing', 'moving'], ['updating', 'moving'],
    ['running', 'live'],
    ['paused', 'stopped'], ['scaledToZero', 'stopped'],
    ['failed', 'failed'], ['updateFailed', 'failed'],
]);

/** What a state means for somebody who waits for the endpoint. Hugging Face may add states: those are `unknown`. */
export const endpointPhase = (state: string): EndpointPhase => PHASES.get(state) ?? 'unknown';
