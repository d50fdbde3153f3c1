import type { ConvertEnd } from '../services/workflows/convert/job-end';
import { button, card, linkButton } from './blocks';
import { costWords, formatWords, modelLink, repoLink, timeWords, type ConvertReader, type ShownConversion } from './convert-words';
import type { Lang } from './language';
import { code, fenced, link, plain, truncate, truncateMiddle } from './text';
import type { Button, View } from './view';

interface SeenRun {
    /** As the Hub calls it: `RUNNING`. */
    readonly stage: string;
    /** Since it was ordered. */
    readonly seconds: number;
    /** US dollars so far; undefined where no price is stated. */
    readonly cost: number | undefined;
    readonly progress?: { readonly step: number; readonly of: number; readonly words: string } | undefined;
    readonly lines: readonly string[];
}

export type ConvertState =
    /** `run`: undefined before the job was looked at. `waiting`: Hugging Face does not answer just now. */
    | { readonly kind: 'going'; readonly waiting: boolean; readonly cancelledBy?: string | undefined; readonly run?: SeenRun | undefined }
    | {
        readonly kind: 'ended';
        readonly end: ConvertEnd;
        /** Markdown. */
        readonly words?: string | undefined;
        readonly commit?: string | undefined;
        readonly files?: readonly { readonly path: string; readonly size: number }[] | undefined;
        readonly run?: SeenRun | undefined;
    };

export interface ShownRun extends ShownConversion {
    readonly id: string;
    /** A username. */
    readonly by: string;
    readonly repo: string;
    readonly jobId?: string | undefined;
    /** The repository was made for it, and stays without what it was made for. */
    readonly repoStays: boolean;
    readonly state: ConvertState;
    /** What a click on *Try again* carries. */
    readonly again: string;
}

/** `quiet`: nothing is shown of what the job writes and makes. */
export type RunReader = ConvertReader & { readonly quiet: boolean };

const BAR = 12;
const WORDS_LENGTH = 200;
const LINES_LENGTH = 1_200;
const MAX_FILES = 10;
const NAME_LENGTH = 60;
const SHA_LENGTH = 7;

/** The one message of a conversion, from the yes to the end. */
export function convertView(shown: ShownRun, reader: RunReader): View {
    const { lang, hubUrl } = reader;
    const { by, repo, flavor, state } = shown;
    const head = lang.t('convert.head', { by: plain(by), model: modelLink(shown, hubUrl), format: formatWords(shown), repo: repoLink(repo, hubUrl), flavor: code(flavor) });
    const lines = state.kind === 'going' ? goingLines(shown, state, reader) : endLines(shown, state, reader);
    return card({ text: [head, ...lines].join('\n'), actions: [...buttonsFor(shown, lang), pageButton(shown, reader)] });
}

function goingLines(shown: ShownRun, { run, waiting, cancelledBy }: Extract<ConvertState, { kind: 'going' }>, { lang, quiet }: RunReader): string[] {
    return [
        ...(cancelledBy === undefined ? [] : [lang.t('convert.cancelling', { by: plain(cancelledBy) })]),
        ...(waiting ? [lang.t('convert.waiting')] : []),
        ...(run ? runLines(shown, run, { lang, quiet }) : [lang.t('convert.preparing')]),
    ];
}

function runLines({ mostCost }: ShownRun, { stage, seconds, cost: soFar, progress, lines }: SeenRun, { lang, quiet }: Pick<RunReader, 'lang' | 'quiet'>): string[] {
    const cost = lang.t('convert.so_far', { time: timeWords(seconds, lang), cost: costWords(soFar, lang), most: costWords(mostCost, lang) });
    if (stage === 'SCHEDULING') {
        return [lang.t('convert.scheduling'), cost];
    }
    const step = progress && `${bar(progress)} ${lang.t('convert.step', { step: progress.step, of: progress.of })}${quiet ? '' : ` ${plain(truncate(progress.words, WORDS_LENGTH))}`}`;
    return [step ?? lang.t('convert.running'), cost, ...lastLines(lines, quiet)];
}

function bar({ step, of }: NonNullable<SeenRun['progress']>): string {
    const full = Math.round((BAR * step) / of);
    return `${'▓'.repeat(full)}${'░'.repeat(BAR - full)}`;
}

const lastLines = (lines: readonly string[], quiet: boolean): string[] => (quiet || lines.length === 0 ? [] : [fenced(truncate(lines.join('\n'), LINES_LENGTH))]);

const MARKS: Readonly<Partial<Record<ConvertEnd, string>>> = { 'done': '✅', 'cancelled': '🚫', 'timeout': '⌛', 'no-credits': '💳', 'input': '⛔', 'lost': '❔', 'gone': '❔', 'unavailable': '❔' };

/** Ends of which Hugging Face or the app itself says why, and not the job. */
const OURS: ReadonlySet<ConvertEnd> = new Set(['refused', 'no-credits', 'lost']);

function endLines({ repo, limitSeconds, repoStays }: ShownRun, state: Extract<ConvertState, { kind: 'ended' }>, { lang, hubUrl, quiet }: RunReader): string[] {
    const { end, words, run } = state;
    return [
        `${MARKS[end] ?? '❌'} ${lang.t(`convert.end.${end}`, { limit: timeWords(limitSeconds, lang) })}`,
        ...(words === undefined || (quiet && !OURS.has(end)) ? [] : [words]),
        ...(repoStays ? [lang.t('convert.repo_stays', { repo: repoLink(repo, hubUrl) })] : []),
        ...(quiet ? [] : madeLines(repo, state, { lang, hubUrl })),
        ...(run ? [lang.t('convert.spent', { time: timeWords(run.seconds, lang), cost: costWords(run.cost, lang) })] : []),
        ...(end === 'done' || end === 'cancelled' ? [] : lastLines(run?.lines ?? [], quiet)),
    ];
}

/** The commit and the files that it holds. */
function madeLines(repo: string, { commit, files = [] }: Extract<ConvertState, { kind: 'ended' }>, { lang, hubUrl }: ConvertReader): string[] {
    return [
        ...(commit === undefined ? [] : [lang.t('convert.commit', { commit: link(commit.slice(0, SHA_LENGTH), `${hubUrl}/${repo}/commit/${commit}`) })]),
        ...files.slice(0, MAX_FILES).map(({ path, size }) => `- ${code(truncateMiddle(path, NAME_LENGTH))} · ${lang.bytes(size)}`),
        ...(files.length > MAX_FILES ? [lang.t('convert.more', { n: files.length - MAX_FILES })] : []),
    ];
}

function buttonsFor({ id, again, jobId, state }: ShownRun, lang: Lang): Button[] {
    const logs = jobId === undefined ? [] : [button('convert.logs', lang.t('convert.logs'), id)];
    if (state.kind === 'going') {
        return [...(state.cancelledBy === undefined ? [button('convert.cancel', lang.t('common.cancel'), id)] : []), ...logs];
    }
    return [...(state.end === 'done' ? [] : [button('convert.run', lang.t('convert.again'), again)]), ...logs];
}

function pageButton({ repo, jobId, namespace, state }: ShownRun, { lang, hubUrl }: RunReader): Button | undefined {
    if (state.kind === 'ended' && state.end === 'done') {
        return linkButton('convert.repo', lang.t('convert.open'), `${hubUrl}/${repo}`);
    }
    return jobId === undefined ? undefined : linkButton('convert.job', lang.t('convert.job'), `${hubUrl}/jobs/${namespace}/${jobId}`);
}
