import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceSchema, type Evidence, type GateReason, type GateResult } from '../../services/deployment';
import { EVIDENCE_PARTS, GATE_REASONS } from '../../services/deployment/evidence';
import { GATES } from '../../services/workflows/environment/environment';
import { LOCALES } from '../../ui/catalogue';
import { evidenceAttachments, evidenceLines, gateLines } from '../../ui/evidence-view';
import { language } from '../../ui/language';
import { MESSAGE_LIMIT } from '../../ui/text';
import { linksIn, visibleText } from '../helpers/views';

const NOW = Date.UTC(2026, 0, 10);
const reader = { lang: language('en'), now: NOW };
const place = { repo: 'acme/bert', hubUrl: 'https://huggingface.co', reader };
const sha = 'abcdef0'.padEnd(40, '0');

const evidence: Evidence = {
    v: 1,
    since: { repo: 'acme/bert', sha: '1'.repeat(40) },
    commits: { relation: 'ahead', items: [{ sha, title: 'Train *again*', author: 'alice', at: NOW - 86_400_000 }], more: 2 },
    files: { items: [{ path: 'model.safetensors', kind: 'changed', before: 440_000_000, after: 440_000_000 }, { path: 'a.txt', kind: 'added', after: 12 }, { path: 'b.txt', kind: 'removed', before: 7 }], more: 1, bytes: { before: 440_001_000, after: 441_000_000 } },
    weights: { before: { format: 'safetensors', files: 1, of: 1, tensors: 199, parameters: 110_000_000, dtypes: { F32: 110_000_000 } }, after: { format: 'safetensors', files: 1, of: 9, tensors: 20, parameters: 9_000_000, dtypes: { BF16: 9_000_000 } } },
    config: { items: [{ key: 'layers', before: '2', after: '3' }, { key: 'gone', before: '"x"' }, { key: 'made', after: '[1]' }], more: 0 },
    license: { before: 'apache-2.0', after: 'mit' },
    gated: 'manual',
    evaluations: { items: [{ name: 'glue accuracy', before: 0.91, after: 0.9 }, { name: 'mmlu', after: 60 }, { name: 'old', before: 1 }], more: 0 },
    cardScore: { before: 70, after: 62 },
    gates: [],
    missing: ['config', 'gated'],
};

describe('the summary of the evidence', () => {
    it('has a line for each part', () => {
        expect(evidenceLines(evidence, reader).join('\n')).toMatchInlineSnapshot(`
          "*Commits:* 3 commits on top of what is live
          *Files:* 4 differ, 440 MB → 441 MB in all
          *Weights:* F32 110M, 199 tensors → BF16 9M, 20 tensors in the first of 9 files
          *Configuration:* 3 settings differ
          *Licence:* apache-2.0 → mit
          *Access:* gated: its owners decide on each request
          *Card:* 70 of 100 → 62 of 100
          *Evaluation:* glue accuracy 0.91 → 0.9 · mmlu 60 · old 1 → –
          Could not be read, or not in full: Configuration and Access."
        `);
    });

    it('says of a first deployment what there is, not what differs', () => {
        const first = evidenceSchema.parse({
            ...evidence, since: undefined, commits: { items: [] }, files: { items: [{ path: 'a', kind: 'added', after: 1 }], more: 0, bytes: { after: 1 } }, weights: { after: evidence.weights?.before },
            license: {}, cardScore: {}, evaluations: { items: [], more: 0 }, gated: 'false', missing: [],
        });
        expect(evidenceLines(first, reader).join('\n')).toMatchInlineSnapshot(`
          "*Files:* 1 file, 1 byte
          *Weights:* F32 110M, 199 tensors
          *Licence:* none stated
          *Access:* not gated
          *Card:* there is none
          *Evaluation:* no results stated"
        `);
    });

    it('says what takes commits back, and what has nothing in common', () => {
        const [back] = evidenceLines({ ...evidence, commits: { relation: 'behind', items: [], more: 1 } }, reader);
        const [apart] = evidenceLines({ ...evidence, commits: { relation: 'apart', items: [] } }, reader);
        expect([back, apart]).toEqual(['*Commits:* takes back 1 commit that is live', '*Commits:* its recent history does not lead back to what is live']);
    });

    it('says nothing of what it does not know, but names it', () => {
        const nothing: Evidence = { v: 1, gates: [], missing: [...EVIDENCE_PARTS] };
        expect(evidenceLines(nothing, reader)).toEqual(['Could not be read, or not in full: Commits, Files, Weights, Configuration, Licence, Access, Evaluation, and Card.']);
        expect(evidenceAttachments(nothing, place)).toEqual([]);
    });
});

/** What the sentences of each reason are made of. */
const VALUES: GateResult['values'] = { n: 2, files: 'a.pkl (unsafe)', score: 40, wanted: 60, license: 'gpl-3.0', name: 'glue', before: 0.91, after: 0.123456 };
const result = (reason: GateReason, verdict: GateResult['verdict'] = 'unknown'): GateResult => ({ gate: 'security', verdict, reason, values: VALUES });

