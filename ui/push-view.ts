import type { Change, Objection } from '../services/workflows/transfer/push-plan';
import { button, card, linkButton } from './blocks';
import { secretLines, type ShownSecret } from './file-verdict-view';
import type { Lang } from './language';
import { code, link, plain, truncate, truncateMiddle } from './text';
import type { Button, View } from './view';

/**
 * How a push can end without a commit. `unchanged`: the repository has it all; `refused`: no file is left that may go; `stopped`: a secret
 * is among the files; `ignored`: the repository's .gitignore has all of them; `expired`: nobody looked through the plan.
 */
export const PUSH_ENDS = ['unchanged', 'refused', 'stopped', 'ignored', 'cancelled', 'expired', 'failed'] as const;
export type PushEnd = (typeof PUSH_ENDS)[number];

export interface ShownFile {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    /** Undefined until the plan is made, and where it is not told. */
    readonly change?: Change | undefined;
    readonly objections: readonly Objection[];
    /** What it would call when it is loaded. */
    readonly imports: readonly string[];
    /** Hugging Face's words against a card. */
    readonly problem?: string | undefined;
}

/** Where a push is. */
export type PushStep =
    | { readonly kind: 'looking'; readonly done: number }
    /** `moved`: the repository has changed under an earlier plan. */
    | { readonly kind: 'review'; readonly moved: boolean }
    /** `bytes`: of the file that is under way. */
    | { readonly kind: 'sending'; readonly done: number; readonly of: number; readonly bytes?: { readonly done: number; readonly all: number } | undefined }
    /** Hugging Face does not answer. */
    | { readonly kind: 'waiting' }
    /** `files`: how many were committed, where that may be told; `refused`: paths that were not taken along; `ignored`: those that the repository's .gitignore has. */
    | { readonly kind: 'done'; readonly files?: number | undefined; readonly oid: string; readonly url: string; readonly pullRequestUrl?: string | undefined; readonly refused: readonly string[]; readonly ignored: readonly string[] }
    | { readonly kind: 'ended'; readonly end: PushEnd; readonly words?: string | undefined };

/** What a person is told of a plan, in the message and in the form. */
export interface ShownPlan {
    readonly files: readonly ShownFile[];
    readonly findings: readonly ShownSecret[];
    /** Names of which there were several files. */
    readonly repeated: readonly string[];
    /** The repository is not there yet, and becomes private or public. */
    readonly makes?: 'private' | 'public' | undefined;
    /** A card is written for it. */
    readonly card: boolean;
}

export interface ShownPush extends ShownPlan {
    readonly id: string;
    /** A username. */
    readonly by: string;
    readonly repo: string;
    /** Of the repository. */
    readonly url: string;
    readonly step: PushStep;
    /** People read it who may not see what the repository holds. */
    readonly quiet: boolean;
}

/** More would not be read in a chat. */
const MAX_LINES = 15;
const NAME_LENGTH = 60;
const PROBLEM_LENGTH = 160;
const MAX_IMPORTS = 3;
const SHA_LENGTH = 7;

/** The one message of a push: what goes where, how far it is, how it ended. */
export function pushView(shown: ShownPush, lang: Lang): View {
    const push = shown.quiet ? discreet(shown) : shown;
    const { step, by, repo, url, files } = push;
    const lines = [
        lang.t('push.head', { by: plain(by), n: files.length, repo: link(repo, url) }),
        ...planPart(push, lang),
        ...stepLines(step, push, lang),
        ...(holdsBack(push) ? [lang.t('push.quiet', { by: plain(by) })] : []),
    ];
    const view = card({ text: lines.join('\n'), actions: buttonsFor(push, lang) });
    return step.kind === 'ended' && step.end === 'failed' ? { ...view, failed: true } : view;
}

/** What the chat knows of the files, and nothing of what the repository holds: not which of them it has, nor where it has something else. */
function discreet(push: ShownPush): ShownPush {
    const files = push.files.map((file) => {
        const objections = file.objections.filter((one) => one !== 'taken');
        return { ...file, objections, change: objections.length > 0 ? 'refused' as const : undefined };
    });
    const { step } = push;
    const refused = files.flatMap(({ path, change }) => (change === 'refused' ? [path] : []));
    return { ...push, files, card: false, step: step.kind === 'done' ? { ...step, files: undefined, refused: step.refused.filter((path) => refused.includes(path)), ignored: [] } : step };
}

/** Ends whose reason is what the repository holds. */
const TELLING_ENDS: ReadonlySet<PushEnd> = new Set(['unchanged', 'refused', 'ignored']);

const holdsBack = ({ quiet, step }: ShownPush): boolean => quiet && (step.kind === 'review' || step.kind === 'done' || (step.kind === 'ended' && TELLING_ENDS.has(step.end)));

/** Of a plan that came to nothing only what stands in the files is told: nothing will be made or written. */
function planPart({ step, quiet, ...plan }: ShownPush, lang: Lang): string[] {
    if (step.kind === 'review') {
        return planLines(plan, lang);
    }
    return step.kind === 'ended' && ((step.end === 'refused' && !quiet) || step.end === 'stopped') ? planLines({ ...plan, makes: undefined, card: false }, lang) : [];
}

