import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import type { Episode, MonitorNews } from '../../services/workflows/monitor';
import { newsOf } from '../../services/workflows/monitor';
import { alertBeginsView, alertEndsView, monitorCardView, type ShownMonitor } from '../../ui/monitor-view';
import { postOnce, type Posts } from '../post-once';
import { CARD, type Monitor, postsOf } from './monitors';
import { shownMonitor } from './shown-monitor';

/** Shows in the room how the Space is, and says once whatever has begun or ended. To be called by the job alone. */
export async function presentMonitor(job: JobCtx, room: Ctx, monitor: Monitor): Promise<void> {
    const shown = shownMonitor(room, monitor);
    const posts = postsOf(job, monitor);
    const cardId = await drawCard(room, posts, shown);
    const news = newsOf(shown.episodes, { rules: monitor.rules, told: new Set(posts.posted.keys()), mutedUntil: monitor.mutedUntil, now: job.clock() });
    for (const one of news) {
        await tell(await destination(job, room, monitor), { posts, one, shown, cardId });
    }
}

/** The last words of a monitor that has ended: nothing is posted for it any more. */
export async function closeCard(job: JobCtx, room: Ctx, monitor: Monitor): Promise<void> {
    if (postsOf(job, monitor).posted.has(CARD)) {
        await drawCard(room, postsOf(job, monitor), shownMonitor(room, monitor));
    }
}

/** The card is a comfort: when somebody has deleted it, alerts are sounded all the same. */
async function drawCard(room: Ctx, posts: Posts, shown: ShownMonitor): Promise<string> {
    const view = monitorCardView(shown, { lang: room.lang, now: room.clock() });
    const known = posts.posted.get(CARD);
    if (known === undefined) {
        return postOnce(room, posts, { key: CARD, view });
    }
    try {
        await room.edit(known, view);
    } catch (error) {
        logFailure(room.log, error, shown.id.slice(0, 8));
    }
    return known;
}

interface Destination {
    readonly ctx: Ctx;
    /** Alerts stand in the thread of the card, unless another room is wanted. */
    readonly here: boolean;
}

/** Where alerts go. When the other room is gone, the card's thread has to do. */
export async function destination(job: JobCtx, room: Ctx, { wish: { notify } }: Monitor): Promise<Destination> {
    const other = notify.to === 'room' && notify.id !== room.room.id ? await job.inRoom(notify.id) : undefined;
    return other ? { ctx: other, here: false } : { ctx: room, here: true };
}

interface Telling {
    readonly posts: Posts;
    readonly one: MonitorNews;
    readonly shown: ShownMonitor;
    readonly cardId: string;
}

/** The end is said below the beginning. */
async function tell({ ctx, here }: Destination, { posts, one: { kind, key, begins, episode }, shown, cardId }: Telling): Promise<void> {
    const threadId = here ? cardId : posts.posted.get(begins);
    await postOnce(ctx, posts, { key, view: newsView(kind, episode, { ctx, shown }), ...(threadId !== undefined && { threadId }) });
}

function newsView(kind: MonitorNews['kind'], episode: Episode, { ctx, shown }: { readonly ctx: Ctx; readonly shown: ShownMonitor }): ReturnType<typeof alertEndsView> {
    return kind === 'alert-begins' ? alertBeginsView(episode, shown, { lang: ctx.lang, now: ctx.clock() }) : alertEndsView(episode, shown, ctx.lang);
}
