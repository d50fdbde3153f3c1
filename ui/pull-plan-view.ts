import type { FileJudgement, Reason } from '../services/safety';
import { button, card } from './blocks';
import { fileVerdictLines } from './file-verdict-view';
import type { Lang } from './language';
import { commitLink, nameList, riskLines, sizeOf, type ShownFile, type ShownPull } from './pull-view';
import { code, fenced, safeJson, truncate } from './text';
import type { Attachment, Button, View } from './view';

interface PlannedFile extends ShownFile {
    readonly judgement: FileJudgement;
}

export interface ShownPlan {
    readonly repo: ShownPull['repo'];
    readonly take: readonly PlannedFile[];
    readonly refused: readonly PlannedFile[];
    /** Paths of files that can run code, which safe ones among `take` stand in for. */
    readonly replaced: readonly string[];
    /** The first rows of a dataset. */
    readonly preview: readonly Readonly<Record<string, unknown>>[];
    /** `refs/convert/parquet` is what is pointed to already. */
    readonly revision?: string | undefined;
}

export interface PlanReader {
    readonly lang: Lang;
    readonly hubUrl: string;
    /** What a click on the button that pulls carries, and whether the repository's name has to be typed for it. */
    readonly go: { readonly value: string; readonly named: boolean };
}

const PREVIEW_LIMIT = 3_000;
const CELL_LIMIT = 200;

/** What would be pulled, and where it would go. */
export function pullPlanView(plan: ShownPlan, { lang, hubUrl, go }: PlanReader): View {
    const { repo, take, refused } = plan;
    const lines = [
        lang.t('pull.plan.title', { repo: commitLink(repo, hubUrl), n: take.length, size: lang.bytes(sizeOf(take)) }),
        ...riskLines(take, lang),
        ...fileVerdictLines([...take, ...refused].map(({ judgement }) => judgement), lang),
        ...whereLines(take, lang),
        ...alternativeLines(plan, lang),
    ];
    return card({ text: lines.join('\n'), actions: [take.length === 0 ? undefined : goButton(go, lang)], attachments: previewOf(plan, lang) });
}

const goButton = ({ value, named }: PlanReader['go'], lang: Lang): Button =>
    named ? button('pull.unsafe', lang.t('pull.unsafe.open'), value, 'danger') : button('pull.run', lang.t('pull.go'), value, 'primary');

function whereLines(take: readonly PlannedFile[], lang: Lang): string[] {
    const posted = take.filter(({ name }) => name !== undefined);
    const rest = take.filter(({ name }) => name === undefined);
    return [
        ...(posted.length > 0 ? [lang.t('pull.plan.posted', { n: posted.length, size: lang.bytes(sizeOf(posted)) })] : []),
        ...(rest.length > 0 ? [lang.t('pull.plan.manifest', { n: rest.length, size: lang.bytes(sizeOf(rest)) })] : []),
    ];
}

/** Why files are left out, and what there is instead. */
function alternativeLines({ repo, refused, replaced, revision }: ShownPlan, lang: Lang): string[] {
    const lines = replaced.length > 0 ? [lang.t('pull.plan.replaced', { names: nameList(replaced, lang) })] : [];
    if (refused.length === 0) {
        return lines;
    }
    lines.push(lang.t('pull.plan.refused', { names: nameList(refused.map(({ path }) => path), lang) }));
    if (repo.type === 'model' && !refused.some(({ judgement }) => isHarmful(judgement))) {
        lines.push(lang.t('pull.plan.convert', { command: code(`/hf convert ${repo.id} --to safetensors`) }));
    }
    if (repo.type === 'dataset' && revision !== PARQUET) {
        lines.push(lang.t('pull.plan.parquet', { command: code(`/hf pull dataset ${repo.id} --revision ${PARQUET}`) }));
    }
    return [...lines, lang.t('pull.plan.unsafe')];
}

const HARMFUL: ReadonlySet<Reason> = new Set(['dangerous-import', 'hub-unsafe', 'hub-suspicious']);

/** Nobody should convert weights whose file attacks. */
const isHarmful = ({ reasons }: FileJudgement): boolean => reasons.some((reason) => HARMFUL.has(reason));

/** Where Hugging Face keeps datasets as Parquet. Source: https://huggingface.co/docs/dataset-viewer/parquet. */
const PARQUET = 'refs/convert/parquet';

function previewOf({ preview }: ShownPlan, lang: Lang): Attachment[] {
    if (preview.length === 0) {
        return [];
    }
    const rows = preview.map((row) => safeJson(Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, typeof cell === 'string' ? truncate(cell, CELL_LIMIT) : cell])), 0));
    return [{ title: lang.t('pull.plan.rows', { n: preview.length }), text: fenced(truncate(rows.join('\n'), PREVIEW_LIMIT), 'json'), collapsed: true }];
}
