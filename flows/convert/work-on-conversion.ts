import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { UserError } from '../../context/user-error';
import { HubError, isPassing } from '../../services/hub';
import { hubErrorText } from '../../ui/error-view';
import { forgetConversion, loadConversion, type Conversion } from './conversion-record';
import { followJob, noteEnd } from './follow-job';
import { showConversion } from './show-conversion';
import { startJob } from './start-job';

/** The kind of due item whose subject is the id of a conversion. */
export const CONVERT_WORK = 'convert';

/** How often a job is looked at: often in its first minutes. Milliseconds. */
const LOOK_MS = 15_000;
const SELDOM_MS = 30_000;
const FIRST_MS = 10 * 60_000;
const RETRY_MS = 20_000;
/** A plan that nobody agreed to is no plan any more; what is over is known for as long. */
export const KEEP_MS = 24 * 60 * 60_000;
/** Nobody waits longer: the job's own limit has passed long before. */
const GIVE_UP_MS = 2 * KEEP_MS;

/** When there is more to do, milliseconds since 1970; undefined when the record is gone. */
export type NextRun = number | undefined;

/** One step of a conversion. Run by the one server that claimed the work; bears being run twice, and being killed at any line. */
export async function workOnConversion(job: JobCtx, id: string): Promise<NextRun> {
    const conversion = await loadConversion(job, id);
    const forgetAt = conversion && forgottenAt(conversion);
    if (!conversion || (forgetAt !== undefined && job.clock() >= forgetAt)) {
        await forgetConversion(job, id);
        return undefined;
    }
    if (conversion.confirmedAt === undefined) {
        return forgetAt;
    }
    const { by, roomId, threadId } = conversion;
    const asker = await job.as({ userId: by.id, roomId, threadId });
    const speaker = asker ?? (await job.inRoom(roomId));
    if (!speaker) {
        await forgetConversion(job, id);
        return undefined;
    }
    if (!asker && !conversion.ended) {
        await noteEnd(speaker, conversion, { end: 'gone' });
    }
    const retryAt = asker && !conversion.ended ? await tryStep(asker, conversion) : undefined;
    return show(speaker, { id, retryAt });
}

/** An end, and a plan without a yes, are forgotten in time. */
const forgottenAt = ({ ended, confirmedAt, begunAt }: Conversion): number | undefined => (ended ? ended.at + KEEP_MS : confirmedAt === undefined ? begunAt + KEEP_MS : undefined);

async function show(ctx: Ctx, { id, retryAt }: { readonly id: string; readonly retryAt: number | undefined }): Promise<NextRun> {
    const conversion = await loadConversion(ctx, id);
    if (!conversion) {
        return undefined;
    }
    await showConversion(ctx, conversion, { waiting: retryAt !== undefined });
    return forgottenAt(conversion) ?? retryAt ?? ctx.clock() + pauseAfter(ctx.clock() - (conversion.started?.at ?? ctx.clock()));
}

const pauseAfter = (elapsed: number): number => (elapsed < FIRST_MS ? LOOK_MS : SELDOM_MS);

/** Undefined when the step was done, or has failed for good; a time when Hugging Face does not answer just now. Throws what nobody foresaw, unless it has gone on for too long. */
async function tryStep(ctx: Ctx, conversion: Conversion): Promise<NextRun> {
    try {
        await (conversion.started ? followJob(ctx, conversion, conversion.started) : startJob(ctx, conversion));
        await giveUpInTime(ctx, conversion);
        return undefined;
    } catch (error) {
        if (error instanceof UserError) {
            await noteEnd(ctx, conversion, { end: 'refused', words: [error.sentence, ...error.steps].map(({ key, values }) => ctx.lang.t(key, values)).join('\n') });
            return undefined;
        }
        if (error instanceof HubError) {
            return isPassing(error) ? waitFor(ctx, conversion, error) : fail(ctx, conversion, error);
        }
        if (!isOverdue(ctx, conversion)) {
            throw error;
        }
        logFailure(ctx.log, error, conversion.id);
        return giveUpInTime(ctx, conversion);
    }
}

async function waitFor(ctx: Ctx, conversion: Conversion, { reopensAt = 0 }: HubError): Promise<number> {
    await giveUpInTime(ctx, conversion);
    return Math.max(ctx.clock() + RETRY_MS, reopensAt);
}

async function fail(ctx: Ctx, conversion: Conversion, error: HubError): Promise<undefined> {
    await noteEnd(ctx, conversion, { end: refusalOf(conversion, error), words: hubErrorText(error.facts, { lang: ctx.lang, now: ctx.clock() }) });
}

/** Before the job was ordered nothing has been charged; one that was, even by a process that was killed while it asked, goes on without us. */
function refusalOf({ starting }: Conversion, { kind }: HubError): 'lost' | 'no-credits' | 'refused' {
    if (kind === 'payment-required') {
        return 'no-credits';
    }
    return starting ? 'lost' : 'refused';
}

const isOverdue = (ctx: Ctx, { confirmedAt = 0 }: Conversion): boolean => ctx.clock() - confirmedAt >= GIVE_UP_MS;

async function giveUpInTime(ctx: Ctx, conversion: Conversion): Promise<undefined> {
    if (isOverdue(ctx, conversion)) {
        await noteEnd(ctx, conversion, { end: 'unavailable' });
    }
}
