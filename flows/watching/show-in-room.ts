import { isQuiet, nextDigest, quietEnd, type RoomHours } from '../../services/workflows/watching';
import type { View } from '../../ui/view';
import { postOnce } from '../post-once';
import { putOnDigest } from './digest-list';
import { postCard, showOnCard } from './living-card';
import type { NewsItem } from './report';
import { digestEntryOf, itemsOf, type News, ownMessageOf, replyOf, restOf, type Showing } from './showing';
import { entryOf, type Intent } from './shown';

/** So many messages of their own, and so many replies, at a time: what is more is told in one. */
const MAX_SINGLES = 5;

/**
 * Shows a room what it may see and was not shown yet, each item as its rule wants. Picks up wherever an earlier run was killed.
 * Returns when to come again, milliseconds since 1970; undefined when all is shown.
 */
export async function showInRoom(showing: Showing): Promise<number | undefined> {
    const { ctx, shown, routed } = showing;
    await finishMessages(showing);
    const hours = await ctx.stores.roomSettings.get(ctx.room.id);
    const news = routed.items.filter(({ item }) => !shown.has(item));
    const quiet = isQuiet(hours, ctx.clock());
    await putOff(showing, hours, news.filter(({ mode }) => quiet || mode === 'digest'));
    const loud = quiet ? [] : news;
    const free = await showOnCard(showing, loud.filter(({ mode }) => mode === 'card' || mode === 'thread'));
    if (free === undefined) {
        await tellEach(showing, itemsIn(loud.filter(({ item }) => !shown.has(item)), 'thread'), { kind: 'reply', threadId: shown.card?.messageId });
        await tellEach(showing, itemsIn(loud, 'channel'), { kind: 'own' });
    }
    await shown.tidy();
    return free;
}

const itemsIn = (news: readonly News[], mode: News['mode']): NewsItem[] => news.filter((one) => one.mode === mode).map(({ item }) => item);

/** What waits for the digest, or for the end of the quiet hours, is on the list first and counts as shown afterwards. */
async function putOff(showing: Showing, hours: RoomHours, news: readonly News[]): Promise<void> {
    if (news.length === 0) {
        return;
    }
    const { ctx, shown } = showing;
    const now = ctx.clock();
    const dueOf = ({ mode }: News): number => (mode === 'digest' ? nextDigest(hours, now) : quietEnd(hours, now));
    await putOnDigest(ctx, ctx.room.id, news.map((one) => digestEntryOf(showing, one.item, dueOf(one))));
    await shown.defer(news.map(({ item }) => entryOf(item)));
}

type Manner = Pick<Intent, 'threadId'> & { readonly kind: 'reply' | 'own' };

/** The newest one by one, after the others in one message. */
async function tellEach(showing: Showing, items: readonly NewsItem[], manner: Manner): Promise<void> {
    const rest = items.slice(0, -MAX_SINGLES);
    if (rest[0]) {
        await tell(showing, `rest:${manner.kind}:${rest[0].id}`, intentOf(rest, { ...manner, kind: 'rest' }));
    }
    for (const item of items.slice(-MAX_SINGLES)) {
        await tell(showing, `${manner.kind}:${item.id}`, intentOf([item], manner));
    }
}

const intentOf = (items: readonly NewsItem[], manner: Pick<Intent, 'kind' | 'threadId'>): Intent => ({ ...manner, items: items.map(({ id }) => id), shown: items.map(entryOf) });

async function tell(showing: Showing, key: string, intent: Intent): Promise<void> {
    const view = viewOf(showing, intent);
    if (view) {
        await postOnce(showing.ctx, showing.shown.posts, { key, view, intent, ...(intent.threadId !== undefined && { threadId: intent.threadId }) });
    }
}

/** undefined when nothing is left of what it was to tell. */
function viewOf(showing: Showing, { kind, items: ids }: Intent): View | undefined {
    const items = itemsOf(showing, ids);
    const [first] = items;
    if (!first) {
        return undefined;
    }
    return kind === 'rest' ? restOf(showing, items) : kind === 'reply' ? replyOf(showing, first) : ownMessageOf(showing, first);
}

/** Messages that a killed process was about to post, or had posted and did not write down. */
async function finishMessages(showing: Showing): Promise<void> {
    for (const { key, intent } of showing.shown.unfinished) {
        if (intent.kind !== 'card') {
            await tell(showing, key, intent);
        } else if (itemsOf(showing, intent.items).length > 0) {
            await postCard(showing, key, intent);
        }
    }
}
