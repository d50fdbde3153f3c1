import type { Ctx } from '../../context/ctx';
import { cancelJob, getJob, HubError, jobLog, pathsInfo, type HubJob, type JobRef } from '../../services/hub';
import { readableLines } from '../../services/logs';
import { jobEnd, type ConvertEnd } from '../../services/workflows/convert/job-end';
import { commitIn, progressIn, refusalIn } from '../../services/workflows/convert/progress';
import { plain, truncate } from '../../ui/text';
import { record } from '../audit/record';
import { MAIN } from '../push/repo-now';
import { noteConversion, noteSeen, type Conversion, type Ended } from './conversion-record';
import { isHiddenNow } from './is-hidden';
import { cancelTwins } from './start-job';

/** So many of the last lines are read, and so many are kept for the card. */
const READ_LINES = 200;
const KEPT_LINES = 6;
const LINE_LENGTH = 200;
/** The Hub hands over what there is at once and then waits for more, milliseconds. */
const LOG_MS = 3_000;
const IDLE_MS = 400;
/** A twin of the job, ordered by another server at the same moment, shows within this time, milliseconds. It is looked for until one look came later. */
const TWINS_MS = 60_000;
/** What is said of a failure, UTF-16 units. */
const WORDS_LENGTH = 400;

/** One look at the job: what is new is written down, and its end if it has come. Throws HubError. */
export async function followJob(ctx: Ctx, conversion: Conversion, started: NonNullable<Conversion['started']>): Promise<void> {
    const { id, plan: { namespace } } = conversion;
    const ref = { namespace, id: started.jobId };
    if ((conversion.seen?.at ?? started.at) - started.at < TWINS_MS) {
        await cancelTwins(ctx, conversion);
    }
    await noteHidden(ctx, conversion);
    const job = await jobNow(ctx, ref, conversion.cancelledBy !== undefined);
    const lines = await linesOf(ctx, ref);
    const progress = progressIn(lines);
    await noteSeen(ctx, id, { stage: job.status.stage, seconds: secondsOf(job, ctx.clock()), ...(progress && { progress }), lines: lines.slice(-KEPT_LINES).map((line) => line.slice(0, LINE_LENGTH)) });
    const end = jobEnd(job.status, lines);
    if (end !== undefined) {
        await noteEnd(ctx, conversion, await endedAs(ctx, conversion, { end, job, lines }));
    }
}

/** Whoever may read the room sees no more of a model than a stranger would, from when it was hidden. */
async function noteHidden(ctx: Ctx, { id, hidden, plan: { model } }: Conversion): Promise<void> {
    if (ctx.room.public && !hidden && (await isHiddenNow(ctx, model))) {
        await noteConversion(ctx, id, 'hidden', {});
    }
}

async function jobNow({ hub }: Ctx, ref: JobRef, isCancelled: boolean): Promise<HubJob> {
    const job = (await getJob(hub, ref)).value;
    return isCancelled && jobEnd(job.status, []) === undefined ? cancelJob(hub, ref) : job;
}

/** The last lines as people may see them; none while Hugging Face has none to show. */
export async function linesOf({ hub }: Pick<Ctx, 'hub'>, ref: JobRef): Promise<string[]> {
    try {
        const { lines } = await jobLog(hub, ref, { tail: READ_LINES, deadlineMs: LOG_MS, idleMs: IDLE_MS });
        return readableLines(lines).map(({ text }) => text);
    } catch (error) {
        if (error instanceof HubError) {
            return [];
        }
        throw error;
    }
}

/** Since it was ordered: waiting for the hardware is not charged, but nobody tells the two apart to the minute. */
function secondsOf({ durations, createdAt }: HubJob, now: number): number {
    const since = (now - Date.parse(createdAt)) / 1000;
    return Math.max(0, Math.round(durations?.totalSecs ?? (Number.isNaN(since) ? 0 : since)));
}

async function endedAs({ hub }: Ctx, { plan: { repo, outputs } }: Conversion, { end, job, lines }: { readonly end: ConvertEnd; readonly job: HubJob; readonly lines: readonly string[] }): Promise<Ended> {
    if (end !== 'done') {
        const words = plain(truncate(refusalIn(lines) ?? job.status.message ?? '', WORDS_LENGTH));
        return { end, ...(words !== '' && { words }) };
    }
    const entries = await pathsInfo(hub, { type: 'model', id: repo.id }, { revision: MAIN, paths: outputs });
    const files = entries.map(({ path, size, lfs }) => ({ path, size: lfs?.size ?? size ?? 0 }));
    const commit = commitIn(lines);
    return { end: files.length === outputs.length ? 'done' : 'incomplete', files, ...(commit !== undefined && { commit }) };
}

/** On record first: who is killed in between puts the same on record again. */
export async function noteEnd(ctx: Ctx, { id, by, roomId, plan: { model, sha, repo } }: Conversion, ended: Ended): Promise<void> {
    const result = ended.end === 'done' ? 'done' : ended.end === 'refused' ? 'refused' : 'failed';
    await record(ctx, { id: `convert:${id}:ended`, by: by.id, what: 'convert.ended', subject: model, sha, roomId, result, details: { end: ended.end, repo: repo.id } });
    await noteConversion(ctx, id, 'ended', ended);
}
