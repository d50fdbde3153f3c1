import type { Evidence, EvidencePart, GateReason, GateResult } from '../services/deployment';
import type { MessageKey } from './catalogue';
import { line } from './info-lines';
import type { Lang, Values } from './language';
import { dtypesValue } from './model-info-view';
import type { Reader } from './reader';
import { code, link, MESSAGE_LIMIT, plain } from './text';
import type { Attachment } from './view';

/** Results in the summary; the attachment has more. */
const SHOWN_RESULTS = 4;

/** What would change, a line for each part that is known, and which parts are not. */
export function evidenceLines(evidence: Evidence, { lang }: Reader): string[] {
    const { weights, license, gated, cardScore, missing } = evidence;
    const lines = [
        line('evidence.commits', commitsValue(evidence, lang), lang),
        line('evidence.files', filesValue(evidence, lang), lang),
        line('evidence.weights', changeValue(weights, (one) => weightsValue(one, lang)), lang),
        line('evidence.config', configValue(evidence, lang), lang),
        line('evidence.license', license && (changeValue(license, plain) ?? lang.t('evidence.license.none')), lang),
        line('evidence.access', gated && lang.t(ACCESS[gated]), lang),
        line('evidence.card', cardScore && (changeValue(cardScore, (score) => lang.t('evidence.card.value', { score })) ?? lang.t('evidence.card.none')), lang),
        line('evidence.results', resultsValue(evidence, lang), lang),
        missing.length > 0 ? lang.t('evidence.missing', { names: lang.list(missing.map((part) => lang.t(PART_NAMES[part]))) }) : undefined,
    ];
    return lines.filter((text) => text !== undefined);
}

const ACCESS: Readonly<Record<NonNullable<Evidence['gated']>, MessageKey>> = { false: 'evidence.access.open', auto: 'evidence.access.auto', manual: 'evidence.access.manual' };

const PART_NAMES: Readonly<Record<EvidencePart, MessageKey>> = {
    commits: 'evidence.commits', files: 'evidence.files', weights: 'evidence.weights', config: 'evidence.config',
    license: 'evidence.license', gated: 'evidence.access', evaluations: 'evidence.results', cardScore: 'evidence.card',
};

/** Stands where one side has nothing. */
const NONE = '–';

/** `old → new`, or one value when both are alike or there is no old one; undefined when neither side has any. */
function changeValue<T>(change: { readonly before?: T | undefined; readonly after?: T | undefined } | undefined, show: (value: T) => string): string | undefined {
    const { before, after } = change ?? {};
    if (before === undefined) {
        return after === undefined ? undefined : show(after);
    }
    const [old, current] = [show(before), after === undefined ? NONE : show(after)];
    return old === current ? current : `${old} → ${current}`;
}

function commitsValue({ commits }: Evidence, lang: Lang): string | undefined {
    const n = (commits?.items.length ?? 0) + (commits?.more ?? 0);
    return commits?.relation && lang.t(`evidence.commits.${commits.relation}`, { n });
}

function filesValue({ files, since }: Evidence, lang: Lang): string | undefined {
    const n = (files?.items.length ?? 0) + (files?.more ?? 0);
    return files && lang.t(since ? 'evidence.files.changed' : 'evidence.files.all', { n, size: changeValue(files.bytes, (bytes) => lang.bytes(bytes)) ?? NONE });
}

type Weights = NonNullable<NonNullable<Evidence['weights']>['after']>;

function weightsValue({ files, of, tensors, parameters, dtypes }: Weights, lang: Lang): string {
    const counts = [parameters === undefined ? undefined : dtypesValue(dtypes, lang), lang.t('evidence.tensors', { n: tensors })].filter((part) => part !== undefined && part !== '').join(', ');
    return files === of ? counts : lang.t('evidence.weights.partial', { counts, of });
}

/** Before anything is live there is nothing to differ from. */
function configValue({ config, since }: Evidence, lang: Lang): string | undefined {
    const n = (config?.items.length ?? 0) + (config?.more ?? 0);
    return since && config && lang.t('evidence.config.changed', { n });
}

type Result = NonNullable<Evidence['evaluations']>['items'][number];

const resultValue = (result: Result, lang: Lang): string => `${plain(result.name)} ${changeValue(result, (value) => lang.number(value, { maximumFractionDigits: 4 })) ?? NONE}`;

function resultsValue({ evaluations }: Evidence, lang: Lang): string | undefined {
    if (!evaluations) {
        return undefined;
    }
    const shown = evaluations.items.slice(0, SHOWN_RESULTS);
    const rest = evaluations.items.length - shown.length + evaluations.more;
    return [...shown.map((result) => resultValue(result, lang)), ...moreLines(rest, lang)].join(' · ') || lang.t('evidence.results.none');
}

const moreLines = (n: number, lang: Lang): string[] => (n > 0 ? [lang.t('info.more', { n })] : []);

const SIGNS: Readonly<Record<GateResult['verdict'], string>> = { green: ':white_check_mark:', red: ':x:', unknown: ':grey_question:' };

/** A line for each gate: its verdict, why, and whether the request waits for it. */
export function gateLines(gates: readonly GateResult[], { lang }: Reader, { required }: { readonly required: ReadonlySet<string> | readonly string[] }): string[] {
    const names = new Set(required);
    return gates.map((result) => {
        const weight = lang.t(names.has(result.gate) ? 'gate.required' : 'gate.warns');
        return `${SIGNS[result.verdict]} ${lang.t('gate.line', { gate: lang.t(GATE_NAMES[result.gate]), weight, reason: gateSentence(result, lang) })}`;
    });
}

