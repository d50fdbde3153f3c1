import { beforeEach, describe, expect, it } from 'vitest';
import { evidenceSchema, gatherEvidence, type Evidence } from '../../../services/deployment';
import type { Candidate } from '../../../services/deployment/gates';
import { createHubShared } from '../../../services/hub';
import { useHub } from '../../playground/hub/harness';
import { rejection } from '../hub/fakes';
import { commit, headOf, hubAs, safetensors } from './model-on-hub';

const hub = useHub();
const BERT = 'acme/bert-prod';
const RULES = { licenses: ['apache-2.0'], cardScore: 50 };

beforeEach(() => hub().faults.clear());

/** So many that a token behind it would be cut in the middle. */
const JSON_BEFORE_CUT = 50;

type Asked = Omit<Candidate, 'gates' | 'rules'>;

async function evidenceFor(asked: Asked, user = 'alice'): Promise<Evidence> {
    const evidence = await gatherEvidence(hubAs(hub(), user), { ...asked, gates: ['security', 'card', 'license', 'evals'], rules: RULES });
    expect(evidenceSchema.parse(JSON.parse(JSON.stringify(evidence)))).toEqual(JSON.parse(JSON.stringify(evidence)));
    return evidence;
}

/** The evidence for going live with these files on top of what was the head. */
async function evidenceOf(files: Readonly<Record<string, string>>): Promise<Evidence> {
    const live = { repo: BERT, sha: headOf(hub(), BERT) };
    return evidenceFor({ repo: BERT, sha: commit(hub(), BERT, files), live });
}

const card = (metadata: string, text = ''): string => `---\n${metadata}\n---\n# Model\n${text}\n`;

