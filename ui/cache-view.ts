import type { CacheRemoval, CacheStatus } from '../services/hub';
import type { Lang } from './language';
import { code } from './text';
import type { View } from './view';

/** The process that a cache belongs to. */
interface Owner {
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly startedAt: number;
}

/** The part of what was asked for that needed no request of its own, 0 to 1; undefined when nothing was asked for yet. */
export function hitRate({ hits, misses }: Pick<CacheStatus, 'hits' | 'misses'>): number | undefined {
    return hits + misses > 0 ? hits / (hits + misses) : undefined;
}

/** How full the cache of this process is, and what it was good for since the process began. */
export function cacheStatusView(status: CacheStatus, { process, now, lang }: { readonly process: Owner; readonly now: number; readonly lang: Lang }): View {
    const { entries, bytes, maxBytes, expired, stale } = status;
    const lines = [
        lang.t('cache.title', { process: code(process.id), since: lang.relative(process.startedAt, now) }),
        lang.t('cache.kept', { count: entries, bytes: lang.bytes(bytes), max: lang.bytes(maxBytes) }),
        status.oldestAgeMs !== undefined && lang.t('cache.oldest', { age: lang.duration(status.oldestAgeMs) }),
        expired > 0 && lang.t('cache.expired', { count: expired }),
        rateLine(status, lang),
        stale > 0 && lang.t('cache.stale', { count: stale }),
        lang.t('cache.each_server'),
    ];
    return { text: lines.filter((line) => typeof line === 'string').join('\n') };
}

export function cachePrunedView(removed: CacheRemoval, process: Owner, lang: Lang): View {
    return removalView('cache.pruned', removed, { process, lang });
}

export function cacheClearedView(removed: CacheRemoval, process: Owner, lang: Lang): View {
    return removalView('cache.cleared', removed, { process, lang });
}

function rateLine({ hits, misses }: CacheStatus, lang: Lang): string {
    const rate = hitRate({ hits, misses });
    return rate === undefined ? lang.t('cache.unused') : lang.t('cache.rate', { rate: lang.number(rate, { style: 'percent' }), hits, misses });
}

function removalView(key: 'cache.pruned' | 'cache.cleared', { entries, bytes }: CacheRemoval, { process, lang }: { readonly process: Owner; readonly lang: Lang }): View {
    return { text: [lang.t(key, { count: entries, bytes: lang.bytes(bytes), process: code(process.id) }), lang.t('cache.each_server')].join('\n') };
}
