import type { ComparedModel, Comparison, Evaluation } from '../services/discovery';
import { ageNote } from './age-note';
import { button, card } from './blocks';
import { columns } from './columns';
import { accessValue } from './info-lines';
import type { Lang } from './language';
import { missingNotes, type NamedPart } from './missing-note';
import type { Reader } from './reader';
import { repoLink } from './repo-line';
import { repoValue } from './repo-list-view';
import { fenced, truncate } from './text';
import type { View } from './view';

/** Wider values would make narrow screens scroll. */
const VALUE_WIDTH = 28;
const SHOWN_EVALUATIONS = 10;
const UNKNOWN = '–';

/** Two models side by side in a monospace block. */
export function comparisonView(comparison: Comparison, reader: Reader): View {
    const { models } = comparison;
    const { lang } = reader;
    const [a, b] = models;
    const rows = [...factRows(models, reader), ...evaluationRows(models, lang)].map((row) => row.map((cell) => truncate(cell, VALUE_WIDTH)));
    const heading = lang.t('compare.title', { a: repoLink(a.summary), b: repoLink(b.summary) });
    return card({
        text: `${heading}\n${fenced(columns(rows))}`,
        actions: models.map(({ summary }) => button('repo.info', lang.t('compare.info', { id: summary.id }), repoValue(summary))),
        notes: [...missingNotes(models.flatMap(namedParts), lang), ageNote(comparison, reader)],
    });
}

function namedParts({ weights, security, cardScore }: ComparedModel): NamedPart[] {
    return [
        { name: 'compare.weights', part: weights },
        { name: 'info.security', part: security },
        { name: 'compare.card', part: cardScore },
    ];
}

type Models = Comparison['models'];

function factRows(models: Models, { lang, now }: Reader): string[][] {
    const row = (label: string, value: (model: ComparedModel) => string | undefined): string[] => [label, ...models.map((model) => value(model) || UNKNOWN)];
    const count = (value: number | undefined): string | undefined => (value === undefined ? undefined : lang.compact(value));
    return [
        row('', ({ summary }) => summary.id.split('/').at(-1)),
        row(lang.t('compare.task'), ({ summary }) => summary.tasks.join(', ')),
        row(lang.t('compare.library'), ({ summary }) => summary.library),
        row(lang.t('info.parameters'), ({ summary }) => count(summary.parameters)),
        row(lang.t('compare.weights'), (model) => weightsCell(model, lang)),
        row(lang.t('info.license'), ({ summary }) => summary.license ?? lang.t('info.license.none')),
        row(lang.t('info.access'), ({ summary }) => (summary.gated === false ? accessValue(summary, lang) : lang.t('repo.gated'))),
        row(lang.t('info.security'), (model) => securityCell(model, lang)),
        row(lang.t('compare.card'), ({ cardScore }) => (cardScore.ok ? lang.t('compare.card_value', { score: cardScore.value }) : undefined)),
        row(lang.t('compare.downloads'), ({ summary }) => count(summary.downloads)),
        row(lang.t('compare.likes'), ({ summary }) => count(summary.likes)),
        row(lang.t('compare.updated'), ({ summary }) => (summary.updatedAt === undefined ? undefined : lang.relative(summary.updatedAt, now))),
    ];
}

function weightsCell({ weights }: ComparedModel, lang: Lang): string | undefined {
    if (!weights.ok || !weights.value) {
        return undefined;
    }
    const { min, max } = weights.value;
    return min === max ? lang.bytes(max) : `${lang.bytes(min)}–${lang.bytes(max)}`;
}

function securityCell({ security }: ComparedModel, lang: Lang): string | undefined {
    if (!security.ok) {
        return undefined;
    }
    const { scansDone, filesWithIssues } = security.value;
    if (filesWithIssues.length > 0) {
        return lang.t('compare.security.issues', { n: filesWithIssues.length });
    }
    return lang.t(scansDone ? 'compare.security.clean' : 'compare.security.pending');
}

/** A line per benchmark, those that both models state first. */
function evaluationRows([a, b]: Models, lang: Lang): string[][] {
    const [left, right] = [byBenchmark(a.evaluations), byBenchmark(b.evaluations)];
    const names = [...new Set([...left.keys(), ...right.keys()])].sort((x, y) => Number(left.has(y) && right.has(y)) - Number(left.has(x) && right.has(x)));
    const cell = (value: number | undefined): string => (value === undefined ? UNKNOWN : lang.number(value, { maximumFractionDigits: 4 }));
    return names.slice(0, SHOWN_EVALUATIONS).map((name) => [name, cell(left.get(name)), cell(right.get(name))]);
}

function byBenchmark(evaluations: readonly Evaluation[]): Map<string, number> {
    return new Map(evaluations.map(({ benchmark, metric, value }) => [metric === undefined ? benchmark : `${benchmark} ${metric}`, value]));
}
