import { z } from 'zod';

const text = z.string().max(10_000);
const label = /^[a-zA-Z0-9._-]+$/;

/** What may be ordered. Volumes, exposed ports and SSH are not part of the stand-in and are refused as unknown keys. */
export const jobOrder = z.strictObject({
    dockerImage: text.min(1).optional(),
    spaceId: text.optional(),
    command: z.array(text.min(1)).min(1).max(200).optional(),
    arguments: z.array(text).max(200).optional(),
    environment: z.record(z.string().regex(/^[a-zA-Z][_a-zA-Z0-9]+$/), text).default({}),
    secrets: z.record(z.string().regex(/^[a-zA-Z][_a-zA-Z0-9]*$/), text).default({}),
    flavor: z.string(),
    arch: z.enum(['amd64', 'arm64']).optional(),
    timeoutSeconds: z.int().positive().nullable().default(null),
    attempts: z.int().min(1).default(1),
    labels: z.record(z.string().max(100).regex(label), z.string().max(100).regex(/^[a-zA-Z0-9._-]*$/)).default({}),
}).refine(({ dockerImage, spaceId }) => (dockerImage === undefined) !== (spaceId === undefined), 'Exactly one of dockerImage and spaceId must be provided');

export type JobOrder = z.infer<typeof jobOrder>;
