import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { UserError } from '../../context/user-error';
import { HubError, isPassing } from '../../services/hub';
import { overrideHelps, planState } from '../../services/workflows/transfer/push-plan';
import { hubErrorText } from '../../ui/error-view';
import { record } from '../audit/record';
import { mayTakeUnsafe } from '../files/rights';
import { plannedFiles } from './push-files';
import { endPush, forgetPush, loadPush, type Push } from './push-record';
import { showPush, stepOf } from './show-push';
import { takeStep } from './take-step';

/** The kind of due item whose subject is the id of a push. */
export const PUSH_WORK = 'push';

/** No step is begun after this: a job has 30 s, and a step may take most of the rest. Milliseconds. */
const RUN_MS = 10_000;
/** How often interim states are shown, milliseconds. */
const SHOW_EVERY_MS = 1000;
const RETRY_MS = 20_000;
/** Nobody waits longer for a Hub that does not answer. */
const GIVE_UP_MS = 60 * 60_000;
/** A plan that nobody looks through is no plan any more; what is over can be tried again for as long. */
const KEEP_MS = 24 * 60 * 60_000;

/** When there is more to do, milliseconds since 1970; undefined when the record is gone. */
export type NextRun = number | undefined;

/** Some steps of a push. Run by the one server that claimed the work; bears being run twice, and being killed at any line. */
export async function workOnPush(job: JobCtx, id: string): Promise<NextRun> {
    const push = await loadPush(job, id);
    if (!push || isOld(push, job.clock())) {
        await forgetPush(job, id);
        return undefined;
    }
    const asker = await job.as({ userId: push.by.id, roomId: push.roomId, threadId: push.threadId });
    if (asker) {
        return advance(asker, push);
    }
    const speaker = await job.inRoom(push.roomId);
    if (!speaker) {
        await forgetPush(job, id);
        return undefined;
    }
    await endFailed(speaker, push, speaker.lang.t('push.person_gone'));
    return showEnd(speaker, id);
}

const endOf = ({ ended, committed }: Push): number | undefined => committed?.at ?? ended?.at;

function isOld(push: Push, now: number): boolean {
    const over = endOf(push);
    return over !== undefined && now - over >= KEEP_MS;
}

/** Step by step until the time is up, somebody has to decide, or it is over. The facts are read anew for each step: somebody may have cancelled. */
async function advance(ctx: Ctx, push: Push): Promise<NextRun> {
    const stopAt = ctx.clock() + RUN_MS;
    // Whoever has agreed sees at once that it has begun, and no button to review it any more.
    let showAt = ctx.clock() + (push.confirmed ? 0 : SHOW_EVERY_MS);
    for (let current: Push | undefined = push; current !== undefined; current = await loadPush(ctx, push.id)) {
        const { kind } = stepOf(current);
        if (kind === 'done' || kind === 'ended') {
            return showEnd(ctx, push.id);
        }
        if (kind === 'review') {
            return awaitReview(ctx, current);
        }
        if (ctx.clock() >= showAt) {
            await showPush(ctx, current);
            showAt = ctx.clock() + SHOW_EVERY_MS;
        }
        if (ctx.clock() >= stopAt) {
            return ctx.clock();
        }
        const retryAt = await tryStep(ctx, current);
        if (retryAt !== undefined) {
            return retryAt;
        }
    }
    return undefined;
}

async function showEnd(ctx: Ctx, id: string): Promise<NextRun> {
    const push = await loadPush(ctx, id);
    if (push) {
        await showPush(ctx, push);
    }
    return push && (endOf(push) ?? ctx.clock()) + KEEP_MS;
}

/** Whoever was killed after the plan was written down may have left it to us to see that there is nothing to agree to. */
async function awaitReview(ctx: Ctx, push: Push): Promise<NextRun> {
    const plan = plannedFiles(push);
    const state = planState(plan);
    if (state !== 'ready' && !(overrideHelps(plan) && (await mayTakeUnsafe(ctx)))) {
        await endPush(ctx, push.id, { end: state });
        return showEnd(ctx, push.id);
    }
    const until = (push.plannedAt ?? push.begunAt) + KEEP_MS;
    if (ctx.clock() >= until) {
        await endPush(ctx, push.id, { end: 'expired' });
        return showEnd(ctx, push.id);
    }
    await showPush(ctx, push);
    return until;
}

/** One step. Undefined when it was done or has failed for good; a time when Hugging Face does not answer just now. Throws what nobody foresaw, unless it has gone on for too long. */
async function tryStep(ctx: Ctx, push: Push): Promise<NextRun> {
    try {
        await takeStep(ctx, push);
        return undefined;
    } catch (error) {
        if (error instanceof UserError) {
            const { sentence, steps } = error;
            return endFailed(ctx, push, [sentence, ...steps].map(({ key, values }) => ctx.lang.t(key, values)).join('\n'));
        }
        if (error instanceof HubError) {
            return isPassing(error) ? waitFor(ctx, push, error) : fail(ctx, push, error);
        }
        if (ctx.clock() - push.movedOnAt < GIVE_UP_MS) {
            throw error;
        }
        logFailure(ctx.log, error, push.id);
        return endFailed(ctx, push, ctx.lang.t('push.fault'));
    }
}

async function waitFor(ctx: Ctx, push: Push, { reopensAt }: HubError): Promise<NextRun> {
    if (ctx.clock() - push.movedOnAt >= GIVE_UP_MS) {
        return endFailed(ctx, push, ctx.lang.t('push.gave_up'));
    }
    await showPush(ctx, push, { kind: 'waiting' });
    return Math.max(ctx.clock() + RETRY_MS, reopensAt ?? 0);
}

/** For good. Whether a commit was made that an earlier run was about to make, nobody knows. */
async function endFailed(ctx: Ctx, { id, committing }: Push, words: string): Promise<undefined> {
    await endPush(ctx, id, { end: 'failed', words: [words, ...(committing ? [ctx.lang.t('push.unsure')] : [])].join('\n') });
}

/** A refusal while something is being written is on record. */
async function fail(ctx: Ctx, push: Push, { facts }: HubError): Promise<undefined> {
    const { id, by, roomId, wish: { type, repo }, confirmed, round } = push;
    if (confirmed) {
        await record(ctx, { id: `push:${id}:refused:${round}`, by: by.id, what: 'push.committed', subject: repo, roomId, result: 'refused', details: { type, kind: facts.kind } });
    }
    return endFailed(ctx, push, hubErrorText(facts, { lang: ctx.lang, now: ctx.clock() }));
}