describe('the evidence', () => {
    it('tells all there is when nothing is live', async () => {
        const sha = headOf(hub(), BERT);
        const evidence = await evidenceFor({ repo: BERT, sha });
        const repo = hub().state.findRepo('model', BERT);
        const files = [...repo?.commits.get(sha)?.files.values() ?? []];
        expect(evidence).toMatchObject({
            commits: { items: [{ sha, title: 'Update README.md', author: 'alice' }, { title: 'Upload files' }, { title: 'initial commit' }] },
            weights: { after: { format: 'safetensors', files: 1, of: 1, parameters: repo?.model?.safetensors?.total, dtypes: repo?.model?.safetensors?.parameters } },
            license: { after: 'apache-2.0' },
            gated: 'false',
            evaluations: { items: [], more: 0 },
            missing: [],
        });
        expect(evidence.since).toBeUndefined();
        expect(evidence.commits?.relation).toBeUndefined();
        expect(evidence.files?.items[0]).toMatchObject({ path: 'model.safetensors', kind: 'added' });
        expect(evidence.files?.items).toHaveLength(files.length);
        expect(evidence.files?.bytes).toEqual({ after: files.reduce((sum, { bytes }) => sum + bytes.size, 0) });
        expect(evidence.config?.items.every(({ before, after }) => before === undefined && after !== undefined)).toBe(true);
    });

    it('is empty between a commit and itself', async () => {
        const live = { repo: BERT, sha: headOf(hub(), BERT) };
        const evidence = await evidenceFor({ ...live, live });
        expect(evidence).toMatchObject({ since: live, commits: { relation: 'ahead', items: [], more: 0 }, files: { items: [], more: 0 }, config: { items: [], more: 0 }, missing: [] });
        expect(evidence.weights?.before).toEqual(evidence.weights?.after);
    });

    it('compares commits, files, weights, configuration, licence, score and results', async () => {
        const results = (value: number): string => `- dataset:\n    id: acme/qa\n    task_id: test\n  value: ${value}\n`;
        const before = commit(hub(), BERT, {
            'README.md': card('license: apache-2.0'), 'config.json': '{"layers":2,"rope":{"a":1,"b":2}}', 'model.safetensors': safetensors('F32', 8), '.eval_results/qa.yaml': results(0.8),
        });
        commit(hub(), BERT, { 'config.json': '{"layers":3,"rope":{"b":2,"a":1},"long":"' + 'x'.repeat(200) + '"}' }, 'More layers');
        const index = 'model-index:\n- results:\n  - dataset: {type: glue}\n    metrics: [{type: accuracy, value: 0.9}]';
        const sha = commit(hub(), BERT, { 'README.md': card(`license: mit\nlanguage: en\n${index}`), 'model.safetensors': safetensors('F16', 20), '.eval_results/qa.yaml': results(0.7) }, 'Half precision');
        const evidence = await evidenceFor({ repo: BERT, sha, live: { repo: BERT, sha: before } });
        expect(evidence.commits).toMatchObject({ relation: 'ahead', items: [{ sha, title: 'Half precision', author: 'alice' }, { title: 'More layers' }], more: 0 });
        expect(evidence.files?.items.map(({ path, kind }) => [path, kind])).toEqual([
            ['config.json', 'changed'], ['README.md', 'changed'], ['model.safetensors', 'changed'], ['.eval_results/qa.yaml', 'changed'],
        ]);
        expect(evidence.weights).toMatchObject({ before: { tensors: 1, parameters: 8, dtypes: { F32: 8 } }, after: { tensors: 1, parameters: 20, dtypes: { F16: 20 } } });
        expect(evidence.config).toEqual({ items: [{ key: 'layers', before: '2', after: '3' }, { key: 'long', after: `"${'x'.repeat(78)}…` }], more: 0 });
        expect(evidence.license).toEqual({ before: 'apache-2.0', after: 'mit' });
        expect(evidence.cardScore?.after).toBeGreaterThan(evidence.cardScore?.before ?? 100);
        expect(evidence.evaluations?.items).toEqual([{ name: 'acme/qa test', before: 0.8, after: 0.7 }, { name: 'glue accuracy', after: 0.9 }]);
        expect(evidence.gates.map(({ gate, verdict, reason }) => [gate, verdict, reason])).toEqual([
            ['security', 'green', 'security-clean'], ['card', 'red', 'card-incomplete'], ['license', 'red', 'license-not-listed'], ['evals', 'red', 'evals-worse'],
        ]);
    });

    it('has no secret in any part, not even half of one', async () => {
        const token = `hf_${'AbCdEfGhIjKl'.repeat(3)}`;
        const results = (name: string): string => `- dataset:\n    id: ${name}\n  value: 0.5\n`;
        const config = { [token]: 1, plain: token, nested: { ['a'.repeat(JSON_BEFORE_CUT)]: token } };
        const live = { repo: BERT, sha: commit(hub(), BERT, { 'README.md': card('license: mit'), '.eval_results/qa.yaml': results('acme/qa') }) };
        const sha = commit(hub(), BERT, {
            'README.md': card(`license: other\nlicense_name: ${token}`), 'config.json': JSON.stringify(config), [`${token}.txt`]: 'x', '.eval_results/qa.yaml': results(token),
        }, `Oops ${'x'.repeat(80)} ${token}`);
        const evidence = await evidenceFor({ repo: BERT, sha, live });
        for (const part of ['commits', 'files', 'config', 'license', 'evaluations', 'gates'] as const) {
            expect(JSON.stringify(evidence[part]), part).toMatch(/\[red/);
        }
        expect(JSON.stringify(evidence)).not.toContain('hf_');
    });

    it('adds up the parts of split weights, and reads one of very many', async () => {
        const parts = (n: number): Record<string, string> => Object.fromEntries(Array.from({ length: n }, (_, index) => [`a-0000${index + 1}-of-0000${n}.safetensors`, safetensors('F16', index + 1)]));
        const few = await evidenceFor({ repo: 'acme/embedder', sha: commit(hub(), 'acme/embedder', parts(3)) });
        expect(few.weights?.after).toEqual({ format: 'safetensors', files: 3, of: 3, tensors: 3, parameters: 6, dtypes: { F16: 6 } });
        const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`a-0000${index + 1}-of-00009.safetensors`, safetensors('F32', 2)]));
        const { weights } = await evidenceFor({ repo: 'acme/bert-staging', sha: commit(hub(), 'acme/bert-staging', many) });
        expect(weights?.after).toEqual({ format: 'safetensors', files: 1, of: 9, tensors: 1, parameters: 2, dtypes: { F32: 2 } });
    });

    it('reads GGUF weights as well, and a model without any', async () => {
        const repo = 'acme/support-llama-GGUF';
        expect((await evidenceFor({ repo, sha: headOf(hub(), repo) })).weights?.after).toMatchObject({ format: 'gguf', files: 1, of: 1 });
        const pickle = await evidenceFor({ repo: 'acme/fraud-pickle', sha: headOf(hub(), 'acme/fraud-pickle') });
        expect([pickle.weights, pickle.missing]).toEqual([{}, []]);
    });

    it('says which commits a step back takes away', async () => {
        const older = headOf(hub(), BERT);
        const newer = commit(hub(), BERT, { 'notes.txt': 'x' }, 'Bad idea');
        const { commits, files } = await evidenceFor({ repo: BERT, sha: older, live: { repo: BERT, sha: newer } });
        expect(commits).toMatchObject({ relation: 'behind', items: [{ sha: newer, title: 'Bad idea' }], more: 0 });
        expect(files?.items).toEqual([{ path: 'notes.txt', kind: 'removed', before: 1 }]);
    });

    it('counts no commits between models that have none in common, nor beyond its bound', async () => {
        const live = { repo: 'acme/embedder', sha: headOf(hub(), 'acme/embedder') };
        const other = await evidenceFor({ repo: BERT, sha: headOf(hub(), BERT), live });
        expect(other).toMatchObject({ since: live, commits: { relation: 'apart' }, missing: [] });
        expect(other.commits?.more).toBeUndefined();

        const start = headOf(hub(), BERT);
        let fiftieth = start;
        for (let nth = 1; nth <= 51; nth++) {
            const sha = commit(hub(), BERT, { 'step.txt': String(nth) });
            fiftieth = nth === 50 ? sha : fiftieth;
        }
        const within = await evidenceFor({ repo: BERT, sha: fiftieth, live: { repo: BERT, sha: start } });
        expect([within.commits?.relation, within.commits?.items.length, within.commits?.more]).toEqual(['ahead', 15, 35]);
        const beyond = await evidenceFor({ repo: BERT, sha: headOf(hub(), BERT), live: { repo: BERT, sha: start } });
        expect([beyond.commits?.relation, beyond.commits?.more]).toEqual(['apart', undefined]);
    });

    it('lists no more than its bounds', async () => {
        const long = Object.fromEntries(Array.from({ length: 18 }, (_, index) => [`files/${index}.txt`, 'x'.repeat(index + 1)]));
        const keys = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`key${index}`, index]));
        const { files, config } = await evidenceOf({ ...long, 'config.json': JSON.stringify(keys) });
        expect([files?.items.length, files?.more]).toEqual([15, 4]);
        expect(config?.items).toHaveLength(20);
    });

    it('says who is let in', async () => {
        const repo = { type: 'model', id: 'acme/embedder' } as const;
        hub().change({ kind: 'repo-config', repo, gated: 'manual' });
        expect((await evidenceFor({ repo: repo.id, sha: headOf(hub(), repo.id) })).gated).toBe('manual');
        hub().change({ kind: 'repo-config', repo, gated: false });
    });
});

