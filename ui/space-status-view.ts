import type { StageGroup } from '../services/hub';
import { button, card } from './blocks';
import { line } from './info-lines';
import type { Lang } from './language';
import { spaceLink } from './space-order-view';
import { code, link, plain, truncate } from './text';
import type { Button, View } from './view';

const HOURS_PER_DAY = 24;
const WORDS_LIMIT = 300;

/** A Space as lists and reports tell of it. */
export interface ShownSpace {
    readonly id: string;
    readonly private: boolean;
    /** As the Hub calls it. */
    readonly stage: string;
    readonly group: StageGroup;
    /** What the Hub says of a failure. */
    readonly words?: string | undefined;
    /** Nothing for static Spaces. `from`: what it still runs on while it moves. */
    readonly hardware?: { readonly flavor: string; readonly name?: string | undefined; readonly from?: string | undefined } | undefined;
    /** US dollars with all replicas while it runs; undefined where none is stated. */
    readonly perHour?: number | undefined;
    /** It costs that now. */
    readonly billed: boolean;
    /** Without visitors; null for never, undefined when it is not told. */
    readonly sleepSeconds?: number | null | undefined;
    readonly devMode: boolean;
    readonly replicas: number;
    readonly domains: readonly string[];
}

export interface SpaceReader {
    readonly lang: Lang;
    readonly hubUrl: string;
}

/** Everything there is to know about how a Space runs, and what can be done about it. */
export function spaceStatusView(space: ShownSpace, { lang, hubUrl }: SpaceReader): View {
    const lines = [
        `*${spaceLink(space.id, hubUrl)}*`,
        line('info.stage', stageWords(space, lang), lang),
        space.words === undefined ? undefined : `> ${plain(truncate(space.words, WORDS_LIMIT))}`,
        line('info.hardware', hardwareWords(space, lang), lang),
        line('info.price', space.hardware && priceWords(space, lang), lang),
        line('info.sleep', space.hardware && sleepWords(space, lang), lang),
        space.devMode ? lang.t('space.status.dev_mode') : undefined,
        line('info.domain', space.domains.map((domain) => link(domain, `https://${domain}`)).join(', '), lang),
    ];
    return card({ text: lines.filter((text) => text !== undefined).join('\n'), actions: actions(space, lang) });
}

export const stageWords = ({ stage, group }: ShownSpace, lang: Lang): string => (group === 'unknown' ? code(stage) : `${code(stage)} – ${lang.t(`info.stage.${group}`)}`);

function hardwareWords({ hardware, replicas }: ShownSpace, lang: Lang): string | undefined {
    if (!hardware) {
        return undefined;
    }
    const { flavor, name, from } = hardware;
    const what = name === undefined ? code(flavor) : `${plain(name)} (${code(flavor)})`;
    const moved = from === undefined ? what : lang.t('space.status.moving', { from: code(from), to: what });
    return replicas > 1 ? lang.t('space.status.replicas', { hardware: moved, n: replicas }) : moved;
}

/** What it costs now, or would when it ran. */
export function priceWords({ perHour, billed }: ShownSpace, lang: Lang): string {
    if (perHour === undefined) {
        return lang.t('space.price.unknown');
    }
    if (perHour === 0) {
        return lang.t('info.price.free');
    }
    return lang.t(billed ? 'space.price.now' : 'space.price.later', { hour: lang.money(perHour), day: lang.money(perHour * HOURS_PER_DAY) });
}

export function sleepWords({ sleepSeconds }: ShownSpace, lang: Lang): string | undefined {
    if (sleepSeconds === undefined) {
        return undefined;
    }
    return sleepSeconds === null ? lang.t('info.sleep.never') : lang.t('info.sleep.after', { time: lang.duration(sleepSeconds * 1000) });
}

function actions({ id, hardware, group, stage }: ShownSpace, lang: Lang): Button[] {
    const refresh = button('space.refresh', lang.t('space.refresh'), id);
    if (!hardware) {
        return [refresh];
    }
    const rests = group === 'stopped' && stage !== 'SLEEPING';
    return [
        button('space.restart', lang.t(rests ? 'space.start' : 'space.restart'), id),
        ...(rests ? [] : [button('space.pause', lang.t('space.pause'), id)]),
        button('space.hardware', lang.t('space.change_hardware'), id),
        button('space.logs', lang.t('space.logs'), id),
        refresh,
    ];
}
