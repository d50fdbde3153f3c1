import { z } from 'zod';

const names = z.record(z.string(), z.string());

/** A job as it was ordered. How it fares follows from the clock: `jobStatus`. */
export const job = z.object({
    /** 24 hex digits. */
    id: z.string(),
    /** Milliseconds since the epoch. */
    createdAt: z.number(),
    /** User or organisation that pays. */
    owner: z.string(),
    createdBy: z.string(),
    dockerImage: z.string().optional(),
    spaceId: z.string().optional(),
    command: z.array(z.string()).optional(),
    arguments: z.array(z.string()).optional(),
    environment: names,
    /** Names only: values are never told again. */
    secrets: z.array(z.string()),
    flavor: z.string(),
    arch: z.enum(['amd64', 'arm64']).optional(),
    timeoutSeconds: z.number(),
    labels: names,
    /** What its container would do; there is none here. `runSeconds` counts from its start. */
    fate: z.object({ runSeconds: z.number(), ends: z.enum(['COMPLETED', 'ERROR']), message: z.string().optional(), output: z.array(z.string()) }),
    /** Files that are in a repo once it has completed, as if `by` had pushed them; `revision` is the commit of the model that it read. */
    delivers: z.object({ model: z.string(), revision: z.string(), repo: z.string(), files: z.array(z.string()), by: z.string() }).optional(),
    delivered: z.literal(true).optional(),
    /** When and why it was stopped from outside. */
    stopped: z.object({ at: z.number(), cancelReason: z.literal('NO_CREDITS').optional() }).optional(),
});

export type Job = z.infer<typeof job>;

export const JOB_STAGES = ['COMPLETED', 'CANCELED', 'ERROR', 'DELETED', 'RUNNING', 'SCHEDULING'] as const;

export interface JobStatus {
    stage: (typeof JOB_STAGES)[number];
    message: string | null;
    cancelReason?: 'NO_CREDITS';
    /** Milliseconds since the epoch; missing before it started, and when it was stopped before. */
    startedAt?: number;
    finishedAt?: number;
}

/** Seconds between the order and the start of the container. */
const SCHEDULING_S = 4;

function naturalEnd({ fate, timeoutSeconds }: Job, startedAt: number): Required<Pick<JobStatus, 'stage' | 'message' | 'finishedAt'>> {
    if (fate.runSeconds > timeoutSeconds) {
        return { stage: 'ERROR', message: 'Job timeout', finishedAt: startedAt + timeoutSeconds * 1000 };
    }
    return { stage: fate.ends, message: fate.message ?? null, finishedAt: startedAt + fate.runSeconds * 1000 };
}

/** Where the job stands at a moment. */
export function jobStatus(ordered: Job, now: number): JobStatus {
    const { createdAt, stopped } = ordered;
    const startedAt = createdAt + SCHEDULING_S * 1000;
    const end = naturalEnd(ordered, startedAt);
    const started = startedAt <= Math.min(now, stopped?.at ?? Infinity);
    if (stopped && stopped.at < end.finishedAt) {
        return {
            stage: 'CANCELED', message: stopped.cancelReason ? 'Not enough credits to go on' : null, ...(started && { startedAt }), finishedAt: stopped.at,
            ...(stopped.cancelReason && { cancelReason: stopped.cancelReason }),
        };
    }
    if (!started) {
        return { stage: 'SCHEDULING', message: null };
    }
    return now < end.finishedAt ? { stage: 'RUNNING', message: null, startedAt } : { ...end, startedAt };
}

export const isLive = (ordered: Job, now: number): boolean => ['SCHEDULING', 'RUNNING'].includes(jobStatus(ordered, now).stage);
