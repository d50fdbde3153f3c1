import type { Watch, WatchWay } from '../services/workflows/watching';
import { button, card } from './blocks';
import type { Lang } from './language';
import type { Reader } from './reader';
import { link, plain } from './text';
import type { Button, View } from './view';
import { modeTexts, wayText } from './watch-answer-view';
import { filterTexts, targetName } from './watch-view';

/** A watch as the list shows it. */
export interface ListedWatch {
    readonly watch: Watch;
    /** Its page on Hugging Face. */
    readonly url: string;
    /** The chat name of who made it; undefined when they are gone. */
    readonly maker: string | undefined;
    readonly way: WatchWay | undefined;
    /** When Hugging Face last called for it, milliseconds since 1970. */
    readonly lastEvent: number | undefined;
    /** How the last look went where events come by looking; undefined before the first. `at`: milliseconds since 1970. */
    readonly look: { readonly at: number; readonly failed: boolean } | undefined;
}

export interface WatchPage {
    readonly watches: readonly ListedWatch[];
    /** How many come before. */
    readonly offset: number;
    readonly total: number;
}

/** A page of what a room watches. */
export function watchListView({ watches, offset, total }: WatchPage, reader: Reader): View {
    const { lang } = reader;
    if (total === 0) {
        return { text: `${lang.t('watch.none')}\n${lang.t('watch.none_hint')}` };
    }
    const next = offset + watches.length;
    const lines = watches.flatMap((listed, index) => watchLines(listed, offset + index + 1, reader));
    return card({
        text: [lang.t('watch.title', { total, from: offset + 1, to: next, pages: next < total || offset > 0 ? 'yes' : 'no' }), ...lines].join('\n'),
        actions: [...enableButtons(watches, lang), next < total ? button('watch.page', lang.t('watch.next'), String(next)) : undefined],
    });
}

function watchLines(listed: ListedWatch, number: number, { lang, now }: Reader): string[] {
    const { watch, url, maker, way } = listed;
    const who = maker === undefined ? lang.t('watch.by_nobody') : lang.t('watch.by', { user: `@${plain(maker)}` });
    const muted = watch.mutedUntil !== undefined && watch.mutedUntil > now ? [lang.t('watch.muted_until', { when: `<t:${Math.ceil(watch.mutedUntil / 1000)}:R>` })] : [];
    return [
        `${number}. *${link(targetName(watch.target), url)}* – ${[lang.t(`watch.type.${watch.target.type}`), who, ...muted].join(' · ')}`,
        `   ${[...modeTexts(watch, lang), ...filterTexts(watch.filters, lang)].join(' · ')}`,
        `   ${[wayText(way, lang), ...health(listed, { lang, now })].join(' · ')}`,
    ];
}

function health({ way, lastEvent, look }: ListedWatch, { lang, now }: Reader): string[] {
    if (way?.way === 'webhook') {
        return [lastEvent === undefined ? lang.t('watch.heard_never') : lang.t('watch.heard', { age: lang.relative(lastEvent, now) })];
    }
    return look ? [lang.t(look.failed ? 'watch.look_failed' : 'watch.looked', { age: lang.relative(look.at, now) })] : [];
}

/** One for each user whose webhook is suspended; only they can use it. */
function enableButtons(watches: readonly ListedWatch[], lang: Lang): Button[] {
    const suspended = new Map(watches.flatMap(({ watch, way, maker }) => (way?.way === 'polling' && way.reason === 'suspended' ? [[watch.by, maker ?? '?'] as const] : [])));
    return [...suspended].map(([userId, maker]) => button('watch.enable', lang.t('watch.enable', { user: maker }), userId));
}
