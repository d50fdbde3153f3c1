import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { HubError, isPassing, repoHead, spaceRuntime, stageGroup, type SpaceRuntime } from '../../services/hub';
import { maskSecrets } from '../../services/safety';
import type { FollowedOrder } from '../../services/workflows/space/order';
import { spaceCourseView } from '../../ui/space-course-view';
import { postOnce } from '../post-once';
import { observeState } from '../watching/observe';
import { beginRecord, forgetFollow, type Follow, loadFollow, noteDrawn, noteEnded, noteSeen } from './follow-record';
import { judgeCourse, pauseAfter } from './judge-course';

/** The kind of due item whose subject is the id of a follow record. */
export const SPACE_FOLLOW = 'space-follow';

/** When to look again, milliseconds since 1970; undefined when it is over and the message says so. */
export type NextLook = number | undefined;

const CARD = 'card';
/** What the Hub says of a failure, characters. */
const WORDS_LIMIT = 500;
/** A message that can't be posted or edited is not tried for longer. */
const GIVE_UP_MS = 2 * 60 * 60_000;

export interface Started {
    readonly order: FollowedOrder;
    /** As Hugging Face answered the order. */
    readonly runtime: SpaceRuntime;
    /** US dollars per hour while the Space runs. */
    readonly perHour: number | undefined;
}

/** Posts the message that tells what becomes of an order, and lets jobs keep it up to date. Its record comes first, so that a kill at any line loses neither. */
export async function followSpace(ctx: Ctx, { order, runtime, perHour }: Started): Promise<void> {
    const id = ctx.newId();
    const { user: { id: userId, username }, room, threadId } = ctx;
    await beginRecord(ctx, id, { order, by: { id: userId, username }, roomId: room.id, threadId, perHour });
    await noteSeen(ctx, id, { index: 0, ...toldBy(runtime) });
    const at = ctx.clock() + pauseAfter(0);
    await ctx.stores.due.schedule({ kind: SPACE_FOLLOW, subject: id, at });
    const follow = await loadFollow(ctx, id);
    if (follow) {
        await show(ctx, follow);
    }
    await ctx.wakeAt(at);
}

/** One look at the Space, and the message as it should be then. Run by the one server that claimed the work; bears being run twice. */
export async function workOnFollow(job: JobCtx, id: string): Promise<NextLook> {
    const follow = await loadFollow(job, id);
    const place = follow && { userId: follow.by.id, roomId: follow.roomId, threadId: follow.threadId };
    const asker = place && (await job.as(place));
    const speaker = asker ?? (place && (await job.inRoom(place.roomId)));
    if (!follow || !speaker || job.clock() - follow.begunAt > GIVE_UP_MS) {
        await forgetFollow(job, id);
        return undefined;
    }
    const current = follow.ended ? follow : await look(job, follow, asker);
    await show(speaker, current);
    if (current.ended) {
        await forgetFollow(job, id);
        return undefined;
    }
    return job.clock() + pauseAfter(job.clock() - current.begunAt);
}

/** What is new is written down. Without the one who asked there is nobody to look for us. */
async function look(job: JobCtx, follow: Follow, asker: Ctx | undefined): Promise<Follow> {
    const seen = asker ? await runtimeOf(asker, follow.order.space) : 'unseen';
    if (seen === 'gone' || seen === 'unseen') {
        return end(job, follow, seen);
    }
    const current = seen && seen.stage !== follow.seen.at(-1)?.stage ? await addSeen(job, follow, seen) : follow;
    const moved = current.seen.some(({ stage }) => stageGroup(stage) === 'moving');
    const ended = judgeCourse({ ...current, moved }, seen, job.clock());
    return ended === undefined ? current : end(job, current, ended);
}

/** Undefined when Hugging Face does not answer just now. `unseen` as well where everybody may read and the Space has become private. */
async function runtimeOf({ hub, room }: Ctx, space: string): Promise<SpaceRuntime | 'gone' | 'unseen' | undefined> {
    try {
        if (room.public && (await repoHead(hub, { type: 'space', id: space })).private !== false) {
            return 'unseen';
        }
        return (await spaceRuntime(hub, space, { fresh: true })).value;
    } catch (error) {
        if (isPassing(error)) {
            return undefined;
        }
        if (error instanceof HubError) {
            return error.status === 404 ? 'gone' : 'unseen';
        }
        throw error;
    }
}

async function addSeen(job: JobCtx, follow: Follow, runtime: SpaceRuntime): Promise<Follow> {
    const told = toldBy(runtime);
    await noteSeen(job, follow.id, { index: follow.seen.length, ...told });
    const { stage, words } = told;
    await observeState(job, { type: 'space', id: follow.order.space }, { type: 'stage', data: { stage, ...(words !== undefined && { message: words }) } });
    return { ...follow, seen: [...follow.seen, { ...told, at: job.clock() }] };
}

async function end(job: JobCtx, follow: Follow, how: NonNullable<Follow['ended']>['end']): Promise<Follow> {
    await noteEnded(job, follow.id, how);
    return { ...follow, ended: { end: how, at: job.clock() } };
}

const toldBy = ({ stage, errorMessage }: SpaceRuntime): { stage: string; words?: string } => ({ stage, ...(errorMessage && { words: maskSecrets(errorMessage).slice(0, WORDS_LIMIT) }) });

/** Posts the message, or edits it when it does not show this yet. */
async function show(ctx: Ctx, follow: Follow): Promise<void> {
    const { id, posts, drawn, seen, ended } = follow;
    const state = `drawn:${seen.length}:${ended?.end ?? 'going'}`;
    if (drawn.has(state)) {
        return;
    }
    const view = spaceCourseView(
        { ...follow, by: follow.by.username, stages: seen.map((one) => ({ ...one, group: stageGroup(one.stage) })), hubUrl: ctx.settings.hubUrl },
        ctx.lang,
    );
    const messageId = await postOnce(ctx, posts, { key: CARD, view });
    // One that is new shows it; one that was posted before, by a process that was killed even, may show less.
    if (posts.posting.size > 0) {
        await ctx.edit(messageId, view);
    }
    await noteDrawn(ctx, id, state);
}
