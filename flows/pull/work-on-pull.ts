import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { HubError, isPassing, revisionHead, type Clock, type HubErrorKind } from '../../services/hub';
import { code } from '../../ui/text';
import { mayTakeUnsafe } from '../files/rights';
import { deliverFile } from './deliver-file';
import { PullMessage } from './pull-message';
import { endRecord, forgetPull, GIVE_UP_MS, KEPT_MS, loadCourse, loadPull, noteSettled, spillOwner, type Pull } from './pull-record';

/** How long one run gets what it can, milliseconds: a request that hangs and an upload to the server still have to end within the 30 s of a job. */
const RUN_MS = 8_000;
/** Hugging Face is asked again after this time when it does not answer, milliseconds. */
const POLL_MS = 15_000;
/** How long the message is tried to be posted in a room that does not take it: it may be archived or read-only. Milliseconds. */
const UNSAID_MS = 10 * 60_000;

type EndReason = NonNullable<Pull['ended']>['reason'];

/** A pull in one run of the job. */
interface Run {
    readonly job: JobCtx;
    readonly ctx: Ctx;
    readonly message: PullMessage;
    readonly clock: Clock;
    /** Milliseconds since 1970. */
    readonly until: number;
}

/**
 * Pulls for some seconds, and returns when to go on, milliseconds since 1970; undefined when nothing is left to do. It picks up
 * wherever an earlier run stopped or was killed.
 */
export async function workOnPull(job: JobCtx, id: string, clock: Clock): Promise<number | undefined> {
    const pull = await loadPull(job, id);
    if (!pull) {
        // Whoever was forgetting it may have died over it.
        await forgetPull(job, id);
        return undefined;
    }
    if (pull.ended) {
        return forgetEnded(job, pull, pull.ended.at);
    }
    const ctx = await job.as({ userId: pull.by.id, roomId: pull.roomId, threadId: pull.threadId });
    const speaker = ctx ?? (await job.inRoom(pull.roomId));
    const message = speaker && (await messageIn(speaker, pull, clock));
    if (!message) {
        await endRecord(job, id, 'gone');
        await ctx?.notify({ text: ctx.lang.t('pull.unpostable', { repo: code(pull.repo.id) }), failed: true });
        return job.clock();
    }
    const run: Run = { job, ctx: speaker, message, clock, until: job.clock() + RUN_MS };
    return ctx ? goOn(run, pull) : finish(run, pull, 'gone');
}

/** undefined when the room takes no message of ours: nothing is put then where nobody could see whose it is, and cancel it. */
async function messageIn(ctx: Ctx, pull: Pull, clock: Clock): Promise<PullMessage | undefined> {
    try {
        return await PullMessage.of(ctx, pull, clock);
    } catch (error) {
        if (ctx.clock() - pull.at < UNSAID_MS) {
            throw error;
        }
        logFailure(ctx.log, error, pull.id);
        return undefined;
    }
}

async function goOn(run: Run, pull: Pull): Promise<number> {
    try {
        const reason = await reasonToEnd(run, pull);
        return reason ? await finish(run, pull, reason) : await deliver(run, pull);
    } catch (error) {
        if (isPassing(error)) {
            return wait(run, pull, error);
        }
        if (error instanceof HubError) {
            return finish(run, await latest(run.job, pull), REFUSALS[error.kind] ?? 'refused');
        }
        throw error;
    }
}

async function reasonToEnd({ job, ctx }: Run, pull: Pull): Promise<EndReason | undefined> {
    if (pull.cancelledBy !== undefined) {
        return 'cancelled';
    }
    if (job.clock() > pull.at + GIVE_UP_MS) {
        return 'unavailable';
    }
    // Who may take such files can change while others are pulled.
    if (toDeliver(pull).some((index) => pull.files[index]?.risk !== undefined) && !(await mayTakeUnsafe(ctx))) {
        return 'rights';
    }
    return ctx.room.public && pull.wish.shown !== true && (await isHidden(ctx, pull)) ? 'private' : undefined;
}

/** As of this moment: it may have become so. */
async function isHidden({ hub }: Ctx, { repo: { type, id } }: Pull): Promise<boolean> {
    const head = await revisionHead(hub, { type, id });
    return head.private !== false || Boolean(head.gated);
}

const REFUSALS: Readonly<Partial<Record<HubErrorKind, EndReason>>> = {
    'unauthorized': 'signed-out',
    'token-expired': 'signed-out',
    'gated': 'gated',
    'not-found': 'gone',
    'repo-not-found': 'gone',
    'revision-not-found': 'gone',
    'not-found-or-private': 'gone',
};

/** File after file, one in memory at a time. */
async function deliver(run: Run, begun: Pull): Promise<number> {
    const { job, ctx, message, until } = run;
    let pull = begun;
    for (const index of toDeliver(begun)) {
        const goOn = async (bytes: number): Promise<boolean> => {
            if (message.isDue) {
                pull = await latest(job, pull);
                await message.show({ ...pull, current: { index, bytes } });
            }
            return pull.cancelledBy === undefined && job.clock() < until;
        };
        const settled = await deliverFile({ ctx, pull, index, goOn });
        if (settled) {
            await noteSettled(job, pull.id, index, settled);
        }
        pull = await latest(job, pull);
        if (pull.cancelledBy !== undefined) {
            return finish(run, pull, 'cancelled');
        }
        if (!settled || job.clock() >= until) {
            return job.clock();
        }
    }
    return finish(run, pull, [...pull.settled.values()].every(({ outcome }) => outcome === 'posted') ? 'done' : 'incomplete');
}

/** The places of what is posted and has not come to an end, the manifest last. */
function toDeliver({ files, manifest, settled }: Pull): number[] {
    const posted = files.flatMap(({ name }, index) => (name === undefined ? [] : [index]));
    return [...posted, ...(manifest === undefined ? [] : [files.length])].filter((index) => !settled.has(index));
}

const latest = async (job: JobCtx, pull: Pull): Promise<Pull> => ({ ...pull, ...(await loadCourse(job, pull.id)) });

async function wait({ job, message }: Run, pull: Pull, error: HubError): Promise<number> {
    await message.showLast({ ...(await latest(job, pull)), waiting: true });
    return Math.max(job.clock() + POLL_MS, error.reopensAt ?? 0);
}

/** Draws the end and writes it down, in this order: killed in between, it is drawn again. Returns when to forget the pull. */
async function finish({ job, message }: Run, pull: Pull, reason: EndReason): Promise<number> {
    await message.showLast({ ...pull, ended: { reason, at: job.clock() } });
    await endRecord(job, pull.id, reason);
    await removeKept(job, pull);
    return job.clock() + KEPT_MS;
}

async function removeKept(job: JobCtx, pull: Pull): Promise<void> {
    for (const index of toDeliver(pull)) {
        await job.stores.spill.remove(spillOwner(pull.id, index));
    }
    await job.stores.spill.removeExpired();
}

/** Forgets an ended pull when its time has come; returns that time as long as it has not. */
async function forgetEnded(job: JobCtx, pull: Pull, endedAt: number): Promise<number | undefined> {
    if (job.clock() < endedAt + KEPT_MS) {
        // Whoever wrote down the end may have died before this.
        await removeKept(job, pull);
        return endedAt + KEPT_MS;
    }
    await forgetPull(job, pull.id);
    return undefined;
}
