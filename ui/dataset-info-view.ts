import type { DatasetReport } from '../services/discovery';
import type { DatasetFeature, DatasetSize } from '../services/hub';
import { ageNote } from './age-note';
import { button, card } from './blocks';
import { accessValue, filesValue, headline, historyAttachments, line, openValue, securityValue } from './info-lines';
import type { Lang } from './language';
import { missingNotes, missingScopeButton, type NamedPart } from './missing-note';
import type { Reader } from './reader';
import { repoValue } from './repo-list-view';
import { plain, truncate } from './text';
import type { View } from './view';

const DESCRIPTION_LIMIT = 300;
/** Splits and columns in their lines; benchmarks have hundreds. */
const SHOWN = 12;

/** Everything about a dataset. */
export function datasetInfoView(report: DatasetReport, reader: Reader): View {
    const { summary } = report;
    const { lang } = reader;
    const parts = namedParts(report);
    return card({
        text: [...headline(summary, reader), descriptionLine(report), ...contentLines(report, lang), ...trustLines(report, lang)].filter((text) => text !== undefined).join('\n'),
        actions: [button('repo.card', lang.t('info.card'), repoValue(summary)), button('watch.start', lang.t('watch.here'), repoValue(summary)), missingScopeButton(parts, summary.url, lang)],
        notes: [...missingNotes(parts, lang), ageNote(report, reader)],
        attachments: historyAttachments(report, summary.url, reader),
    });
}

function namedParts({ splits, size, features, security, files, commits, open }: DatasetReport): NamedPart[] {
    return [
        { name: 'info.splits', part: splits },
        { name: 'info.size', part: size },
        { name: 'info.features', part: features },
        { name: 'info.security', part: security },
        { name: 'info.files', part: files },
        { name: 'info.commits', part: commits },
        { name: 'info.open_all', part: open },
    ];
}

function descriptionLine({ description }: DatasetReport): string | undefined {
    const text = description?.replace(/\s+/g, ' ').trim();
    return text ? `> ${plain(truncate(text, DESCRIPTION_LIMIT))}` : undefined;
}

function contentLines({ splits, size, features }: DatasetReport, lang: Lang): (string | undefined)[] {
    return [
        line('info.size', size.ok ? sizeValue(size.value, lang) : undefined, lang),
        line('info.splits', splits.ok ? splitsValue(splits.value, size.ok ? size.value : undefined, lang) : undefined, lang),
        line('info.features', features.ok ? featuresValue(features.value, lang) : undefined, lang),
    ];
}

/** `67,349 rows, 3.1 MB`; a dataset that is too big to be counted says so. */
function sizeValue({ size: { dataset }, partial }: DatasetSize, lang: Lang): string {
    const bytes = dataset?.num_bytes_original_files ?? dataset?.num_bytes_parquet_files;
    const facts = [
        typeof dataset?.num_rows === 'number' ? lang.t('info.rows_value', { n: dataset.num_rows }) : undefined,
        typeof bytes === 'number' ? lang.bytes(bytes) : undefined,
        partial ? lang.t('info.partial') : undefined,
    ];
    return facts.filter((fact) => fact !== undefined).join(', ');
}

interface Named {
    readonly config: string;
    readonly split: string;
}

/** The splits of each configuration, with their rows where the viewer has counted them. */
function splitsValue(splits: readonly Named[], size: DatasetSize | undefined, lang: Lang): string {
    const several = new Set(splits.map(({ config }) => config)).size > 1;
    return shortened(splits, lang, ({ config, split }) => {
        const rows = size?.size.splits.find((sized) => sized.config === config && sized.split === split)?.num_rows;
        const name = plain(several ? `${config}/${split}` : split);
        return typeof rows === 'number' ? `${name} (${lang.t('info.rows_value', { n: rows })})` : name;
    });
}

/** The columns, each once: configurations mostly share them. */
function featuresValue(features: readonly DatasetFeature[], lang: Lang): string {
    const columns = [...new Set(features.map(({ name, type }) => `${plain(name)} (${plain(type)})`))];
    return shortened(columns, lang, (column) => column);
}

function shortened<T>(items: readonly T[], lang: Lang, show: (item: T) => string): string {
    const rest = items.length - SHOWN;
    return [...items.slice(0, SHOWN).map(show), ...(rest > 0 ? [lang.t('info.more', { n: rest })] : [])].join(', ');
}

function trustLines({ summary, disabled, security, files, open }: DatasetReport, lang: Lang): (string | undefined)[] {
    return [
        disabled ? lang.t('info.disabled') : undefined,
        line('info.license', summary.license === undefined ? lang.t('info.license.none') : plain(summary.license), lang),
        line('info.access', accessValue(summary, lang), lang),
        line('info.security', security.ok ? securityValue(security.value, lang) : undefined, lang),
        line('info.files', files.ok ? filesValue(files.value, lang) : undefined, lang),
        line('info.open', open.ok ? openValue(open.value, summary.url, lang) : undefined, lang),
    ];
}
