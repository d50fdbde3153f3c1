import { beforeEach, describe, expect, it } from 'vitest';
import { checkGates, type GateResult } from '../../../services/deployment';
import { createHubShared } from '../../../services/hub';
import type { Gate } from '../../../services/workflows/environment/environment';
import { useHub } from '../../playground/hub/harness';
import { commit, headOf, hubAs } from './model-on-hub';

const hub = useHub();
const REPO = { type: 'model', id: 'acme/embedder' } as const;
const RULES = { licenses: ['mit'], cardScore: 1 };

let shared = createHubShared();

beforeEach(() => {
    hub().faults.clear();
    hub().change({ kind: 'scan', repo: REPO, path: 'model.safetensors', status: 'safe' });
    shared = createHubShared();
});

async function check(gate: Gate, sha = headOf(hub(), REPO.id), live?: string): Promise<string[]> {
    const results: GateResult[] = await checkGates(hubAs(hub(), 'alice', { shared }), { repo: REPO.id, sha, gates: [gate], rules: RULES, ...(live !== undefined && { live: { repo: REPO.id, sha: live } }) });
    return results.map((result) => `${result.gate} ${result.verdict} ${result.reason}`);
}

describe('the gates before a commit goes live', () => {
    it.each([
        ['safe', 'security green security-clean'],
        ['unscanned', 'security unknown security-unscanned'],
        ['queued', 'security unknown security-pending'],
        ['error', 'security unknown security-unscanned'],
        ['caution', 'security red security-issues'],
        ['suspicious', 'security red security-issues'],
        ['unsafe', 'security red security-issues'],
    ] as const)('a file that is %s: %s', async (status, verdict) => {
        hub().change({ kind: 'scan', repo: REPO, path: 'model.safetensors', status });
        expect(await check('security')).toEqual([verdict]);
    });

    it('are asked anew: what was heard a moment ago does not count', async () => {
        expect(await check('security')).toEqual(['security green security-clean']);
        hub().change({ kind: 'scan', repo: REPO, path: 'model.safetensors', status: 'unsafe' });
        expect(await check('security')).toEqual(['security red security-issues']);
    });

    it.each(['GET /api/models/acme/embedder/scan', 'GET /api/models/acme/embedder/tree/*'])('are unknown when %s does not answer, also after it did before', async (match) => {
        expect(await check('security')).toEqual(['security green security-clean']);
        hub().faults.add({ match, fault: { status: 503 } });
        expect(await check('security')).toEqual(['security unknown unreadable']);
    });

    it('judge the commit, not the newest one', async () => {
        const clean = headOf(hub(), REPO.id);
        commit(hub(), REPO.id, { 'evil.pkl': 'x' });
        hub().change({ kind: 'scan', repo: REPO, path: 'evil.pkl', status: 'unsafe' });
        expect(await check('security')).toEqual(['security red security-issues']);
        expect(await check('security', clean)).toEqual(['security green security-clean']);
        hub().change({ kind: 'scan', repo: REPO, path: 'evil.pkl', status: 'safe' });
    });

    it('compare results with what is live', async () => {
        const results = (value: number): Record<string, string> => ({ '.eval_results/mteb.yaml': `- dataset: { id: mteb/sts, task_id: test }\n  value: ${value}\n` });
        expect(await check('evals')).toEqual(['evals unknown evals-none']);
        const live = commit(hub(), REPO.id, results(0.8));
        expect(await check('evals')).toEqual(['evals green evals-stated']);
        const worse = commit(hub(), REPO.id, results(0.7));
        expect(await check('evals', worse, live)).toEqual(['evals red evals-worse']);
        expect(await check('evals', live, worse)).toEqual(['evals green evals-kept']);
    });

    it('are as many as were asked for, in their order', async () => {
        const results = await checkGates(hubAs(hub(), 'alice'), { repo: REPO.id, sha: headOf(hub(), REPO.id), gates: ['license', 'card', 'license'], rules: { licenses: [], cardScore: 101 } });
        expect(results.map(({ gate, reason }) => [gate, reason])).toEqual([['license', 'no-list'], ['card', 'card-incomplete']]);
    });

    it('read no more than they need', async () => {
        hub().clearRequests();
        await check('card');
        expect(hub().requests.map(({ path }) => path)).toEqual([`/acme/embedder/resolve/${headOf(hub(), REPO.id)}/README.md`]);
    });
});
