import { formatOf, type Evaluation, type Part } from '../discovery';
import type { SecurityStatus, TreeEntry } from '../hub';
import { excerpt } from './bounded';
import { licenseText, type Card } from './card-at';
import { changedResults, isWorse } from './evaluation-changes';
import type { GateReason, GateResult } from './evidence';

/** What a gate says, apart from which it is. */
export type Verdict = Omit<GateResult, 'gate'>;

const green = (reason: GateReason, values: Verdict['values'] = {}): Verdict => ({ verdict: 'green', reason, values });
const red = (reason: GateReason, values: Verdict['values'] = {}): Verdict => ({ verdict: 'red', reason, values });
const unknown = (reason: GateReason, values: Verdict['values'] = {}): Verdict => ({ verdict: 'unknown', reason, values });

/** A licence's or a result's name in a sentence, UTF-16 units. */
const NAME_LIMIT = 120;
/** Files that are named; the others are counted. */
const NAMED_FILES = 3;

/** The Hub's word for a file without findings, and those for one with. Source: OpenAPI document of the Hub, `securityFileStatus`. */
const SAFE = 'safe';
const ISSUES: ReadonlySet<string> = new Set(['caution', 'suspicious', 'unsafe']);

interface Scanned {
    readonly path: string;
    /** Undefined where the Hub says nothing of the file. */
    readonly status: string | undefined;
    readonly mustBeScanned: boolean;
}

/**
 * The Hub's verdict on the repository is one on its newest commit; what it says of the files of this commit decides. A file
 * of the newest commit that this one has not, or has with a clean content, does not count.
 */
export function securityVerdict(repo: Part<SecurityStatus>, entries: Part<readonly TreeEntry[]>): Verdict {
    const files = entries.ok ? entries.value.map(scanned) : [];
    const issues = issuesIn(files, repo.ok ? repo.value.filesWithIssues : [], entries.ok);
    if (issues.length > 0) {
        return red('security-issues', { n: issues.length, files: named(issues.map(({ path, level }) => `${path} (${level})`)) });
    }
    if (!repo.ok || !entries.ok) {
        return unknown('unreadable');
    }
    if (!repo.value.scansDone || files.some(({ status }) => status === 'queued')) {
        return unknown('security-pending');
    }
    const unjudged = files.filter(({ status, mustBeScanned }) => status !== undefined && status !== SAFE && (status !== 'unscanned' || mustBeScanned));
    return unjudged.length > 0 ? unknown('security-unscanned', { n: unjudged.length, files: named(unjudged.map(({ path }) => path)) }) : green('security-clean');
}

/** Scanners pass small text files over, but no weights. */
const scanned = ({ path, lfs, securityFileStatus }: TreeEntry): Scanned => ({ path, status: securityFileStatus?.status, mustBeScanned: Boolean(lfs) || formatOf(path) === 'pickle' });

type Issue = SecurityStatus['filesWithIssues'][number];

function issuesIn(files: readonly Scanned[], ofRepo: readonly Issue[], allFilesKnown: boolean): Pick<Issue, 'path' | 'level'>[] {
    const own = files.flatMap(({ path, status }) => (status !== undefined && ISSUES.has(status) ? [{ path, level: status }] : []));
    const notClean = new Set(files.filter(({ status }) => status === undefined).map(({ path }) => path));
    return [...own, ...ofRepo.filter(({ path }) => !allFilesKnown || notClean.has(path))];
}

const named = (files: readonly string[]): string => `${files.slice(0, NAMED_FILES).map((file) => excerpt(file, NAME_LIMIT)).join(', ')}${files.length > NAMED_FILES ? ', …' : ''}`;

export function cardVerdict(card: Part<Card | undefined>, wanted: number): Verdict {
    if (!card.ok) {
        return unknown('unreadable');
    }
    if (!card.value) {
        return red('card-missing', { wanted });
    }
    const { score } = card.value;
    return score >= wanted ? green('card-complete', { score, wanted }) : red('card-incomplete', { score, wanted });
}

/** Every stated licence has to be allowed. The name that owners give a licence of their own is not looked at: they may call it anything. */
export function licenseVerdict(card: Part<Card | undefined>, allowed: readonly string[]): Verdict {
    if (allowed.length === 0) {
        return unknown('no-list');
    }
    if (!card.ok) {
        return unknown('unreadable');
    }
    const license = card.value && licenseText(card.value);
    if (!card.value || license === undefined) {
        return red('license-missing');
    }
    const list = new Set(allowed.map(folded));
    const values = { license: excerpt(license, NAME_LIMIT) };
    return card.value.licenses.every((key) => list.has(folded(key))) ? green('license-listed', values) : red('license-not-listed', values);
}

const folded = (key: string): string => key.trim().toLowerCase();

/** `before` is left out when nothing is live. A result that is not stated any more is no proof that it is as good. */
export function evalsVerdict(after: Part<readonly Evaluation[]>, before: Part<readonly Evaluation[]> | undefined): Verdict {
    if (!after.ok || before?.ok === false) {
        return unknown('unreadable');
    }
    if (after.value.length === 0) {
        return unknown('evals-none');
    }
    const changes = changedResults(before?.value ?? [], after.value);
    const worse = changes.find(isWorse);
    if (worse) {
        return red('evals-worse', { name: excerpt(worse.name, NAME_LIMIT), before: worse.before, after: worse.after });
    }
    const gone = changes.find(({ after: now }) => now === undefined);
    if (gone) {
        return unknown('evals-gone', { name: excerpt(gone.name, NAME_LIMIT) });
    }
    const compared = changes.filter(({ before: then }) => then !== undefined).length;
    return compared > 0 ? green('evals-kept', { n: compared }) : green('evals-stated', { n: after.value.length });
}
