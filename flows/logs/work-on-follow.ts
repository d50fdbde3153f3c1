import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { HubError, isPassing, repoHead, type Clock, type HubErrorKind, type StreamEnd } from '../../services/hub';
import { loggedSpace, type LoggedSpace } from '../../services/logs';
import { logFollowView } from '../../ui/log-follow-view';
import { postOnce } from '../post-once';
import { endOf, type EndReason, type Follow, loadFollow, MESSAGE, postsOfFollow, saveProgress } from './follow';
import { draw, finishFollow, forgetEnded } from './finish-follow';
import { readAlong } from './read-along';

/** How long one run of the job reads, milliseconds: well within the 30 s that a job has. */
const RUN_MS = 10_000;
/** Where nothing streams, or Hugging Face does not answer now, it is asked again after this time, milliseconds. */
const POLL_MS = 15_000;
/** A stream that Hugging Face has ended is opened again after this time, milliseconds. */
const REOPEN_MS = 5_000;

/** A follow in one run of the job. */
interface Run {
    readonly job: JobCtx;
    readonly ctx: Ctx;
    readonly follow: Follow;
    readonly clock: Clock;
}

/** The message can't be edited: nobody would see what is read. */
class UnshowableError extends Error {}

/**
 * Follows a log for some seconds, and returns when to go on, milliseconds since 1970; undefined when nothing is left to do. It picks
 * up wherever an earlier run was killed, and gives way to other work that is due: jobs of one server run one after another.
 */
export async function workOnFollow(job: JobCtx, id: string, clock: Clock): Promise<number | undefined> {
    const follow = await loadFollow(job, id);
    if (!follow) {
        return undefined;
    }
    if (follow.ended) {
        return forgetEnded(job, follow, follow.ended.at);
    }
    const ctx = await job.as(follow);
    if (!ctx) {
        return finishFollow(job, await job.inRoom(follow.roomId), follow, 'gone');
    }
    const reason = await reasonToEnd(ctx, follow);
    return reason ? finishFollow(job, ctx, follow, reason) : goOn({ job, ctx, follow: await posted(ctx, follow), clock });
}

async function posted(ctx: Ctx, follow: Follow): Promise<Follow> {
    const view = logFollowView({ ...follow, until: endOf(follow) }, ctx.lang);
    const messageId = await postOnce(ctx, postsOfFollow(ctx, follow), { key: MESSAGE, view, ...(follow.threadId !== undefined && { threadId: follow.threadId }) });
    return { ...follow, posts: { ...follow.posts, posted: new Map([[MESSAGE, messageId]]) } };
}

async function reasonToEnd(ctx: Ctx, follow: Follow): Promise<EndReason | undefined> {
    if (follow.stoppedBy !== undefined) {
        return 'stopped';
    }
    if (ctx.clock() >= endOf(follow)) {
        return 'time';
    }
    return (await ctx.hub.identity()) === undefined ? 'signed-out' : undefined;
}

async function goOn(run: Run): Promise<number> {
    const { job, ctx, follow } = run;
    try {
        const space = await loggedSpace(ctx.hub, follow.space.id);
        return ctx.room.public && (await isPrivate(ctx, space.id)) ? await finishFollow(job, ctx, follow, 'private') : await readOn(run, space);
    } catch (error) {
        if (isPassing(error)) {
            return job.clock() + POLL_MS;
        }
        if (error instanceof UnshowableError) {
            return finishFollow(job, undefined, follow, 'unshowable');
        }
        if (error instanceof HubError) {
            return finishFollow(job, ctx, follow, REFUSALS[error.kind] ?? 'refused');
        }
        throw error;
    }
}

/** As of this moment: it may have become so. */
const isPrivate = async ({ hub }: Ctx, id: string): Promise<boolean> => (await repoHead(hub, { type: 'space', id })).private !== false;

const REFUSALS: Readonly<Partial<Record<HubErrorKind, EndReason>>> = {
    'unauthorized': 'signed-out',
    'token-expired': 'signed-out',
    'not-found': 'gone',
    'repo-not-found': 'gone',
    'not-found-or-private': 'gone',
};

async function readOn({ job, ctx, follow, clock }: Run, { id, stage }: LoggedSpace): Promise<number> {
    const show = async (shown: Follow): Promise<void> => {
        if (!(await draw(ctx, shown))) {
            throw new UnshowableError('The message of a follow can\'t be edited.');
        }
    };
    const at = (log: Follow['progress']['log'], readable = follow.progress.readable): Follow => ({ ...follow, progress: { log, stage, readable } });
    if (stage !== follow.progress.stage) {
        await show(at(follow.progress.log));
    }
    const { log, ended } = await readAlong({
        hub: ctx.hub,
        space: id,
        kind: follow.kind,
        from: follow.progress.log,
        deadlineMs: Math.min(RUN_MS, endOf(follow) - job.clock()),
        clock,
        show: (seen) => show(at(seen, true)),
        isEnough: () => isEnough(job, follow),
    });
    const now = at(log, ended !== 'cannot-stream');
    await saveProgress(job, follow.id, now.progress);
    if (now.progress.readable !== follow.progress.readable) {
        await show(now);
    }
    const latest = await loadFollow(job, follow.id);
    const reason = latest && (await reasonToEnd(ctx, latest));
    return reason ? finishFollow(job, ctx, { ...now, stoppedBy: latest.stoppedBy }, reason) : job.clock() + pauseAfter(ended);
}

/** Somebody stopped it, or other work waits for us. */
async function isEnough(job: JobCtx, { id }: Follow): Promise<boolean> {
    const [latest, due] = await Promise.all([loadFollow(job, id), job.stores.due.due(job.clock())]);
    return latest?.stoppedBy !== undefined || due.length > 0;
}

function pauseAfter(ended: StreamEnd): number {
    switch (ended) {
        case 'cannot-stream':
            return POLL_MS;
        case 'server':
            return REOPEN_MS;
        default:
            return 0;
    }
}
