import * as z from 'zod/mini';
import type { Fetched, Hub, Page } from '../types';
import { hardwareSchema, type Hardware } from './hardware';
import { readLog, streamLog, type LogOptions, type ReadLog } from './log-stream';
import { TTL } from './ttl';

const jobSchema = z.looseObject({
    /** 24 hex digits. */
    id: z.string(),
    createdAt: z.string(),
    owner: z.looseObject({ name: z.string() }),
    createdBy: z.nullish(z.looseObject({ name: z.string() })),
    dockerImage: z.nullish(z.string()),
    flavor: z.string(),
    status: z.looseObject({
        /** `SCHEDULING`, `RUNNING`, `COMPLETED`, `ERROR`, `CANCELED`, `DELETED`. */
        stage: z.string(),
        message: z.nullish(z.string()),
        /** `NO_CREDITS` and others. */
        cancelReason: z.nullish(z.string()),
    }),
    labels: z.nullish(z.record(z.string(), z.string())),
    startedAt: z.nullish(z.string()),
    finishedAt: z.nullish(z.string()),
    durations: z.nullish(z.looseObject({ schedulingSecs: z.nullish(z.number()), runningSecs: z.nullish(z.number()), totalSecs: z.nullish(z.number()) })),
});

export type HubJob = z.infer<typeof jobSchema>;

/** A job by its name. The namespace is the user or organisation that pays. */
export interface JobRef {
    readonly namespace: string;
    readonly id: string;
}

export interface JobSpec {
    readonly namespace: string;
    readonly dockerImage: string;
    readonly command: readonly string[];
    /** As in `jobHardware`: `cpu-basic`. */
    readonly flavor: string;
    readonly environment?: Readonly<Record<string, string>>;
    /** Given to the job as environment, and never told again. */
    readonly secrets?: Readonly<Record<string, string>>;
    /** Half an hour when left out. */
    readonly timeoutSeconds?: number;
    /** Letters, digits, `.`, `_` and `-`, at most 100 each. By them a job is found again. */
    readonly labels?: Readonly<Record<string, string>>;
}

const jobPath = (...names: readonly string[]): string => ['/api/jobs', ...names.map(encodeURIComponent)].join('/');

/**
 * Starts a job, and billing. Not to be repeated blindly: look for its label first. Throws a HubError of kind `payment-required` without
 * credits. Source: https://huggingface.co/.well-known/openapi.json, `POST /api/jobs/{namespace}`.
 */
export function runJob(hub: Hub, { namespace, ...spec }: JobSpec): Promise<HubJob> {
    return hub.send(jobSchema, jobPath(namespace), { method: 'POST', body: spec });
}

/** As it is at this moment. Throws a HubError of kind `job-not-found`. */
export function getJob(hub: Hub, { namespace, id }: JobRef): Promise<Fetched<HubJob>> {
    return hub.getJson(jobSchema, jobPath(namespace, id));
}

/** Stops a job; one that is over stays as it is. */
export function cancelJob(hub: Hub, { namespace, id }: JobRef): Promise<HubJob> {
    return hub.send(jobSchema, jobPath(namespace, id, 'cancel'), { method: 'POST', idempotent: true });
}

export interface JobFilters {
    readonly namespace: string;
    /** `key=value`, all of them. */
    readonly label?: string | readonly string[];
    /** Any of them. */
    readonly stage?: string | readonly string[];
    readonly cursor?: string;
}

/** One page of the jobs of an account, the newest first, as they are at this moment. */
export function listJobs(hub: Hub, { namespace, label, stage, cursor }: JobFilters): Promise<Fetched<Page<HubJob>>> {
    return hub.getPage(jobSchema, jobPath(namespace), { query: { label, stage }, cursor });
}

/** What a job wrote so far, and what it writes while the options let us read. The Hub ends the log of a job that is over. */
export function jobLog(hub: Hub, { namespace, id }: JobRef, options: LogOptions): Promise<ReadLog> {
    return readLog(streamLog(hub, jobPath(namespace, id, 'logs'), options));
}

/** What jobs may run on, with today's prices. Public, so one copy serves everybody. `fresh`: as of this moment, never an older answer. */
export function jobHardware(hub: Hub, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<Fetched<Hardware[]>> {
    return hub.getJson(z.array(hardwareSchema), '/api/jobs/hardware', { ttlMs: fresh ? undefined : TTL.catalogue, shared: true, anonymous: true });
}
