import { z } from 'zod';

const words = z.record(z.string(), z.string().max(10_000));

export const provider = z.strictObject({ vendor: z.string(), region: z.string() });

export const scaling = z.strictObject({
    minReplica: z.int().min(0),
    maxReplica: z.int().min(1),
    /** Minutes without a request. Nobody sends any here, so the time never runs. */
    scaleToZeroTimeout: z.int().min(1).nullish(),
    measure: z.union([z.strictObject({ pendingRequests: z.number().positive() }), z.strictObject({ hardwareUsage: z.number().positive() })]).nullish(),
});

export const compute = z.strictObject({ accelerator: z.enum(['cpu', 'gpu', 'neuron']), instanceType: z.string(), instanceSize: z.string(), scaling });

const ENGINES = ['vLLM', 'sGLang', 'tgi', 'tei', 'llamacpp', 'hfServe', 'custom'] as const;

/** Settings of an engine are plain values; an object among them would be credentials for a registry, which is not part of the stand-in. */
const engine = z.object({ url: z.string().min(1), port: z.int().optional(), healthRoute: z.string().optional() }).catchall(z.union([z.string(), z.number(), z.boolean()]));

const image = z.union([
    z.strictObject({ huggingface: z.strictObject({}) }),
    z.partialRecord(z.enum(ENGINES), engine).refine((value) => Object.keys(value).length === 1, 'Exactly one engine must be given'),
]);

export const model = z.strictObject({
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    revision: z.string().min(1),
    task: z.string().nullish(),
    framework: z.enum(['custom', 'pytorch', 'llamacpp']),
    image,
    env: words.default({}),
    args: z.array(z.string()).optional(),
    command: z.array(z.string()).optional(),
});

export const settings = z.strictObject({
    type: z.enum(['public', 'authenticated', 'private']),
    tags: z.array(z.string().max(100)).max(50),
    cacheHttpResponses: z.boolean().optional(),
});

/** What an endpoint is told to be. Of secrets only the names are kept. */
export const endpointSpec = settings.extend({ provider, compute, model, secrets: z.array(z.string()) })
    .refine(({ compute: { scaling: { minReplica, maxReplica } } }) => minReplica <= maxReplica, { message: 'minReplica must not be above maxReplica', path: ['compute', 'scaling'] });

export type EndpointSpec = z.infer<typeof endpointSpec>;

export const ENDPOINT_STATES = ['pending', 'initializing', 'updating', 'updateFailed', 'running', 'paused', 'failed', 'scaledToZero'] as const;

export type EndpointState = (typeof ENDPOINT_STATES)[number];

export interface Signature {
    /** Milliseconds since the epoch. */
    at: number;
    by: string;
}

/** An endpoint as it is held; its state follows from the clock: `stateAt`. */
export interface Endpoint {
    /** 24 hex digits; its address is made from them. */
    id: string;
    namespace: string;
    name: string;
    spec: EndpointSpec;
    created: Signature;
    updated: Signature;
    /** States to go through, oldest first, each from a moment (milliseconds since the epoch) on. */
    course: { state: EndpointState; at: number }[];
    errorMessage?: string;
}

/** Where the state keeps it. */
export const endpointKey = ({ namespace, name }: Pick<Endpoint, 'namespace' | 'name'>): string => `${namespace}/${name}`;