/** What would be committed, and what not and why. */
export function planLines({ files, findings, repeated, makes, card: hasCard }: ShownPlan, lang: Lang): string[] {
    const unchanged = files.filter(({ change }) => change === 'unchanged');
    const shown = files.filter(({ change }) => change !== 'unchanged').sort((a, b) => Number(b.change === 'refused') - Number(a.change === 'refused'));
    return [
        ...(makes ? [lang.t('push.plan.makes', { visibility: makes })] : []),
        ...shown.slice(0, MAX_LINES).map((file) => fileLine(file, lang)),
        ...(shown.length > MAX_LINES ? [lang.t('push.plan.more', { n: shown.length - MAX_LINES })] : []),
        ...(hasCard ? [lang.t('push.plan.card', { path: code('README.md') })] : []),
        ...(unchanged.length > 0 ? [lang.t('push.plan.unchanged', { n: unchanged.length })] : []),
        ...(repeated.length > 0 ? [lang.t('push.plan.repeated', { names: repeated.map((name) => code(truncateMiddle(name, NAME_LENGTH))).join(', ') })] : []),
        ...(findings.length > 0 ? [lang.t('push.plan.secrets'), ...secretLines(findings, lang)] : []),
    ];
}

const MARKS: Readonly<Record<Change, string>> = { new: '🆕', changed: '✏️', unchanged: '▫️', refused: '⛔' };
const UNTOLD = '📄';

function fileLine({ path, size, change, objections, imports, problem }: ShownFile, lang: Lang): string {
    const why = objections.filter((objection) => !isSaid(objection, objections)).map((objection) => lang.t(`push.objection.${objection}`));
    const calls = imports.slice(0, MAX_IMPORTS).map((name) => code(truncateMiddle(name, NAME_LENGTH)));
    const facts = [
        code(truncateMiddle(path, NAME_LENGTH)),
        lang.bytes(size),
        ...(change ? [lang.t(`push.change.${change}`)] : []),
        ...why,
        ...(problem === undefined ? [] : [plain(truncate(problem, PROBLEM_LENGTH))]),
        ...(calls.length > 0 ? [lang.t('push.plan.calls', { list: calls.join(', ') })] : []),
    ];
    return `- ${change ? MARKS[change] : UNTOLD} ${facts.join(' · ')}`;
}

/** A graver word says the lesser one as well. */
const SAID_BY: Readonly<Partial<Record<Objection, Objection>>> = { secret: 'key', unsafe: 'dangerous', unknown: 'dangerous' };

function isSaid(objection: Objection, all: readonly Objection[]): boolean {
    const graver = SAID_BY[objection];
    return graver !== undefined && all.includes(graver);
}

function stepLines(step: PushStep, { files, quiet }: ShownPush, lang: Lang): string[] {
    switch (step.kind) {
        case 'looking':
            return [lang.t('push.looking', { done: step.done, n: files.length })];
        case 'review':
            return [step.moved ? `⚠️ ${lang.t('push.moved')}` : lang.t('push.review.ask')];
        case 'sending':
            return quiet ? [`📤 ${lang.t('push.sending.quiet')}`] : [`📤 ${lang.t('push.sending', { done: step.done, n: step.of, part: step.bytes === undefined ? '' : lang.t('push.sending.part', { done: lang.bytes(step.bytes.done), all: lang.bytes(step.bytes.all) }) })}`];
        case 'waiting':
            return [`⏳ ${lang.t('push.waiting')}`];
        case 'done':
            return doneLines(step, files, lang);
        case 'ended':
            return quiet && TELLING_ENDS.has(step.end) ? [`▫️ ${lang.t('push.end.nothing')}`] : endLines(step, lang);
    }
}

function doneLines({ files: n, oid, url, pullRequestUrl, refused, ignored }: Extract<PushStep, { kind: 'done' }>, files: readonly ShownFile[], lang: Lang): string[] {
    const commit = link(oid.slice(0, SHA_LENGTH), url);
    const count = n === undefined ? '' : lang.t('push.done.count', { n });
    const done = pullRequestUrl === undefined ? lang.t('push.done.commit', { commit, count }) : lang.t('push.done.pr', { pr: link(`#${pullRequestUrl.split('/').at(-1) ?? ''}`, pullRequestUrl), count });
    const left = files.filter(({ path }) => refused.includes(path)).slice(0, MAX_LINES).map((file) => fileLine(file, lang));
    return [`✅ ${done}`, ...left, ...(ignored.length > 0 ? [lang.t('push.done.ignored', { names: ignored.slice(0, MAX_LINES).map((path) => code(truncateMiddle(path, NAME_LENGTH))).join(', ') })] : [])];
}

const END_MARKS: Readonly<Record<PushEnd, string>> = { unchanged: '☑️', refused: '⛔', stopped: '🔑', ignored: '🙈', cancelled: '🚫', expired: '⌛', failed: '❌' };

function endLines({ end, words }: Extract<PushStep, { kind: 'ended' }>, lang: Lang): string[] {
    return [`${END_MARKS[end]} ${lang.t(`push.end.${end}`)}`, ...(words === undefined ? [] : [words])];
}

function buttonsFor(push: ShownPush, lang: Lang): Button[] {
    const { id, step, url } = push;
    const details = holdsBack(push) ? [button('push.details', lang.t('push.details'), id)] : [];
    const cancel = button('push.cancel', lang.t('common.cancel'), id);
    switch (step.kind) {
        case 'review':
            return [button('push.review', lang.t('push.review'), id, 'primary'), cancel];
        case 'looking':
        case 'sending':
        case 'waiting':
            return [cancel];
        case 'done':
            return [linkButton('push.repo', lang.t('push.open'), step.pullRequestUrl ?? url), ...details];
        case 'ended':
            return step.end === 'failed' || step.end === 'expired' ? [button('push.again', lang.t('push.again'), id, 'primary')] : details;
    }
}
