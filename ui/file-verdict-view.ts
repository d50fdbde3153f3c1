import type { FileJudgement, Import, SecretFinding } from '../services/safety';
import type { Lang } from './language';
import { secretName } from './secret-words';
import { code, truncateMiddle } from './text';

/** More would not be read in a chat. */
const MAX_LINES = 12;
const MAX_IMPORTS = 3;
const NAME_LENGTH = 60;

export interface VerdictListing {
    /** How many files get a line of their own; twelve when not given. */
    readonly limit?: number;
    /** The files are none of Hugging Face: what its scanners say is left out. */
    readonly uploads?: boolean;
    /** Paths of files that hold a key: harmless to load, but not all is well with them. */
    readonly keys?: ReadonlySet<string>;
}

/** Three verdicts on each file side by side, a line each: its name, the Hub's scanners, our own look. The worst come first, and what has no room is counted. */
export function fileVerdictLines(judgements: readonly FileJudgement[], lang: Lang, { limit = MAX_LINES, ...listing }: VerdictListing = {}): string[] {
    const sorted = [...judgements].sort((a, b) => gravity(b) - gravity(a));
    const rest = sorted.slice(limit);
    const lines = sorted.slice(0, limit).map((judgement) => verdictLine(judgement, lang, listing));
    return rest.length === 0 ? lines : [...lines, lang.t('safety.more', { n: rest.length, refused: rest.filter(isRefused).length })];
}

const isRefused = ({ decision }: FileJudgement): boolean => decision === 'refuse';

const ALARMS: ReadonlySet<FileJudgement['reasons'][number]> = new Set(['dangerous-import', 'mismatch', 'hub-unsafe']);

/** What would do harm before what only might, and that before what passes. */
function gravity(judgement: FileJudgement): number {
    return (isRefused(judgement) ? 1 : 0) + (judgement.reasons.some((reason) => ALARMS.has(reason)) ? 1 : 0);
}

function verdictLine(judgement: FileJudgement, lang: Lang, { uploads, keys }: VerdictListing): string {
    const { path, fileClass, hub, own, reasons } = judgement;
    const verdicts = [
        code(truncateMiddle(path, NAME_LENGTH)),
        lang.t('safety.name', { fileClass }),
        uploads ? undefined : lang.t('safety.hub', { scan: hub }),
        own ? lang.t('safety.content', { format: own.format, verdict: own.verdict, problem: own.problem?.replace('-', '_') ?? '' }) : lang.t('safety.not_looked'),
        own && importList(own.imports, lang),
        reasons.includes('mismatch') ? lang.t('safety.mismatch') : undefined,
    ];
    const mark = isRefused(judgement) ? '⛔' : keys?.has(path) ? '🔑' : '✅';
    return `- ${mark} ${verdicts.filter((verdict) => verdict !== undefined).join(' · ')}`;
}

/** Those that are on the list of harmless ones are not worth a word. */
function importList(imports: readonly Import[], lang: Lang): string | undefined {
    const calls = imports.filter(({ safety }) => safety !== 'allowed');
    const named = calls.slice(0, MAX_IMPORTS).map(({ module, name }) => code(truncateMiddle(`${module}.${name}`, NAME_LENGTH)));
    return calls.length === 0 ? undefined : lang.t('safety.imports', { list: named.join(', '), more: calls.length - named.length });
}

/** What is shown of a finding: what was kept of one, of another version perhaps, will do. */
export type ShownSecret = Pick<SecretFinding, 'path' | 'line' | 'masked' | 'weight'> & { readonly kind: string };

/** Where secrets were found, a line each: those that stop a push first, and what has no room is counted. */
export function secretLines(findings: readonly ShownSecret[], lang: Lang, limit = MAX_LINES): string[] {
    const sorted = [...findings].sort((a, b) => Number(b.weight === 'block') - Number(a.weight === 'block'));
    const lines = sorted.slice(0, limit).map(({ path, line, kind, masked, weight }) => {
        const text = lang.t('safety.secret', { path: code(truncateMiddle(path, NAME_LENGTH)), line: line ?? 0, kind: secretName(kind, lang), masked: masked === '' ? '' : code(masked) });
        return `- ${weight === 'block' ? '🔑' : '⚠️'} ${text.trim()}`;
    });
    return sorted.length <= limit ? lines : [...lines, lang.t('safety.secret_more', { n: sorted.length - limit })];
}
