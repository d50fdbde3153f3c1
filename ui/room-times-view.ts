import type { Lang } from './language';
import type { View } from './view';

/** When a room is told things: times of day as `09:00`, in its time zone; undefined where nothing was set. */
export interface RoomTimes {
    readonly digestAt?: string | undefined;
    readonly quietFrom?: string | undefined;
    readonly quietTo?: string | undefined;
    readonly timeZone?: string | undefined;
}

export function roomTimesView({ digestAt, quietFrom, quietTo, timeZone }: RoomTimes, changed: boolean, lang: Lang): View {
    const quiet = quietFrom === undefined || quietTo === undefined ? lang.t('watch.times.no_quiet') : lang.t('watch.times.quiet', { from: quietFrom, to: quietTo });
    return {
        text: [
            lang.t(changed ? 'watch.times.changed' : 'watch.times.title'),
            `- ${digestAt === undefined ? lang.t('watch.times.usual_digest') : lang.t('watch.times.digest', { at: digestAt })}`,
            `- ${quiet}`,
            `- ${lang.t('watch.times.zone', { zone: timeZone ?? 'UTC' })}`,
        ].join('\n'),
    };
}
