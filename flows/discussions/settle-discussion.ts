import type { Ctx } from '../../context/ctx';
import { addComment, setDiscussionStatus, whoAmI, type DiscussionDetails, type DiscussionRef } from '../../services/hub';
import { doneView } from '../../ui/news/discussion-answers';
import type { View } from '../../ui/view';
import { stateOf } from '../watching/reports/discussion-report';
import { newsRepo } from '../watching/reports/as-seen';
import { carryOut, requireAccount, type Carried } from './carry-out';

/** The same text of the same person within this time was sent twice, milliseconds: a form whose answer came late is sent again. */
const REPEATED_MS = 10 * 60_000;

export async function commentOn(ctx: Ctx, at: DiscussionRef, text: string): Promise<View> {
    await requireAccount(ctx);
    const { name } = (await whoAmI(ctx.hub)).value;
    const now = ctx.clock();
    const carried = await carryOut(ctx, at, {
        deed: 'discussion.commented',
        isReached: ({ events }) => events.some(({ author, data, createdAt }) => author?.name === name && data?.latest?.raw === text && now - Date.parse(createdAt) < REPEATED_MS),
        write: () => addComment(ctx.hub, at, text),
    });
    return answer(ctx, at, 'commented', { ...carried, outcome: 'done' });
}

export async function closeDiscussion(ctx: Ctx, at: DiscussionRef): Promise<View> {
    const carried = await carryOut(ctx, at, { deed: 'discussion.closed', isReached: ({ status }) => status === 'closed' || status === 'merged', write: () => setDiscussionStatus(ctx.hub, at, 'closed') });
    return answer(ctx, at, 'closed', carried);
}

export async function reopenDiscussion(ctx: Ctx, at: DiscussionRef): Promise<View> {
    const carried = await carryOut(ctx, at, { deed: 'discussion.reopened', isReached: ({ status }) => status !== 'closed', write: () => setDiscussionStatus(ctx.hub, at, 'open') });
    return answer(ctx, at, 'reopened', carried);
}

/** To whoever did it, in private: the room sees the message follow. */
export function answer(ctx: Ctx, at: DiscussionRef, did: 'commented' | 'closed' | 'reopened' | 'merged', { outcome, details }: Carried): View {
    const state = stateOf(details, newsRepo(ctx.hub, at.repo));
    return doneView({ did: outcome === 'done' ? did : 'already', state, by: lastSettler(details) }, ctx.lang);
}

/** The Hugging Face name of who gave it the status it has. */
const lastSettler = ({ events }: DiscussionDetails): string | undefined => events.findLast(({ type }) => type === 'status-change')?.author?.name;
