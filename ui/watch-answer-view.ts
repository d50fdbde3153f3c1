import type { PollingReason, Watch, WatchMode, WatchWay } from '../services/workflows/watching';
import { button, card } from './blocks';
import type { Lang } from './language';
import { code, plain } from './text';
import type { View } from './view';
import { filterTexts, targetName } from './watch-view';

/** How a watch learns of what happens; undefined while that is being found out. */
export function wayText(way: WatchWay | undefined, lang: Lang): string {
    if (way === undefined) {
        return lang.t('watch.way.later');
    }
    return way.way === 'webhook' ? lang.t('watch.way.webhook') : lang.t('watch.way.polling', { why: whyText(way.reason, lang) });
}

export const whyText = (reason: PollingReason, lang: Lang): string => lang.t(`watch.why.${reason}`);

const MODES: readonly WatchMode[] = ['card', 'thread', 'channel', 'digest', 'off'];

/** What is shown in which way, a part for each way that something is shown in. */
export function modeTexts({ modes }: Pick<Watch, 'modes'>, lang: Lang): string[] {
    const events = Object.keys(modes).filter((event): event is keyof Watch['modes'] => event in modes);
    return MODES.flatMap((mode) => {
        const shown = events.filter((event) => modes[event] === mode).map((event) => lang.t(`watch.event.${event}`));
        return shown.length === 0 ? [] : [`${lang.t(`watch.mode.${mode}`)}: ${lang.list(shown)}`];
    });
}

/** How all that is shown is learnt: there is no webhook for the stage of a Space. */
function howTexts({ modes, target }: Watch, way: WatchWay | undefined, lang: Lang): string[] {
    const { 'space-status-updated': stage, ...others } = modes;
    const texts = [
        Object.values(others).every((mode) => mode === 'off') ? undefined : wayText(way, lang),
        stage !== 'off' && (target.type === 'space' || target.type === 'account') ? lang.t('watch.way.stages') : undefined,
    ];
    return texts.flatMap((text) => (text === undefined ? [] : [lang.t('common.sentence', { text })]));
}

interface Told {
    readonly watch: Watch;
    readonly username: string;
}

/** To the room. */
export function startedView({ watch, way, username }: Told & { readonly way: WatchWay | undefined }, lang: Lang): View {
    return { text: [lang.t('watch.started', { user: `@${plain(username)}`, target: code(targetName(watch.target)) }), ...howTexts(watch, way, lang)].join(' ') };
}

/** To the room. */
export function stoppedView({ watches, username }: { readonly watches: readonly Watch[]; readonly username: string }, lang: Lang): View {
    return { text: lang.t('watch.stopped', { user: `@${plain(username)}`, targets: lang.list(watches.map(({ target }) => code(targetName(target)))) }) };
}

/** To the room, with the way back. */
export function mutedView({ watch, username }: Told, lang: Lang): View {
    const text = lang.t('watch.muted', { user: `@${plain(username)}`, target: code(targetName(watch.target)) });
    return card({ text, actions: [button('watch.unmute', lang.t('watch.unmute'), watch.id)] });
}

/** To whoever asked for it: what is shown from now on. */
export function ruleView({ watch, outcome, way }: { readonly watch: Watch; readonly outcome: 'new' | 'changed' | 'unchanged'; readonly way: WatchWay | undefined }, lang: Lang): View {
    const lines = [lang.t(`watch.rule.${outcome}`, { target: code(targetName(watch.target)) }), ...[...modeTexts(watch, lang), ...filterTexts(watch.filters, lang)].map((text) => `- ${text}`), ...howTexts(watch, way, lang)];
    const actions = [button('watch.less', lang.t('watch.less'), watch.id), button('watch.stop', lang.t('watch.stop'), watch.id)];
    return card({ text: lines.join('\n'), actions, notes: [hint(way, lang)] });
}

/** What the reader can do to hear of things at once. */
function hint(way: WatchWay | undefined, lang: Lang): string | undefined {
    return way?.way === 'polling' ? lang.t(`watch.mend.${way.reason}`) : undefined;
}

/** Several of the room's watches have the name that was typed. */
export function whichWatchView(watches: readonly Watch[], lang: Lang): View {
    return card({ text: lang.t('watch.which'), actions: watches.map(({ id, target }) => button('watch.stop', `${target.type} ${targetName(target)}`, id)) });
}

/** Asks before all of them go. */
export function stopAllView({ mine, all }: { readonly mine: number; readonly all: number }, lang: Lang): View {
    return mine === 0 ? { text: lang.t(all === 0 ? 'watch.none' : 'watch.none_yours') } : card({ text: lang.t('watch.stop_all', { mine, all }), actions: [button('watch.stop-all', lang.t('watch.stop_all.button', { mine }), undefined, 'danger')] });
}
