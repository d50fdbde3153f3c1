import { part, valueOf, type Evaluation, type Part } from '../discovery';
import { HubError, modelInfo, type Hub, type HubErrorKind, type TreeEntry } from '../hub';
import { excerpt, listed } from './bounded';
import { licenseText, type Card } from './card-at';
import { commitsSince } from './commit-history';
import { commitReader, type CommitReader } from './commit-reader';
import { changedKeys, type Config } from './config-changes';
import { changedResults } from './evaluation-changes';
import { EVIDENCE_PARTS, type Evidence, type EvidencePart } from './evidence';
import { changedFiles, sizeOf } from './file-changes';
import { gateResults, type BothCommits, type Candidate } from './gates';
import { refOf } from './pinned-model';
import { upToDate } from './up-to-date';

/** A part at both commits; `before` is left out when nothing is live. */
interface Pair<T> {
    readonly before?: Part<T>;
    readonly after: Part<T>;
}

/**
 * What would change if the model went live, with the verdicts of the gates. Throws the HubError of a commit that does not exist
 * or that the user may not read; whatever else cannot be read is named in `missing`.
 */
export async function gatherEvidence(hub: Hub, candidate: Candidate): Promise<Evidence> {
    const commits: BothCommits = { after: commitReader(hub, candidate), ...(candidate.live && { before: commitReader(hub, candidate.live) }) };
    const [info, history, files, weights, config, card, evaluations, gates] = await Promise.all([
        part(upToDate(modelInfo(hub, refOf(candidate)))),
        part(commitsSince(hub, candidate, candidate.live)),
        pairOf(commits, (commit) => commit.files()),
        pairOf(commits, (commit) => commit.weights()),
        pairOf(commits, (commit) => commit.config()),
        pairOf(commits, (commit) => commit.card()),
        pairOf(commits, (commit) => commit.evaluations()),
        gateResults(hub, candidate, commits),
    ]);
    [info, files.after, card.after].forEach(throwWhenRefused);
    const gated = info.ok ? info.value.gated ?? undefined : undefined;
    return {
        v: 1,
        ...(candidate.live && { since: { repo: candidate.live.repo, sha: candidate.live.sha } }),
        commits: valueOf(history),
        files: compared(files, fileChanges),
        weights: eachOf(weights, (value) => value),
        config: compared(config, configChanges),
        license: eachOf(card, (value) => value && shortLicense(value)),
        ...(gated !== undefined && { gated: `${gated}` as const }),
        evaluations: compared(evaluations, resultChanges),
        cardScore: eachOf(card, (value) => value?.score),
        gates,
        missing: [...(gated === undefined ? ['gated' as const] : []), ...missingOf({ commits: { after: history }, files, weights, config, license: card, evaluations, cardScore: card })],
    };
}

async function pairOf<T>({ before, after }: BothCommits, read: (commit: CommitReader) => Promise<Part<T>>): Promise<Pair<T>> {
    const [old, current] = await Promise.all([before && read(before), read(after)]);
    return { ...(old && { before: old }), after: current };
}

/** The commit is not there for this user: there is nothing to approve. */
const REFUSALS: ReadonlySet<HubErrorKind> = new Set([
    'unauthorized', 'token-expired', 'forbidden', 'missing-scope', 'gated', 'disabled', 'not-found-or-private', 'repo-not-found', 'revision-not-found',
]);

function throwWhenRefused(part: Part<unknown>): void {
    if (!part.ok && REFUSALS.has(part.facts.kind)) {
        throw new HubError(part.facts);
    }
}

/** What a comparison finds; undefined unless both sides are known. */
function compared<T, C>({ before, after }: Pair<T>, compare: (before: T | undefined, after: T) => C): C | undefined {
    return after.ok && before?.ok !== false ? compare(before?.value, after.value) : undefined;
}

/** What each side says; undefined when neither is known. */
function eachOf<T, C>({ before, after }: Pair<T>, say: (value: T) => C | undefined): { before?: C; after?: C } | undefined {
    if (!after.ok && !before?.ok) {
        return undefined;
    }
    const [old, current] = [before?.ok ? say(before.value) : undefined, after.ok ? say(after.value) : undefined];
    return { ...(old !== undefined && { before: old }), ...(current !== undefined && { after: current }) };
}

type ReadParts = Readonly<Partial<Record<EvidencePart, Pair<unknown>>>>;

const missingOf = (parts: ReadParts): EvidencePart[] => EVIDENCE_PARTS.filter((name) => [parts[name]?.before, parts[name]?.after].some((side) => side?.ok === false));

const LISTED_FILES = 15;
const PATH_LIMIT = 160;

function fileChanges(before: readonly TreeEntry[] | undefined, after: readonly TreeEntry[]): Evidence['files'] {
    const { items, more } = listed(changedFiles(before ?? [], after), LISTED_FILES);
    return {
        items: items.map((change) => ({ ...change, path: excerpt(change.path, PATH_LIMIT) })),
        more,
        bytes: { ...(before && { before: totalSize(before) }), after: totalSize(after) },
    };
}

const totalSize = (files: readonly TreeEntry[]): number => files.reduce((sum, file) => sum + sizeOf(file), 0);

const LISTED_KEYS = 20;
const KEY_LIMIT = 60;
const JSON_LIMIT = 80;

function configChanges(before: Config | undefined, after: Config | undefined): Evidence['config'] {
    const { items, more } = listed(changedKeys(before ?? new Map(), after ?? new Map()), LISTED_KEYS);
    return {
        items: items.map(({ key, before: old, after: current }) => ({
            key: excerpt(key, KEY_LIMIT),
            ...(old !== undefined && { before: excerpt(JSON.stringify(old), JSON_LIMIT) }),
            ...(current !== undefined && { after: excerpt(JSON.stringify(current), JSON_LIMIT) }),
        })),
        more,
    };
}

const LISTED_RESULTS = 20;
const NAME_LIMIT = 120;

function resultChanges(before: readonly Evaluation[] | undefined, after: readonly Evaluation[]): Evidence['evaluations'] {
    const { items, more } = listed(changedResults(before ?? [], after), LISTED_RESULTS);
    return { items: items.map(({ lowerIsBetter: _, ...change }) => ({ ...change, name: excerpt(change.name, NAME_LIMIT) })), more };
}

const LICENSE_LIMIT = 120;

function shortLicense(card: Card): string | undefined {
    const text = licenseText(card);
    return text && excerpt(text, LICENSE_LIMIT);
}