describe('what cannot be read', () => {
    it('is an error when it is the commit itself', async () => {
        const sha = headOf(hub(), BERT);
        expect(await rejection(evidenceFor({ repo: BERT, sha: '0'.repeat(40) }))).toMatchObject({ kind: 'revision-not-found' });
        expect(await rejection(evidenceFor({ repo: BERT, sha }, 'dave'))).toMatchObject({ kind: 'repo-not-found' });
        const gated = 'meta-llama/Llama-3.1-8B-Instruct';
        expect(await rejection(evidenceFor({ repo: gated, sha: headOf(hub(), gated) }))).toMatchObject({ kind: 'gated' });
    });

    it.each([
        ['GET /api/models/acme/bert-prod/commits/*', ['commits']],
        ['GET /api/models/acme/bert-prod/tree/*', ['files', 'weights', 'evaluations']],
        ['GET /api/models/acme/bert-prod/revision/*', ['gated']],
        ['GET /acme/bert-prod/resolve/*/README.md', ['license', 'evaluations', 'cardScore']],
        ['GET /acme/bert-prod/resolve/*/config.json', ['config']],
        ['GET /acme/bert-prod/resolve/*/model.safetensors', ['weights']],
    ])('%s is named, and the rest is there', async (match, missing) => {
        const live = { repo: BERT, sha: headOf(hub(), BERT) };
        const sha = commit(hub(), BERT, { 'config.json': '{}', 'model.safetensors': safetensors('F32', 2), 'README.md': card('license: mit') });
        const whole = await evidenceFor({ repo: BERT, sha, live });
        hub().faults.add({ match, fault: { status: 503 } });
        const evidence = await evidenceFor({ repo: BERT, sha, live });
        expect(evidence.missing).toEqual(missing);
        const { gates: _, missing: __, ...parts } = evidence;
        for (const [name, value] of Object.entries(parts)) {
            expect(value, name).toEqual(missing.some((part) => part === name) ? undefined : Reflect.get(whole, name));
        }
    });

    it('is named when it is one side only; the other side is told', async () => {
        const live = { repo: BERT, sha: headOf(hub(), BERT) };
        const sha = commit(hub(), BERT, { 'README.md': card('license: mit') });
        hub().faults.add({ match: `GET /acme/bert-prod/resolve/${live.sha}/*`, fault: { status: 503 } });
        const evidence = await evidenceFor({ repo: BERT, sha, live });
        expect(evidence.license).toEqual({ after: 'mit' });
        expect(evidence.config).toBeUndefined();
        expect(evidence.missing).toEqual(expect.arrayContaining(['config', 'license', 'cardScore', 'evaluations']));
    });

    it.each([
        ['no JSON', { 'config.json': '{' }, 'config'],
        ['a list', { 'config.json': '[]' }, 'config'],
        ['nested without end', { 'config.json': `{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}` }, 'config'],
        ['weights without a head', { 'model.safetensors': 'x'.repeat(100) }, 'weights'],
        ['results that are no YAML', { '.eval_results/a.yaml': '"' }, 'evaluations'],
    ])('is what the repository wrote wrongly: %s', async (_, files, part) => {
        expect((await evidenceOf(files)).missing).toContain(part);
        commit(hub(), BERT, { 'config.json': '{}', 'model.safetensors': safetensors('F32', 2), '.eval_results/a.yaml': '' });
    });

    it('is not taken from an answer that has expired, unless the commit pins it', async () => {
        const [shared, now] = [createHubShared(), Date.now()];
        const asked = { repo: BERT, sha: headOf(hub(), BERT), gates: ['security', 'license'], rules: RULES } as const;
        const before = await gatherEvidence(hubAs(hub(), 'alice', { shared, now }), asked);
        expect([before.gates[0]?.verdict, before.gated]).toEqual(['green', 'false']);
        hub().faults.add({ match: 'GET /api/models/*', fault: { status: 503 } });
        const later = await gatherEvidence(hubAs(hub(), 'alice', { shared, now: now + 3_600_000 }), asked);
        expect(later.gates.map(({ reason }) => reason)).toEqual(['unreadable', before.gates[1]?.reason]);
        expect(later.missing).toContain('gated');
        expect([later.gated, later.files]).toEqual([undefined, before.files]);
    });

    it('is everything when the Hub is gone: nothing is made up', async () => {
        const sha = headOf(hub(), BERT);
        hub().faults.add({ match: '* /*', fault: { kind: 'down' } });
        const { gates, missing, v, ...parts } = await evidenceFor({ repo: BERT, sha });
        expect(v).toBe(1);
        expect(Object.values(parts).filter((value) => value !== undefined)).toEqual([]);
        expect(missing).toHaveLength(8);
        expect(gates.map(({ verdict, reason }) => [verdict, reason])).toEqual(gates.map(() => ['unknown', 'unreadable']));
    });
});
