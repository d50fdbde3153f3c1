import type { Alert, Episode, LoadAlert, MonitorRules, Sample } from '../services/workflows/monitor';
import { since } from './approval-view';
import { button, card } from './blocks';
import { line } from './info-lines';
import type { Lang } from './language';
import { loadGraph } from './load-graph';
import type { Reader } from './reader';
import { repoLink } from './repo-line';
import { code, plain, truncate } from './text';
import type { Button, View } from './view';

export type MonitorTrouble = 'silent' | 'signed-out' | 'no-rights' | 'private' | 'space-gone' | 'maker-gone';

/** A monitor as its card shows it. */
export interface ShownMonitor {
    readonly id: string;
    readonly space: string;
    readonly hubUrl: string;
    readonly rules: MonitorRules;
    readonly notify: { readonly to: 'here' } | { readonly to: 'user'; readonly username: string } | { readonly to: 'room'; readonly name: string };
    /** The username of whose eyes it looks with. */
    readonly username: string;
    /** Milliseconds since 1970. */
    readonly madeAt: number;
    readonly mutedUntil: number;
    readonly stoppedBy?: string | undefined;
    readonly trouble?: MonitorTrouble | undefined;
    readonly nextAt?: number | undefined;
    /** Oldest first. */
    readonly samples: readonly Sample[];
    readonly episodes: readonly Episode[];
    readonly lastError?: { readonly at: number; readonly text: string } | undefined;
}

/** Samples in the graph: a phone shows no more signs in one line. */
const GRAPH_WIDTH = 36;
const LINE_LIMIT = 160;

/** The living card: how the Space is, what is the matter, what can be done. */
export function monitorCardView(shown: ShownMonitor, { lang, now }: Reader): View {
    const over = shown.stoppedBy !== undefined || isOver(shown.trouble);
    return card({
        text: [`*${lang.t('monitor.card.title', { space: linkOf(shown) })}*`, ...bodyLines(shown, { lang, now })].filter((text) => text !== undefined).join('\n'),
        actions: over ? [] : [...handles(shown, lang), button('monitor.stop', lang.t('monitor.button.stop'), shown.id)],
        notes: over ? [] : [rulesNote(shown, lang), lang.t('monitor.card.since', { when: since(shown.madeAt), user: userName(shown.username) })],
    });
}

const isOver = (trouble: MonitorTrouble | undefined): boolean => trouble === 'space-gone' || trouble === 'maker-gone';

function bodyLines(shown: ShownMonitor, { lang, now }: Reader): (string | undefined)[] {
    const { stoppedBy, trouble, rules: { alerts }, samples, episodes, mutedUntil } = shown;
    if (stoppedBy !== undefined) {
        return [lang.t('monitor.card.stopped', { user: userName(stoppedBy) })];
    }
    const last = samples.at(-1);
    const open = episodes.filter(({ endedAt }) => endedAt === undefined);
    return [
        trouble && troubleText(trouble, shown, lang),
        ...open.map((episode) => `:rotating_light: ${nowText(episode, shown, lang)}`),
        !trouble && open.length === 0 ? lang.t(last ? 'monitor.card.calm' : 'monitor.card.waiting') : undefined,
        line('info.stage', last?.stage === undefined ? undefined : `${code(last.stage)} – ${lang.t(`info.stage.${last.group ?? 'unknown'}`)}`, lang),
        ...(last?.streamless ? [lang.t('monitor.card.streamless')] : [...loadLines('cpu', shown, lang), ...loadLines('memory', shown, lang)]),
        alerts.includes('error') ? line('monitor.card.error', errorValue(shown, lang), lang) : undefined,
        mutedUntil > now ? lang.t('monitor.card.muted', { when: since(mutedUntil) }) : undefined,
    ];
}

/** Both come in one event, so that both are shown where one is asked for. */
function loadLines(alert: LoadAlert, { rules: { alerts }, samples }: ShownMonitor, lang: Lang): (string | undefined)[] {
    if (!alerts.includes('cpu') && !alerts.includes('memory')) {
        return [];
    }
    const values = samples.map((sample) => sample[alert]);
    const value = values.at(-1);
    const isKnown = values.some((known) => known !== undefined);
    return [line(`monitor.card.${alert}`, value === undefined ? lang.t('monitor.card.unknown') : percent(value, lang), lang), isKnown ? code(loadGraph(values, GRAPH_WIDTH)) : undefined];
}

function errorValue({ lastError }: ShownMonitor, lang: Lang): string {
    return lastError ? lang.t('monitor.card.error_at', { when: since(lastError.at), line: code(truncate(lastError.text, LINE_LIMIT)) }) : lang.t('common.none');
}