const GATE_NAMES: Readonly<Record<GateResult['gate'], MessageKey>> = { security: 'gate.security', card: 'gate.card', license: 'gate.license', evals: 'gate.evals' };

const REASONS: Readonly<Record<GateReason, MessageKey>> = {
    'security-clean': 'gate.reason.security_clean', 'security-issues': 'gate.reason.security_issues',
    'security-pending': 'gate.reason.security_pending', 'security-unscanned': 'gate.reason.security_unscanned',
    'card-complete': 'gate.reason.card_complete', 'card-incomplete': 'gate.reason.card_incomplete', 'card-missing': 'gate.reason.card_missing',
    'license-listed': 'gate.reason.license_listed', 'license-not-listed': 'gate.reason.license_not_listed', 'license-missing': 'gate.reason.license_missing',
    'no-list': 'gate.reason.no_list',
    'evals-stated': 'gate.reason.evals_stated', 'evals-kept': 'gate.reason.evals_kept', 'evals-worse': 'gate.reason.evals_worse',
    'evals-gone': 'gate.reason.evals_gone', 'evals-none': 'gate.reason.evals_none',
    'unreadable': 'gate.reason.unreadable',
};

/** Why the gate has its verdict, as a sentence. */
export function gateSentence({ reason, values }: Pick<GateResult, 'reason' | 'values'>, lang: Lang): string {
    const shown: Values = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value, lang)]));
    return lang.t(REASONS[reason], shown);
}

/** Counts stay numbers: the sentence depends on them. */
function shownValue(name: string, value: string | number, lang: Lang): string | number {
    if (typeof value === 'string') {
        return plain(value);
    }
    return name === 'n' ? value : lang.number(value, { maximumFractionDigits: 4 });
}

/** The evidence at length, to be opened by whoever wants it. */
export function evidenceAttachments(evidence: Evidence, { repo, hubUrl, reader }: { readonly repo: string; readonly hubUrl: string; readonly reader: Reader }): Attachment[] {
    const { lang } = reader;
    const { commits, files, weights, config, evaluations, since } = evidence;
    const page = `${hubUrl}/${commits?.relation === 'behind' ? since?.repo ?? repo : repo}`;
    return [
        ...attachment('evidence.commits', commits && { lines: commits.items.map((commit) => commitLine(commit, page, reader)), more: commits.more }, lang),
        ...attachment('evidence.files', files && { lines: files.items.map((file) => fileLine(file, lang)), more: files.more }, lang),
        ...attachment('evidence.config', config && { lines: config.items.map(configLine), more: config.more }, lang),
        ...attachment('evidence.results', evaluations && { lines: evaluations.items.map((result) => `- ${resultValue(result, lang)}`), more: evaluations.more }, lang),
        ...attachment('evidence.weights', weights && { lines: weightsLines(weights, lang) }, lang),
    ];
}

interface Lines {
    readonly lines: readonly string[];
    /** How many there are besides, where that is known. */
    readonly more?: number | undefined;
}

/** Room for a last line that counts the rest, UTF-16 units. */
const REST_LIMIT = 100;

/** As many whole lines as a message holds: a line that is cut could leave its inline code open. Nothing for an empty list, which Rocket.Chat would refuse. */
function attachment(title: MessageKey, { lines, more = 0 }: Lines = { lines: [] }, lang: Lang): Attachment[] {
    let length = 0;
    const fitting = lines.filter((text) => (length += text.length + 1) <= MESSAGE_LIMIT - REST_LIMIT);
    const text = [...fitting, ...moreLines(lines.length - fitting.length + more, lang)].join('\n');
    return text === '' ? [] : [{ title: lang.t(title), text, collapsed: true }];
}

type Commit = NonNullable<Evidence['commits']>['items'][number];

function commitLine({ sha, title, author, at }: Commit, page: string, { lang, now }: Reader): string {
    const facts = [author && plain(author), at === undefined ? '' : lang.relative(at, now)].filter(Boolean).join(', ');
    return `- ${link(sha.slice(0, 7), `${page}/commit/${sha}`)} ${plain(title)}${facts && ` – ${facts}`}`;
}

type FileChange = NonNullable<Evidence['files']>['items'][number];

function fileLine({ path, kind, before, after }: FileChange, lang: Lang): string {
    return `- ${code(path)} ${lang.t(`evidence.file.${kind}`, { size: changeValue({ before, after: after ?? before }, (bytes) => lang.bytes(bytes)) ?? NONE })}`;
}

type ConfigChange = NonNullable<Evidence['config']>['items'][number];

/** JSON allows an empty key, inline code must hold something. */
const configLine = ({ key, ...change }: ConfigChange): string => `- ${code(key === '' ? '""' : key)} ${changeValue(change, code) ?? NONE}`;

function weightsLines({ before, after }: NonNullable<Evidence['weights']>, lang: Lang): string[] {
    const side = (label: MessageKey, weights: Weights | undefined): string[] => (weights ? [`- ${lang.t('info.line', { label: lang.t(label), value: `${plain(weights.format)}, ${weightsValue(weights, lang)}` })}`] : []);
    return [...side('evidence.before', before), ...side('evidence.after', after)];
}
