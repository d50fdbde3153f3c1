import { since } from './approval-view';
import { button } from './blocks';
import type { Lang } from './language';
import { linkOf, nowText, percent, rulesNote, type ShownMonitor, troubleText, userName } from './monitor-view';
import { code } from './text';
import type { View } from './view';

/** The monitors of a room, each with a button that stops it. */
export function monitorListView(monitors: readonly ShownMonitor[], lang: Lang): View {
    if (monitors.length === 0) {
        return { text: lang.t('monitor.none') };
    }
    const texts = monitors.map((shown) => listText(shown, lang));
    const blocks = monitors.map((shown, index) => ({ type: 'section' as const, text: texts[index] ?? '', accessory: button('monitor.stop', lang.t('monitor.button.stop'), shown.id) }));
    return { text: texts.join('\n\n'), blocks };
}

function listText(shown: ShownMonitor, lang: Lang): string {
    const last = shown.samples.at(-1);
    const open = shown.episodes.filter(({ endedAt }) => endedAt === undefined);
    const values = (['cpu', 'memory'] as const).flatMap((alert) => (last?.[alert] === undefined ? [] : [`${lang.t(`monitor.card.${alert}`)} ${percent(last[alert], lang)}`]));
    return [
        [`*${linkOf(shown)}*`, ...(last?.stage === undefined ? [] : [code(last.stage)]), ...values].join(' · '),
        ...(shown.trouble ? [troubleText(shown.trouble, shown, lang)] : []),
        ...open.map((episode) => `:rotating_light: ${nowText(episode, shown, lang)}`),
        [rulesNote(shown, lang), lang.t('monitor.card.since', { when: since(shown.madeAt), user: userName(shown.username) })].join(' · '),
    ].join('\n');
}