export function troubleText(trouble: MonitorTrouble, { username, space, nextAt }: ShownMonitor, lang: Lang): string {
    if (trouble === 'private') {
        return lang.t('monitor.private', { space });
    }
    return lang.t(`monitor.trouble.${trouble}`, { user: userName(username), space, when: nextAt === undefined ? '' : since(nextAt) });
}

/** What is the matter, as long as it is. */
export function nowText({ concern, since: from, value, stage = '' }: Episode, { rules: { threshold } }: ShownMonitor, lang: Lang): string {
    return lang.t(`monitor.now.${concern}`, { when: since(from), threshold: percent(threshold, lang), value: percent(value ?? 0, lang), n: value ?? 0, stage: code(stage) });
}

export function rulesNote({ rules: { alerts, threshold, forMs }, notify }: ShownMonitor, lang: Lang): string {
    const values = { alerts: alertNames(alerts, lang), to: destination(notify, lang) };
    if (!alerts.includes('cpu') && !alerts.includes('memory')) {
        return lang.t('monitor.card.rules', values);
    }
    return lang.t(forMs === 0 ? 'monitor.card.rules_load_at_once' : 'monitor.card.rules_load', { ...values, threshold: percent(threshold, lang), time: lang.duration(forMs) });
}

function destination(notify: ShownMonitor['notify'], lang: Lang): string {
    switch (notify.to) {
        case 'here':
            return lang.t('monitor.card.to.here');
        case 'user':
            return lang.t('monitor.card.to.user', { user: userName(notify.username) });
        case 'room':
            return lang.t('monitor.card.to.room', { room: `#${plain(notify.name)}` });
    }
}

/** Something has lasted long enough. Whoever asked to be told is mentioned. */
export function alertBeginsView(episode: Episode, shown: ShownMonitor, { lang, now }: Reader): View {
    const { concern, since: from, begunAt } = episode;
    const text = [
        lang.t('monitor.alert.begins', { space: linkOf(shown), what: nowText(episode, shown, lang) }),
        begunAt > from ? lang.t('monitor.alert.lasts', { time: lang.duration(Math.max(begunAt, now) - from) }) : undefined,
        concern === 'error' && shown.lastError ? `> ${code(truncate(shown.lastError.text, LINE_LIMIT))}` : undefined,
    ].filter((part) => part !== undefined).join('\n');
    return addressed(shown, card({ text, actions: handles(shown, lang) }));
}

/** It is over. Nobody is mentioned: there is nothing left to do. */
export function alertEndsView({ concern, since: from, endedAt = from, value, stage = '' }: Episode, shown: ShownMonitor, lang: Lang): View {
    return { text: lang.t(`monitor.ended.${concern}`, { space: linkOf(shown), time: lang.duration(endedAt - from), value: percent(value ?? 0, lang), n: value ?? 0, stage: code(stage) }) };
}

function addressed({ notify }: ShownMonitor, view: View): View {
    if (notify.to !== 'user') {
        return view;
    }
    const address = (text: string): string => `${userName(notify.username)} ${text}`;
    const blocks = view.blocks?.map((block, index) => (index === 0 && block.type === 'section' ? { ...block, text: address(block.text) } : block));
    return { ...view, text: address(view.text), ...(blocks && { blocks }), mentions: [notify.username] };
}

const handles = ({ id, space }: ShownMonitor, lang: Lang): Button[] => [
    button('space.restart', lang.t('monitor.button.restart'), space),
    button('space.logs', lang.t('monitor.button.logs'), space),
    button('monitor.mute', lang.t('monitor.button.mute'), id),
];

export const linkOf = ({ space, hubUrl }: Pick<ShownMonitor, 'space' | 'hubUrl'>): string => repoLink({ id: space, url: `${hubUrl}/spaces/${space}` });

export const userName = (username: string): string => `@${plain(username)}`;

export const percent = (value: number, lang: Lang): string => lang.number(value / 100, { style: 'percent', maximumFractionDigits: 1 });

const alertNames = (alerts: readonly Alert[], lang: Lang): string => lang.list(alerts.map((alert) => lang.t(`monitor.alert.${alert}`)));

/** To whoever asked for it; the room sees the card. */
export function monitorSetView({ space, alerts, notify }: Pick<ShownMonitor, 'space' | 'notify'> & Pick<MonitorRules, 'alerts'>, lang: Lang): View {
    const values = { space: plain(space), alerts: alertNames(alerts, lang) };
    return { text: notify.to === 'room' ? lang.t('monitor.set.room', { ...values, room: `#${plain(notify.name)}` }) : lang.t('monitor.set', values) };
}
