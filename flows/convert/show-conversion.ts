import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import { costOf } from '../../services/workflows/convert/estimate';
import type { ConvertEnd } from '../../services/workflows/convert/job-end';
import { convertView, type ConvertState } from '../../ui/convert-view';
import type { ShownConversion } from '../../ui/convert-words';
import type { View } from '../../ui/view';
import { postOnce } from '../post-once';
import type { ConversionPlan } from './conversion-plan';
import type { Conversion } from './conversion-record';

/** By which the message of a conversion is known among its facts. */
const MESSAGE = 'message';

type Speaker = Pick<Ctx, 'say' | 'edit' | 'workspace' | 'lang' | 'settings' | 'room' | 'log'>;

/**
 * Posts the message of a conversion, or edits it; somebody may have deleted it, and the job goes on all the same. `waiting`: Hugging Face
 * does not answer just now.
 */
export async function showConversion(ctx: Speaker, conversion: Conversion, { waiting = false }: { readonly waiting?: boolean } = {}): Promise<void> {
    const { posts, threadId } = conversion;
    const view = viewOf(ctx, conversion, waiting);
    const messageId = await postOnce(ctx, posts, { key: MESSAGE, view, ...(threadId !== undefined && { threadId }) });
    // One that is new shows it; one that was posted before, by a process that was killed even, may show less.
    if (posts.posting.size > 0) {
        try {
            await ctx.edit(messageId, view);
        } catch (error) {
            logFailure(ctx.log, error, messageId);
        }
    }
}

function viewOf({ lang, settings: { hubUrl }, room }: Speaker, conversion: Conversion, waiting: boolean): View {
    const { id, by, plan, started, hidden } = conversion;
    const shown = { id, by: by.username, ...shownPlan(plan), repo: plan.repo.id, again: JSON.stringify(plan.wish), jobId: started?.jobId, repoStays: repoStays(conversion), state: stateOf(conversion, waiting) };
    // Not everybody in the room may see on Hugging Face what the lines tell of.
    return convertView(shown, { lang, hubUrl, quiet: room.public && hidden });
}

/** What all views of a conversion show of its plan. */
export function shownPlan({ model, sha, wish: { to, quantization }, namespace, flavor, perHour, seconds, limitSeconds }: ConversionPlan): ShownConversion {
    return { model, sha, to, quantization, namespace, flavor, perHour, seconds, limitSeconds, cost: costOf(seconds, perHour), mostCost: costOf(limitSeconds, perHour) };
}

/** Ends after which the job may still write to the repository, or has done so. */
const WRITTEN: ReadonlySet<ConvertEnd> = new Set(['done', 'incomplete', 'lost', 'gone', 'unavailable']);

/** Whether a repository that was made for the conversion stays without its result. */
const repoStays = ({ made, starting, ended }: Conversion): boolean => made && ended !== undefined && !(starting && WRITTEN.has(ended.end));

function stateOf({ ended, seen, cancelledBy, plan: { perHour } }: Conversion, waiting: boolean): ConvertState {
    const run = seen && { ...seen, cost: costOf(seen.seconds, perHour) };
    return ended ? { kind: 'ended', ...ended, run } : { kind: 'going', waiting, cancelledBy, run };
}
