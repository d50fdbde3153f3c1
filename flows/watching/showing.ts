import type { Ctx } from '../../context/ctx';
import { type Change, changeKey, type Routed, type RoutedItem } from '../../services/workflows/watching';
import { restView } from '../../ui/digest-view';
import type { View } from '../../ui/view';
import { ruleButtons, ruleFooter } from '../../ui/watch-view';
import { withButtons } from '../../ui/with-buttons';
import type { DigestEntry } from './digest-list';
import type { PersonName } from './persons';
import type { Drawn, NewsItem, Report } from './report';
import type { Shown } from './shown';

/** A room, what it may see of a change, and what it was shown. */
export interface Showing {
    /** Speaks in the room as the app. */
    readonly ctx: Ctx;
    readonly change: Change;
    readonly report: Report;
    readonly routed: Routed<NewsItem>;
    readonly shown: Shown;
    readonly person: PersonName;
}

export type News = RoutedItem<NewsItem>;

/** The living message when it stands for these items, with what can be done about the rule that lets it through. */
export function cardOf(showing: Showing, items: readonly NewsItem[]): View {
    const { view, buttons } = showing.report.card(drawnFor(showing, items));
    return withRule(showing, view, buttons);
}

export const ownMessageOf = (showing: Showing, item: NewsItem): View => withRule(showing, replyOf(showing, item));

export const replyOf = (showing: Showing, item: NewsItem): View => showing.report.single(item, drawnFor(showing));

/** Several items as one message. */
export const restOf = (showing: Showing, items: readonly NewsItem[]): View => restView(items.map((item) => showing.report.line(item, drawnFor(showing))), showing.ctx.lang);

/** An item on the list of the room's digest, to be told from `due` on (milliseconds since 1970). */
export const digestEntryOf = (showing: Showing, item: NewsItem, due: number): DigestEntry => ({
    changeKey: changeKey(showing.change), itemId: item.id, event: item.event, watch: showing.routed.watch.id, line: showing.report.line(item, drawnFor(showing)), at: item.at, due,
});

/** Those of the report that have these ids, oldest first. */
export function itemsOf({ report }: Showing, ids: Iterable<string>): NewsItem[] {
    const wanted = new Set(ids);
    return report.items.filter(({ id }) => wanted.has(id));
}

function withRule({ routed: { watch }, ctx: { lang } }: Showing, view: View, buttons: ReturnType<Report['card']>['buttons'] = []): View {
    return withButtons(view, { buttons: [...buttons, ...ruleButtons(watch, lang)], notes: [ruleFooter(watch, lang)] });
}

const drawnFor = ({ ctx, person }: Showing, items: readonly NewsItem[] = []): Drawn => ({ lang: ctx.lang, now: ctx.clock(), hubUrl: ctx.settings.hubUrl, items, person });
