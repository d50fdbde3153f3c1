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

/** A few lines are asked for, and a line may be long. */
const MAX_LOG_BYTES = 256 * 1024;

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
    /** Minutes without a request until it scales to zero; undefined: never, which needs a `minReplica` above 0. */
    readonly scaleToZeroMinutes: number | undefined;
}

/** What an endpoint is to serve from now on. */
export interface EndpointMove {
    readonly namespace: string;
    readonly name: string;
    readonly repository: string;
    readonly revision: string;
    /** Left as it is when undefined. */
    readonly task?: string | undefined;
}

const endpointPath = (...names: readonly string[]): string => ['/endpoint', ...names.map(encodeURIComponent)].join('/');

/** What endpoints of this account may run on, the cheapest first, with today's prices. */
export async function endpointHardware(hub: Hub, namespace: string): Promise<Fetched<EndpointHardware[]>> {
    const { value, ...age } = await hub.getJson(vendorsSchema, `/provider/${encodeURIComponent(namespace)}`, { base: 'endpoints', ttlMs: TTL.catalogue });
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

/** As it is at this moment: never an older answer, because what is done next depends on it. */
export function endpointInfo(hub: Hub, namespace: string, name: string): Promise<Fetched<Endpoint>> {
    return hub.getJson(endpointSchema, endpointPath(namespace, name), { base: 'endpoints' });
}

/** The last lines that its container wrote, as text. */
export function endpointLogs(hub: Hub, { namespace, name, lines, signal }: { readonly namespace: string; readonly name: string; readonly lines: number; readonly signal?: AbortSignal }): Promise<Fetched<string>> {
    return hub.getText(`${endpointPath(namespace, name)}/logs`, { base: 'endpoints', query: { tail: lines }, maxBytes: MAX_LOG_BYTES, signal });
}

/** Throws the HubError of the refusal when the token may not change endpoints of this account. */
export async function assertMayChangeEndpoints(hub: Hub, namespace: string): Promise<void> {
    await hub.send(z.unknown(), `/api/inference-endpoints/${encodeURIComponent(namespace)}/auth-check/write`, { method: 'POST', idempotent: true });
}

/** Starts billing. Not to be repeated blindly: look for the name first. */
export function createEndpoint(hub: Hub, namespace: string, spec: EndpointSpec): Promise<Endpoint> {
    const { hardware: { vendor, region, ...instance } } = spec;
    const body = {
        name: spec.name,
        type: 'authenticated',
        provider: { vendor, region },
        compute: { ...instance, scaling: { minReplica: spec.minReplica, maxReplica: spec.maxReplica, scaleToZeroTimeout: spec.scaleToZeroMinutes ?? null } },
        model: { repository: spec.repository, revision: spec.revision, framework: 'pytorch', ...(spec.task !== undefined && { task: spec.task }), image: { huggingface: {} }, env: {} },
        tags: ['rocket-chat'],
    };
    return hub.send(endpointSchema, endpointPath(namespace), { base: 'endpoints', method: 'POST', body });
}

/** Lets an endpoint serve another revision, or another model. The same call twice is one. */
export function moveEndpoint(hub: Hub, { namespace, name, repository, revision, task }: EndpointMove): Promise<Endpoint> {
    const model = { repository, revision, ...(task !== undefined && { task }) };
    return hub.send(endpointSchema, endpointPath(namespace, name), { base: 'endpoints', method: 'PUT', body: { model }, idempotent: true });
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
