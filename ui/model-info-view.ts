import type { Evaluation, HeaderReport, ModelReport, Quantised, WeightFormat } from '../services/discovery';
import { ageNote } from './age-note';
import { button, card } from './blocks';
import { accessValue, filesValue, headline, historyAttachments, line, openValue, securityValue } from './info-lines';
import type { Lang } from './language';
import { missingNotes, missingScopeButton, type NamedPart } from './missing-note';
import type { Reader } from './reader';
import { pullValue } from './pull-view';
import { repoValue } from './repo-list-view';
import { code, plain } from './text';
import type { View } from './view';

/** Everything about a model. */
export function modelInfoView(report: ModelReport, reader: Reader): View {
    const { summary } = report;
    const { lang } = reader;
    const parts = namedParts(report);
    return card({
        text: [...headline(summary, reader), ...weightLines(report, lang), ...trustLines(report, lang), ...familyLines(report, lang), ...activityLines(report, lang)]
            .filter((text) => text !== undefined)
            .join('\n'),
        actions: [button('pull.run', lang.t('pull.go'), pullValue(summary)), button('repo.card', lang.t('info.card'), repoValue(summary)), button('watch.start', lang.t('watch.here'), repoValue(summary)), missingScopeButton(parts, summary.url, lang)],
        notes: [...missingNotes(parts, lang), ageNote(report, reader)],
        attachments: historyAttachments(report, summary.url, reader),
    });
}

function namedParts({ files, header, security, commits, open }: ModelReport): NamedPart[] {
    return [
        { name: 'info.files', part: files },
        // Without the list of files no head was looked for.
        ...(files.ok ? [{ name: 'info.header' as const, part: header }] : []),
        { name: 'info.security', part: security },
        { name: 'info.commits', part: commits },
        { name: 'info.open_all', part: open },
    ];
}

function weightLines({ dtypes, formats, quantisations, contextLength, header }: ModelReport, lang: Lang): (string | undefined)[] {
    return [
        line('info.parameters', dtypesValue(dtypes, lang), lang),
        line('info.formats', formats.map((format) => formatName(format, lang)).join(', '), lang),
        line('info.quantisations', quantisationsValue(quantisations, lang), lang),
        line('info.context', contextLength === undefined ? undefined : lang.t('info.tokens', { n: contextLength }), lang),
        line('info.header', header.ok && header.value ? headerValue(header.value, lang) : undefined, lang),
    ];
}

/** `BF16 8B, F32 1M` */
export function dtypesValue(dtypes: Readonly<Record<string, number>>, lang: Lang): string {
    return Object.entries(dtypes).map(([dtype, count]) => `${plain(dtype)} ${lang.compact(count)}`).join(', ');
}

const FORMAT_NAMES: Readonly<Record<Exclude<WeightFormat, 'pickle'>, string>> = {
    safetensors: 'safetensors',
    gguf: 'GGUF',
    onnx: 'ONNX',
    tensorflow: 'TensorFlow',
    flax: 'Flax',
    coreml: 'Core ML',
    openvino: 'OpenVINO',
    keras: 'Keras',
};

function formatName(format: WeightFormat, lang: Lang): string {
    return format === 'pickle' ? lang.t('info.format.pickle') : FORMAT_NAMES[format];
}

function quantisationsValue(quantisations: readonly Quantised[], lang: Lang): string {
    return quantisations.map(({ name, bytes }) => (bytes === undefined ? name : `${name} (${lang.bytes(bytes)})`)).join(', ');
}

function headerValue(header: HeaderReport, lang: Lang): string {
    const path = code(header.path);
    if (!header.ok) {
        return lang.t('info.header.bad', { path, problem: header.problem });
    }
    const { facts } = header;
    const tensors = lang.t('info.tensors', { n: facts.tensorCount });
    const details = facts.format === 'gguf'
        ? [facts.architecture, facts.quantization, facts.contextLength === undefined ? undefined : lang.t('info.tokens', { n: facts.contextLength })]
        : [dtypesValue(facts.parameters, lang), facts.metadata.format];
    return [path, tensors, ...details.filter((detail) => detail !== undefined && detail !== '').map((detail) => plain(detail ?? ''))].join(', ');
}

function trustLines({ summary, security, disabled }: ModelReport, lang: Lang): (string | undefined)[] {
    return [
        disabled ? lang.t('info.disabled') : undefined,
        line('info.license', summary.license === undefined ? lang.t('info.license.none') : plain(summary.license), lang),
        line('info.access', accessValue(summary, lang), lang),
        line('info.security', security.ok ? securityValue(security.value, lang) : undefined, lang),
    ];
}

/** Results in the line; a model may state hundreds. */
const SHOWN_EVALUATIONS = 5;

function familyLines({ baseModels, baseRelation, children, providers, evaluations }: ModelReport, lang: Lang): (string | undefined)[] {
    const base = baseModels.map(code).join(', ');
    const relatives = Object.entries(children).map(([relation, count]) => `${plain(relation)} ${lang.number(count)}`);
    const serving = providers.map(({ provider, status }) => (status === 'live' ? plain(provider) : `${plain(provider)} (${plain(status)})`));
    return [
        line('info.base', base && baseRelation ? `${base} (${plain(baseRelation)})` : base, lang),
        line('info.children', relatives.join(', '), lang),
        line('info.providers', serving.join(', ') || lang.t('common.none'), lang),
        line('info.evaluations', evaluationsValue(evaluations, lang), lang),
    ];
}

function evaluationsValue(evaluations: readonly Evaluation[], lang: Lang): string {
    const shown = evaluations.slice(0, SHOWN_EVALUATIONS).map(({ benchmark, metric, value }) => `${plain(metric === undefined ? benchmark : `${benchmark} ${metric}`)} ${lang.number(value, { maximumFractionDigits: 4 })}`);
    const rest = evaluations.length - shown.length;
    return [...shown, ...(rest > 0 ? [lang.t('info.more', { n: rest })] : [])].join(' · ');
}

function activityLines({ summary, files, open }: ModelReport, lang: Lang): (string | undefined)[] {
    return [
        line('info.files', files.ok ? filesValue(files.value, lang) : undefined, lang),
        line('info.open', open.ok ? openValue(open.value, summary.url, lang) : undefined, lang),
    ];
}
