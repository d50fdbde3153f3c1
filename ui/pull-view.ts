import type { RepoType } from '../services/hub';
import { button, card } from './blocks';
import type { Lang } from './language';
import { code, fenced, link, plain, truncate, truncateMiddle } from './text';
import type { View } from './view';

/**
 * How a file of a pull ends. `mismatch`: its hash is not the one that Hugging Face states; `refused`: a look at all of it found what the
 * first one had not; `gone`: Hugging Face has it no more; `not-taken`: the chat's server refused it.
 */
export const OUTCOMES = ['posted', 'mismatch', 'refused', 'gone', 'not-taken'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a pull ended. `gone`: whoever pulled, or the repository; `incomplete`: some files did not come through. */
export const END_REASONS = ['done', 'incomplete', 'cancelled', 'signed-out', 'gated', 'gone', 'refused', 'private', 'rights', 'unavailable'] as const;

/** What is known of a file that was taken all the same: it can run code when it is loaded, or it would do harm. */
export const RISKS = ['unsafe', 'dangerous'] as const;
export type Risk = (typeof RISKS)[number];

export interface ShownFile {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    /** The name under which it is posted; undefined when only the manifest names it. */
    readonly name?: string | undefined;
    readonly risk?: Risk | undefined;
}

export interface ShownPull {
    readonly id: string;
    readonly by: { readonly username: string };
    readonly repo: { readonly type: RepoType; readonly id: string; readonly sha: string };
    readonly files: readonly ShownFile[];
    /** By place in `files`. */
    readonly settled: ReadonlyMap<number, { readonly outcome: Outcome; readonly note?: string | undefined }>;
    /** The file that is under way, and how many bytes of it are here. */
    readonly current?: { readonly index: number; readonly bytes: number } | undefined;
    /** Hugging Face does not answer now. */
    readonly waiting?: boolean | undefined;
    readonly cancelledBy: string | undefined;
    readonly ended: { readonly reason: (typeof END_REASONS)[number] } | undefined;
}

export interface PullReader {
    readonly lang: Lang;
    readonly hubUrl: string;
    /** Gets what is not posted. */
    readonly command: string;
}

/** What a click that pulls a repository carries: nothing in particular is asked for. */
export const pullValue = ({ type, id }: { readonly type: RepoType; readonly id: string }): string => JSON.stringify({ type, id, files: [] });

const MAX_LINES = 12;
const NAME_LENGTH = 60;
const NOTE_LENGTH = 200;
const BAR_CELLS = 20;
const MARKS: Readonly<Record<Outcome, string>> = { 'posted': '✅', 'mismatch': '❌', 'refused': '⛔', 'gone': '❌', 'not-taken': '❌' };

/** The one message of a pull: what comes, how far it is, and at the end how to get the rest. */
export function pullView(pull: ShownPull, reader: PullReader): View {
    const { lang } = reader;
    const lines = [
        titleLine(pull, reader),
        ...riskLines(pull.files, lang),
        pull.ended ? undefined : progressLine(pull, lang),
        ...fileLines(pull, lang),
        pull.waiting ? lang.t('pull.waiting') : undefined,
        pull.ended && lang.t(`pull.end.${pull.ended.reason}`, { by: plain(pull.cancelledBy ?? '') }),
        ...restLines(pull, reader),
    ];
    const view = card({ text: lines.filter((line) => line !== undefined).join('\n'), actions: [pullButton(pull, lang)] });
    return pull.ended && pull.ended.reason !== 'done' && pull.ended.reason !== 'cancelled' ? { ...view, failed: true } : view;
}

function titleLine({ by, repo, files }: ShownPull, { lang, hubUrl }: PullReader): string {
    return lang.t('pull.title', { by: plain(by.username), repo: commitLink(repo, hubUrl), n: files.length, size: lang.bytes(sizeOf(files)) });
}

/** The repository at its commit. */
export function commitLink({ type, id, sha }: ShownPull['repo'], hubUrl: string): string {
    return link(`${id}@${sha.slice(0, 7)}`, `${hubUrl}/${type === 'model' ? '' : `${type}s/`}${id}/tree/${sha}`);
}

export const sizeOf = (files: readonly { readonly size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** Said first, and by name: whoever opens such a file should have read this. */
export function riskLines(files: readonly Pick<ShownFile, 'path' | 'risk'>[], lang: Lang): string[] {
    return [...RISKS].reverse().flatMap((risk) => {
        const paths = files.filter((file) => file.risk === risk).map(({ path }) => path);
        return paths.length === 0 ? [] : [lang.t(`pull.risk.${risk}`, { names: nameList(paths, lang) })];
    });
}

const MAX_NAMES = 5;

export function nameList(paths: readonly string[], lang: Lang): string {
    const names = paths.slice(0, MAX_NAMES).map((path) => code(truncateMiddle(path, NAME_LENGTH)));
    return lang.list([...names, ...(paths.length > MAX_NAMES ? [lang.t('pull.more', { n: paths.length - MAX_NAMES })] : [])]);
}

function progressLine(pull: ShownPull, lang: Lang): string {
    const posted = pull.files.filter(({ name }) => name !== undefined);
    const total = sizeOf(posted);
    const settled = pull.files.filter((file, index) => file.name !== undefined && pull.settled.has(index));
    const done = Math.min(total, sizeOf(settled) + (pull.current?.bytes ?? 0));
    const cells = total === 0 ? 0 : Math.round((done / total) * BAR_CELLS);
    return `${'▓'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)} ${lang.t('pull.progress', { done: lang.bytes(done), size: lang.bytes(total) })}`;
}

/** What went wrong first, then what is under way, then the rest as it was planned. */
function fileLines(pull: ShownPull, lang: Lang): string[] {
    const posted = pull.files.flatMap((file, index) => (file.name === undefined ? [] : [{ file, index }]));
    const sorted = [...posted].sort((a, b) => rank(pull, a.index) - rank(pull, b.index));
    const lines = sorted.slice(0, MAX_LINES).map(({ file, index }) => fileLine(pull, file, index, lang));
    return sorted.length > MAX_LINES ? [...lines, `- ${lang.t('pull.more', { n: sorted.length - MAX_LINES })}`] : lines;
}

function rank({ settled, current }: ShownPull, index: number): number {
    const outcome = settled.get(index)?.outcome;
    if (outcome !== undefined) {
        return outcome === 'posted' ? 3 : 0;
    }
    return current?.index === index ? 1 : 2;
}

function fileLine({ settled, current }: ShownPull, { path, size }: ShownFile, index: number, lang: Lang): string {
    const name = `${code(truncateMiddle(path, NAME_LENGTH))} ${lang.bytes(size)}`;
    const end = settled.get(index);
    if (end) {
        const note = end.note === undefined ? '' : ` ${plain(truncate(end.note, NOTE_LENGTH))}`;
        return `- ${MARKS[end.outcome]} ${name}${end.outcome === 'posted' ? '' : ` – ${lang.t(`pull.outcome.${end.outcome}`)}${note}`}`;
    }
    return current?.index === index ? `- ⏳ ${name} – ${lang.number(size === 0 ? 1 : current.bytes / size, { style: 'percent' })}` : `- ▫️ ${name}`;
}

/** How to get what is not posted. */
function restLines({ files, ended }: ShownPull, { lang, command }: PullReader): string[] {
    const rest = files.filter(({ name }) => name === undefined);
    return rest.length === 0 || (ended && ended.reason === 'private') ? [] : [lang.t('pull.rest', { n: rest.length, size: lang.bytes(sizeOf(rest)) }), fenced(command)];
}

function pullButton({ id, ended }: ShownPull, lang: Lang): ReturnType<typeof button> | undefined {
    if (!ended) {
        return button('pull.cancel', lang.t('common.cancel'), id);
    }
    return ended.reason === 'done' ? undefined : button('pull.again', lang.t('pull.again'), id);
}
