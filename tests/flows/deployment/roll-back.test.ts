import { describe, expect, it } from 'vitest';
import { rollBackEnvironment } from '../../../flows/deployment/roll-back';
import { MODEL, useDeployments } from './deployment-world';

const world = useDeployments();

const card = (accuracy: number): string => `---
license: mit
model-index:
- name: embedder
  results:
  - task: { type: text-classification }
    dataset: { name: GLUE, type: glue }
    metrics:
    - { type: accuracy, value: ${accuracy} }
---
# Embedder
`;

/** A commit that was live before, and the one that took its place. */
async function twoDeployments(environment: string, { isRecorded = true } = {}): Promise<{ readonly old: string; readonly now: string }> {
    const old = world().commit({ 'README.md': card(0.8) });
    const now = world().commit({ 'README.md': card(0.9) });
    world().putBranch(environment, now);
    if (isRecorded) {
        await world().wentLive(environment, { sha: old });
    }
    await world().wentLive(environment, { sha: now });
    return { old, now };
}

const rollBack = async (environment: string) => world().requested((await rollBackEnvironment(world().ctx(), environment, true)).id);

describe('a rollback', () => {
    it('needs no promotion again: what was live before is not live in the environment below any more', async () => {
        await world().environment({ name: 'staging' });
        await world().environment({ name: 'prod', after: 'staging' });
        const { old, now } = await twoDeployments('prod');
        world().putBranch('staging', now);
        const request = await rollBack('prod');
        expect(request.deployment).toMatchObject({ repo: MODEL, sha: old });
        expect(await world().obstacles(request)).toEqual([]);
    });

    it('goes ahead although what it brings back is worse; every other check holds', async () => {
        await world().environment({ name: 'prod', strict: true, approvals: 2, gates: ['security', 'evals'] });
        await twoDeployments('prod');
        const { deployment, state } = await rollBack('prod');
        expect(deployment.evidence.gates).toMatchObject([{ gate: 'security' }, { gate: 'evals', verdict: 'red' }]);
        expect(state.request.rule).toMatchObject({ minimumApprovals: 2, requiredGates: ['security'] });
    });

    it('is no way around for a commit that never was live there', async () => {
        await world().environment({ name: 'staging' });
        await world().environment({ name: 'prod', after: 'staging' });
        await world().environment({ name: 'strict', strict: true, approvals: 2, gates: ['evals'] });
        const { old } = await twoDeployments('prod', { isRecorded: false });
        await twoDeployments('strict', { isRecorded: false });
        const order = { revision: old, rollbackTo: 'r1' };
        await expect(world().request('prod', order)).rejects.toMatchObject({ sentence: { key: 'deploy.not_promoted' } });
        await expect(world().request('strict', order)).rejects.toMatchObject({ sentence: { key: 'deploy.gates_red' } });
    });

    it('is void when the record does not say that the commit was live there', async () => {
        await world().environment({ name: 'staging' });
        await world().environment({ name: 'prod', after: 'staging' });
        const { now } = await twoDeployments('prod');
        world().putBranch('staging', now);
        const request = await rollBack('prod');
        await world().workspace.stores.ledger.forget('deployments:prod');
        expect(await world().obstacles(request)).toEqual(['it is not live in staging any more']);
    });
});
