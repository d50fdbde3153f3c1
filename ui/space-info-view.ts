import type { SpacePrice, SpaceReport } from '../services/discovery';
import type { SpaceRuntime } from '../services/hub';
import { ageNote } from './age-note';
import { button, card } from './blocks';
import { accessValue, filesValue, headline, historyAttachments, line, openValue } from './info-lines';
import type { Lang } from './language';
import { missingNotes, missingScopeButton, type NamedPart } from './missing-note';
import type { Reader } from './reader';
import { repoLink } from './repo-line';
import { repoValue } from './repo-list-view';
import { code, link, plain, truncate } from './text';
import type { View } from './view';

const HOURS_PER_DAY = 24;
const ERROR_LIMIT = 300;
/** Models and datasets in their lines. */
const SHOWN = 10;

/** Everything about a Space. */
export function spaceInfoView(report: SpaceReport, reader: Reader): View {
    const { summary } = report;
    const { lang } = reader;
    const parts = namedParts(report);
    // The stage and the hardware have lines of their own here.
    const first = headline({ ...summary, stage: undefined, hardware: undefined }, reader);
    return card({
        text: [...first, ...runtimeLines(report, lang), ...otherLines(report, lang)].filter((text) => text !== undefined && text !== '').join('\n'),
        actions: [button('space.refresh', lang.t('space.how_it_runs'), summary.id), button('repo.card', lang.t('info.card'), repoValue(summary)), missingScopeButton(parts, summary.url, lang)],
        notes: [...missingNotes(parts, lang), ageNote(report, reader)],
        attachments: historyAttachments(report, summary.url, reader),
    });
}

function namedParts({ runtime, price, files, commits, open }: SpaceReport): NamedPart[] {
    return [
        { name: 'info.stage', part: runtime },
        { name: 'info.price', part: price },
        { name: 'info.files', part: files },
        { name: 'info.commits', part: commits },
        { name: 'info.open_all', part: open },
    ];
}

function runtimeLines({ summary, runtime, stage, price }: SpaceReport, lang: Lang): (string | undefined)[] {
    const live = runtime.ok ? runtime.value : undefined;
    return [
        line('info.sdk', summary.sdk && plain(summary.sdk), lang),
        line('info.stage', live && `${code(live.stage)} – ${lang.t(`info.stage.${stage}`)}`, lang),
        live?.errorMessage ? `> ${plain(truncate(live.errorMessage, ERROR_LIMIT))}` : undefined,
        line('info.hardware', live && hardwareValue(live, price.ok ? price.value : undefined), lang),
        line('info.price', price.ok && price.value ? priceValue(price.value, lang) : undefined, lang),
        line('info.sleep', live && sleepValue(live, lang), lang),
        line('info.domain', live?.domains?.map(({ domain }) => link(domain, `https://${domain}`)).join(', '), lang),
    ];
}

function hardwareValue({ hardware }: SpaceRuntime, price: SpacePrice | undefined): string | undefined {
    const flavor = hardware?.current ?? hardware?.requested;
    if (!flavor) {
        return undefined;
    }
    return price?.flavor === flavor ? `${plain(price.name)} (${code(flavor)})` : code(flavor);
}

function priceValue({ hourUsd }: SpacePrice, lang: Lang): string | undefined {
    if (hourUsd === undefined) {
        return undefined;
    }
    return hourUsd === 0 ? lang.t('info.price.free') : lang.t('info.price.value', { hour: lang.money(hourUsd), day: lang.money(hourUsd * HOURS_PER_DAY) });
}

/** The Hub states the sleep time in seconds; nothing means that the Space never sleeps. */
function sleepValue({ gcTimeout }: SpaceRuntime, lang: Lang): string | undefined {
    if (gcTimeout === undefined) {
        return undefined;
    }
    return gcTimeout === null ? lang.t('info.sleep.never') : lang.t('info.sleep.after', { time: lang.duration(gcTimeout * 1000) });
}

function otherLines({ summary, disabled, models, datasets, files, open }: SpaceReport, lang: Lang): (string | undefined)[] {
    const origin = new URL(summary.url).origin;
    const linked = (ids: readonly string[], prefix: string): string => ids.slice(0, SHOWN).map((id) => repoLink({ id, url: `${origin}${prefix}/${id}` })).join(', ');
    return [
        disabled ? lang.t('info.disabled') : undefined,
        line('info.access', accessValue(summary, lang), lang),
        line('info.models', linked(models, ''), lang),
        line('info.datasets', linked(datasets, '/datasets'), lang),
        line('info.files', files.ok ? filesValue(files.value, lang) : undefined, lang),
        line('info.open', open.ok ? openValue(open.value, summary.url, lang) : undefined, lang),
    ];
}
