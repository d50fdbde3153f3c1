import { createHash } from 'crypto';
import { logFailure } from '../../context/boundary';
import type { View } from '../../ui/view';
import { postOnce } from '../post-once';
import type { NewsItem } from './report';
import { cardOf, itemsOf, type News, type Showing } from './showing';
import { entryOf, type Intent, type LivingCard } from './shown';

/** A living message is edited once in this time at most, milliseconds. */
const CARD_PAUSE_MS = 1000;
/** How long one that is there and takes no edit is tried before its news get a new one, milliseconds. */
const PATIENCE_MS = 60 * 60_000;

/**
 * Shows the news in the living message of the thing, which is posted when there is none, and keeps that up to date when there is no
 * news. Returns when it may be drawn, milliseconds since 1970, when that is not now.
 */
export async function showOnCard(showing: Showing, news: readonly News[]): Promise<number | undefined> {
    const { card } = showing.shown;
    const [first] = news;
    if (card && goesOn(showing, card, news)) {
        return redraw(showing, card, news);
    }
    if (first) {
        await postCard(showing, `card:${first.item.id}`, { kind: 'card', items: news.map(({ item }) => item.id), shown: told(news, first.item) });
    }
    return undefined;
}

/** Posts the living message that is meant; also that of somebody who did not come to write down that it was. */
export async function postCard(showing: Showing, key: string, intent: Intent): Promise<void> {
    const view = cardOf(showing, itemsOf(showing, intent.items));
    const messageId = await postOnce(showing.ctx, showing.shown.posts, { key, view, intent });
    await showing.shown.drew({ messageId, items: intent.items, shown: intent.shown, hash: hashOf(view), until: showing.report.livingUntil });
}

/** What happens after its end begins a new message. */
function goesOn({ ctx }: Showing, { until = Infinity }: LivingCard, news: readonly News[]): boolean {
    return news.length === 0 ? ctx.clock() <= until : news.every(({ item }) => item.at <= until);
}

async function redraw(showing: Showing, card: LivingCard, news: readonly News[]): Promise<number | undefined> {
    const { shown, ctx } = showing;
    const items = itemsOf(showing, [...card.items, ...news.map(({ item }) => item.id)]);
    const view = cardOf(showing, items);
    const look = { messageId: card.messageId, items: idsOf(items), shown: told(news), hash: hashOf(view), until: showing.report.livingUntil };
    if (look.hash === card.hash) {
        await (look.shown.length > 0 ? shown.drew(look) : undefined);
        return undefined;
    }
    const free = card.at + CARD_PAUSE_MS;
    if (ctx.clock() < free) {
        return free;
    }
    if (await edited(showing, { card, view, news })) {
        await shown.drew(look);
    } else if (news[0]) {
        await postCard(showing, `card:${news[0].item.id}`, { kind: 'card', items: idsOf(news.map(({ item }) => item)), shown: told(news, news[0].item) });
    }
    return undefined;
}

interface Edit {
    readonly card: LivingCard;
    readonly view: View;
    readonly news: readonly News[];
}

/** False when the message is not there any more, or takes no edit for good. Throws when it may do so later. */
async function edited({ ctx }: Showing, { card: { messageId }, view, news }: Edit): Promise<boolean> {
    try {
        await ctx.edit(messageId, view);
        return true;
    } catch (error) {
        const isRecent = news.some(({ item }) => item.at > ctx.clock() - PATIENCE_MS);
        if (isRecent && (await ctx.workspace.reactions(messageId)) !== undefined) {
            throw error;
        }
        logFailure(ctx.log, error, messageId);
        return false;
    }
}

const idsOf = (items: readonly NewsItem[]): string[] => items.map(({ id }) => id);

/** What the card alone tells: the rest is told in its thread as well. `first`: the item that the card was posted for. */
const told = (news: readonly News[], first?: NewsItem): Intent['shown'] => news.filter(({ item, mode }) => mode === 'card' || item === first).map(({ item }) => entryOf(item));

const hashOf = (view: View): string => createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 16);
