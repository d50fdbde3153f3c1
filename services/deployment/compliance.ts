import { type ApprovalFact, type ApprovalState, fold } from '../workflows/approval';
import { canonicalJson } from '../workflows/audit/canonical-json';
import type { ComplianceRecord } from './compliance/compliance-record';
import { courseSections } from './compliance/course-sections';
import { evidenceSection } from './compliance/evidence-section';
import { escaped, section, table, time } from './compliance/markdown';
import { requestSections } from './compliance/request-sections';
import { voteSections } from './compliance/vote-sections';
import type { Evidence } from './evidence';

export interface ComplianceInput extends Omit<ComplianceRecord, 'state'> {
    /** In any order, repeated or not. */
    readonly facts: readonly ApprovalFact[];
    /** SHA-256 of a text, in hex. */
    readonly hash: (text: string) => string;
}

/**
 * Everything about a request for a deployment, as Markdown in English: a record, not an answer. The same facts make the same
 * bytes, whatever their order and whenever it is asked for: it tells the state as of the last fact. Throws a RangeError when
 * the request itself is not among the facts.
 */
export function complianceDocument({ facts, hash, ...input }: ComplianceInput): string {
    const asOf = facts.reduce((latest, { at }) => Math.max(latest, at), 0);
    const state = fold(facts, asOf);
    if (!state) {
        throw new RangeError('The request itself is not among the facts.');
    }
    const record: ComplianceRecord = { ...input, state };
    const above = [
        `# Compliance record of request ${escaped(state.request.id)}`,
        `State as of the last recorded fact, ${time(asOf)}. All times are UTC.`,
        ...(input.intact ? [] : ['**Something that was stored about this request can not be read: this record is not complete.**']),
        ...requestSections(record),
        evidenceSection(input.deployment.evidence),
        ...voteSections(record),
        ...courseSections(record),
        hashesSection(state, input.deployment.evidence, hash),
        '',
    ].join('\n\n');
    return `${above}SHA-256 of everything above this line: ${hash(above)}\n`;
}

function hashesSection({ facts }: ApprovalState, evidence: Evidence, hash: ComplianceInput['hash']): string {
    const rows = facts.map((fact) => [fact.id, fact.type, time(fact.at), hash(canonicalJson(fact))]);
    return section('Hashes', [
        'SHA-256, in hex, of the canonical JSON: keys in order, no white space.',
        table(['Of', 'Kind', 'Time', 'SHA-256'], [...rows, ['the evidence', 'evidence', undefined, hash(canonicalJson(evidence))]]),
    ]);
}
