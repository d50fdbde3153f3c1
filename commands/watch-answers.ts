import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { listWatches } from '../flows/watching/list-watches';
import type { Watch } from '../services/workflows/watching';
import { code } from '../ui/text';
import { type ListedWatch, watchListView } from '../ui/watch-list-view';
import { targetName } from '../ui/watch-view';

export const stoppedAnswer = ({ lang }: Ctx, { target }: Watch): Answer => answer({ text: lang.t('watch.rule.stopped', { target: code(targetName(target)) }) });

/** So many watches, three lines each, are a message of usual length. */
const PAGE = 10;

/** What the room watches, a page of it; all of it as data. */
export async function watchListAnswer(ctx: Ctx, offset: number): Promise<Answer> {
    const listed = await listWatches(ctx);
    // The list may have become shorter since the button was drawn.
    const from = offset < listed.length ? offset : 0;
    const view = watchListView({ watches: listed.slice(from, from + PAGE), offset: from, total: listed.length }, { lang: ctx.lang, now: ctx.clock() });
    return answer(view, { watches: listed.map(watchData) });
}

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

function watchData({ watch: { target, modes, filters, at, showPrivate, mutedUntil }, url, maker, way, lastEvent, look }: ListedWatch): object {
    return { target, url, events: modes, filters, by: maker ?? null, since: iso(at), showPrivate, mutedUntil: iso(mutedUntil), delivery: way ?? null, lastEvent: iso(lastEvent), lastLook: iso(look?.at) };
}