describe('the lines of the gates', () => {
    it('show the verdict, whether it is required, and why', () => {
        const gates: GateResult[] = [
            { gate: 'security', verdict: 'red', reason: 'security-issues', values: { n: 1, files: 'a.pkl (unsafe)' } },
            { gate: 'card', verdict: 'green', reason: 'card-complete', values: { score: 70, wanted: 60 } },
            { gate: 'evals', verdict: 'unknown', reason: 'evals-none', values: {} },
        ];
        expect(gateLines(gates, reader, { required: ['security'] })).toEqual(gateLines(gates, reader, { required: new Set(['security']) }));
        expect(gateLines(gates, reader, { required: ['security'] }).join('\n')).toMatchInlineSnapshot(`
          ":x: *Security scan* (required): Hugging Face's scanners report an issue in 1 file: a.pkl (unsafe).
          :white_check_mark: *Card* (only warns): The model card scores 70; 60 are wanted.
          :grey_question: *Evaluation* (only warns): The model states no evaluation results."
        `);
    });

    it.each(LOCALES)('have a sentence for every gate and reason in %s', (locale) => {
        const gates = [...GATE_REASONS.map((reason) => result(reason)), ...GATES.map((gate): GateResult => ({ ...result('unreadable'), gate }))];
        const lines = gateLines(gates, { lang: language(locale), now: NOW }, { required: [] });
        expect(new Set(lines).size).toBe(GATE_REASONS.length + GATES.length - 1);
        lines.forEach((line) => expect(line).toMatch(/^:grey_question: \*\S.*\* .{10}/));
    });
});

describe('the attachments', () => {
    it('hold the lists, collapsed', () => {
        const attachments = evidenceAttachments(evidence, place);
        expect(attachments.every(({ collapsed }) => collapsed)).toBe(true);
        expect(attachments.map(({ title, text }) => `${title}\n${text}`).join('\n\n')).toMatchInlineSnapshot(`
          "Commits
          - <https://huggingface.co/acme/bert/commit/abcdef0000000000000000000000000000000000|abcdef0> Train ∗again∗ – alice, yesterday
          2 more

          Files
          - \`model.safetensors\` changed, 440 MB
          - \`a.txt\` new, 12 bytes
          - \`b.txt\` removed, 7 bytes
          1 more

          Configuration
          - \`layers\` \`2\` → \`3\`
          - \`gone\` \`"x"\` → –
          - \`made\` \`[1]\`

          Evaluation
          - glue accuracy 0.91 → 0.9
          - mmlu 60
          - old 1 → –

          Weights
          - *Live now:* safetensors, F32 110M, 199 tensors
          - *This commit:* safetensors, BF16 9M, 20 tensors in the first of 9 files"
        `);
    });

    it('link the commits that a step back takes away to the model they belong to', () => {
        const back: Evidence = { ...evidence, since: { repo: 'acme/old', sha }, commits: { relation: 'behind', items: [{ sha, title: 'x' }], more: 0 } };
        expect(evidenceAttachments(back, place)[0]?.text).toContain(`https://huggingface.co/acme/old/commit/${sha}`);
    });

    it('are no longer than a message, and hold foreign text as text', () => {
        const text = fc.oneof(fc.string({ maxLength: 160 }), fc.constant('[x](https://evil.example) <https://evil.example|y> `c` *b* | ~s~ @all\n# h'));
        const arbitrary = fc.record({
            title: text, author: text, path: text.map((path) => `a${path}`), key: text, value: text.map((value) => JSON.stringify(value)), name: text, license: text,
        }).map(({ title, author, path, key, value, name, license }): Evidence => ({
            ...evidence, license: { before: license, after: `${license}.` },
            commits: { relation: 'ahead', items: Array.from({ length: 15 }, () => ({ sha, title, author })), more: 0 },
            files: { items: Array.from({ length: 15 }, () => ({ path, kind: 'added', after: 1 })), more: 0, bytes: {} },
            config: { items: Array.from({ length: 20 }, () => ({ key, before: value, after: `${value}.` })), more: 0 },
            evaluations: { items: Array.from({ length: 20 }, () => ({ name, after: 1 })), more: 0 },
        }));
        fc.assert(fc.property(arbitrary, (foreign) => {
            const lines = evidenceLines(foreign, reader).join('\n');
            const texts = [lines, ...evidenceAttachments(foreign, place).map((attachment) => attachment.text ?? '')];
            for (const one of texts) {
                expect(one.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
                expect(linksIn({ text: one }).map(([label]) => label).filter((label) => ['x', 'y'].includes(label))).toEqual([]);
                expect(visibleText({ text: one }).join('')).not.toMatch(/[<>|]/);
            }
        }), { numRuns: 50 });
    });
});
