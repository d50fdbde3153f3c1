import { z } from 'zod';
import type { EndpointSpec , endpointSpec} from './endpoint';
import { compute, model, provider, scaling, settings } from './endpoint';

/** 32 characters at most; the Hub's own interface allows no others in names. */
const name = z.string().max(32).regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'Name must consist of lower case letters, digits and dashes');

const secrets = z.record(z.string(), z.string()).default({});

/** What may be ordered. Routes by domain are not part of the stand-in and are refused as unknown keys. */
export const endpointOrder = settings.extend({
    name,
    provider,
    compute,
    model: model.extend({ revision: model.shape.revision.nullish(), secrets }),
    tags: settings.shape.tags.default([]),
    /** Sent by huggingface_hub; the account follows from the path. */
    accountId: z.string().nullish(),
});

/** What may be changed: what is left out stays. Neither the name nor where it runs can be. */
export const endpointUpdate = settings.partial().extend({
    compute: compute.partial().extend({ scaling: scaling.partial().optional() }).optional(),
    model: model.partial().extend({ env: model.shape.env.removeDefault().optional(), secrets: z.record(z.string(), z.string()).optional() }).optional(),
});

export type EndpointOrder = z.infer<typeof endpointOrder>;
export type EndpointUpdate = z.infer<typeof endpointUpdate>;

/** The spec an order asks for. A revision that was left out is the model's newest commit, `head`. */
export function specOf({ name: _name, accountId: _account, model: { secrets: hidden, revision, ...facts }, ...order }: EndpointOrder, head: string): z.input<typeof endpointSpec> {
    return { ...order, model: { ...facts, revision: revision ?? head }, secrets: Object.keys(hidden) };
}

/** The spec after an update. */
export function updated(spec: EndpointSpec, { compute: machine, model: served, ...rest }: EndpointUpdate): z.input<typeof endpointSpec> {
    const { secrets: hidden, ...facts } = served ?? {};
    return {
        ...spec,
        ...rest,
        compute: { ...spec.compute, ...machine, scaling: { ...spec.compute.scaling, ...machine?.scaling } },
        model: { ...spec.model, ...facts },
        ...(hidden && { secrets: Object.keys(hidden) }),
    };
}
