import { createHash } from 'crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../services/deployment';
import { complianceDocument, type ComplianceInput } from '../../../services/deployment/compliance';
import { escaped } from '../../../services/deployment/compliance/markdown';
import type { ApprovalFact } from '../../../services/workflows/approval';
import { canonicalJson } from '../../../services/workflows/audit/canonical-json';
import { TEST_DEPLOYMENT, TEST_FACTS } from '../../helpers/test-deployment';
import { distinctFacts } from '../workflows/approval/approval-facts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const input: ComplianceInput = {
    kind: 'deploy', roomId: 'r-general', deployment: TEST_DEPLOYMENT, facts: TEST_FACTS, intact: true, hash,
    userNames: { 'u-alice': 'alice', 'u-bo': 'bo', 'u-carol': 'carol' }, roleNames: { sec: 'Security reviewers', lead: 'lead' },
};
const document = (changes: Partial<ComplianceInput> = {}): string => complianceDocument({ ...input, ...changes });

/** The part under a heading, up to the next one. */
function under(heading: string, text = document()): string {
    const start = text.indexOf(`${heading}\n`);
    expect(start, heading).toBeGreaterThan(-1);
    const rest = text.slice(start + heading.length);
    return rest.slice(0, /\n##+ /.exec(rest)?.index ?? rest.length).trim();
}

describe('a compliance document', () => {
    it('is what it was', () => {
        expect(document()).toMatchSnapshot();
    });

    it('tells which votes counted, by what right, and why others did not', () => {
        const rows = under('## Votes').split('\n').slice(2);
        expect(rows.map((row) => row.split(' | ').filter((_, index) => [1, 2, 3, 6].includes(index)))).toEqual([
            ['bo (u-bo)', 'approve', 'named as reviewer', 'yes |'],
            ['alice (u-alice)', 'approve', '–', 'no: the requester may not vote |'],
            ['carol (u-carol)', 'reject', '–', 'no: withdrawn |'],
            ['carol (u-carol)', 'approve', 'lead, Security reviewers (sec)', 'yes |'],
        ]);
        expect(under('## Withdrawals')).toContain('carol (u-carol) | reject');
    });

    it('tells the gates as they were when it was asked for, and as they were seen last', () => {
        expect(under('## Gates')).toContain('| security | yes | unknown | security-pending | green | 2026-01-02T03:04:12.678Z |');
    });

    it('tells attempts with their times and cost, and the end', () => {
        expect(under('## Execution')).toMatch(/\| 1 \| 2026-01-02T03:04:14\.678Z \| bo \(u-bo\), carol \(u-carol\) \| 2026-01-02T03:05:44\.678Z \| 90\.000 \| 0\.0000 to 0\.0400 \| executed \|/);
        expect(under('## Outcome')).toContain('| State | live |');
    });

    it('says what could not be read, and what was not recorded', () => {
        expect(under('## Evidence')).toContain('Parts that could not be read: cardScore.');
        expect(under('### Score of the card')).toContain('Could not be read');
        const { commits: _commits, ...evidence } = TEST_DEPLOYMENT.evidence;
        expect(under('### Commits', document({ deployment: { ...TEST_DEPLOYMENT, evidence } }))).toBe('Nothing was recorded.');
        expect(document({ intact: false })).toContain('this record is not complete');
        expect(document()).not.toContain('not complete');
    });

    it('falls back to ids where there are no names', () => {
        expect(under('## Votes', document({ userNames: {} }))).toContain('| u-bo | approve |');
        const facts = TEST_FACTS.map((fact) => (fact.type === 'voted' ? { ...fact, user: 'constructor' } : fact));
        expect(under('## Votes', document({ facts }))).toContain('| constructor | approve |');
    });

    it('ends with hashes that can be checked', () => {
        const lines = document().trimEnd().split('\n');
        const last = lines.at(-1) ?? '';
        expect(last).toBe(`SHA-256 of everything above this line: ${hash(document().slice(0, document().lastIndexOf(last)))}`);
        for (const fact of TEST_FACTS) {
            expect(under('## Hashes')).toContain(`| ${hash(canonicalJson(fact))} |`);
        }
        expect(under('## Hashes')).toContain(`| ${hash(canonicalJson(TEST_DEPLOYMENT.evidence))} |`);
    });

    it('has no secret in it, wherever one stood', () => {
        const token = `hf_${'AbCdEfGhIjKl'.repeat(3)}`;
        const said = document({ deployment: deploymentSaying(token), facts: factsSaying(token), roomId: token, kind: token, userNames: { 'u-bo': token } });
        expect(said.match(/\\\[redacted\\\]/g)?.length).toBeGreaterThan(20);
        expect(said).not.toMatch(/hf\\?_/);
    });

    it('needs the request itself', () => {
        expect(() => document({ facts: TEST_FACTS.slice(1) })).toThrow(RangeError);
    });
});

describe('any facts', () => {
    it('make the same bytes in any order and repetition', () => {
        fc.assert(fc.property(distinctFacts.chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts), fc.shuffledSubarray(facts, { minLength: facts.length }))), ([facts, some, all]) => {
            expect(document({ facts: [...some, ...all] })).toBe(document({ facts }));
        }), { numRuns: 200 });
    });

    it('make other bytes when any of them is another one', () => {
        fc.assert(fc.property(distinctFacts, fc.nat(), (facts, nth) => {
            const index = nth % facts.length;
            const before = document({ facts });
            const changed = facts.map((fact, at): ApprovalFact => (at === index ? { ...fact, at: fact.at + 1 } : fact));
            expect(document({ facts: changed })).not.toBe(before);
            if (index > 0) {
                expect(document({ facts: facts.filter((_, at) => at !== index) })).not.toBe(before);
            }
        }), { numRuns: 200 });
    });
});

/** Text that wants out: whatever Markdown, HTML, tables, mathematics and addresses are made of. */
const foreign = fc.array(fc.oneof(
    fc.constantFrom('|', '\\', '`', '```', '*', '_', '~~', '[a](b)', '![', '<b>', '<!--', '-->', '&amp;', '&#124;', '\n', '\r\n', '\n\n# ', '\n| --- |\n', '\u2028', '\u202e', '$$', 'https://x.example', 'www.x.example', 'a@b.example', '@all', '\0', '\ud800'),
    fc.string({ maxLength: 5, unit: 'grapheme' }),
), { maxLength: 12 }).map((parts) => parts.join(''));

/** What a renderer shows of it. */
function shown(markdown: string): string {
    const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#124;': '|', '&#92;': '\\' };
    return markdown.replace(/\\(.)|&(?:amp|lt|gt|#124|#92);/g, (match, sign: string | undefined) => sign ?? signs[match] ?? match);
}

const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);

describe('foreign text', () => {
    it('is shown as it is, on one line, and does nothing', () => {
        fc.assert(fc.property(foreign, (text) => {
            const markdown = escaped(text);
            expect(shown(markdown)).toBe(visible(text));
            const active = markdown.replace(/\\[`*_~[\]$@:.]|&(?:amp|lt|gt|#124|#92);/g, '');
            expect(active).not.toMatch(/[`*_~[\]$@<>|\\&]|:\/\/|www\.|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/iu);
        }), { numRuns: 2000 });
    });

    /** Each line without what stands in its cells. */
    const frame = (text: string): string[] => text.split('\n').map((line) => (line.startsWith('| ') ? line.replace(/[^|]/g, '') : line.replace(/[0-9a-f]{64}/g, '')));

    it('can not break out of its place, wherever it stands', () => {
        const plain = deploymentSaying('x');
        fc.assert(fc.property(foreign, (text) => {
            const said = document({ deployment: deploymentSaying(text), facts: factsSaying(text), roomId: text, kind: text, userNames: { 'u-bo': text }, roleNames: { sec: text } });
            expect(frame(said)).toEqual(frame(document({ deployment: plain, facts: factsSaying('x') })));
        }), { numRuns: 300 });
    });
});

function deploymentSaying(text: string): Deployment {
    const { evidence } = TEST_DEPLOYMENT;
    return {
        ...TEST_DEPLOYMENT, repo: text, revision: text, sha: text, live: { repo: text, sha: text }, rollbackTo: text,
        environment: { ...TEST_DEPLOYMENT.environment, name: text, roles: [text], reviewers: [text], after: text },
        evidence: {
            ...evidence,
            commits: { relation: 'ahead', items: [{ sha: text, title: text, author: text }], more: 0 },
            files: { items: [{ path: text, kind: 'added' }], more: 0, bytes: {} },
            config: { items: [{ key: text, before: text, after: text }], more: 0 },
            license: { before: text, after: text },
            evaluations: { items: [{ name: text }], more: 0 },
            weights: { after: { format: text, files: 1, of: 1, tensors: 1, dtypes: { [text]: 1 } } },
            gates: [{ gate: 'license', verdict: 'green', reason: 'license-listed', values: { license: text } }],
        },
    };
}

function factsSaying(text: string): ApprovalFact[] {
    const [request, ...others] = TEST_FACTS;
    if (request?.type !== 'requested') {
        throw new Error('The first fact is the request.');
    }
    return [
        { ...request, subject: text }, ...others.slice(0, -2),
        { v: 1, id: 'x1', at: request.at + 8500, type: 'locked', by: text, reason: text },
    ];
}
