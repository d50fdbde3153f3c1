import { beforeEach, describe, expect, it } from 'vitest';
import { TargetBusyError } from '../../../flows/approval/target-busy-error';
import { language } from '../../../ui/language';
import { TEST_DEPLOYMENT } from '../../helpers/test-deployment';
import { MODEL, useDeployments } from './deployment-world';

const world = useDeployments();

/** Somebody puts this on the endpoint, past the app. */
function put(state: 'updating' | 'running', revision: string): void {
    const { spec } = world().hub.state.endpoints.get('acme/bert-prod') ?? expect.unreachable();
    Object.assign(spec.model, { repository: MODEL, revision });
    world().hub.change({ kind: 'endpoint-state', namespace: 'acme', name: 'bert-prod', state });
}

let old: string;
let other: string;
beforeEach(async () => {
    await world().environment({ name: 'prod', target: TEST_DEPLOYMENT.environment.target });
    old = world().head();
    other = world().commit({ 'notes.txt': 'other' });
    world().commit({ 'notes.txt': 'wanted' });
    put('running', old);
});

describe('while an endpoint is being changed', () => {
    it('nothing is asked for: what would change is not known', async () => {
        put('updating', other);
        await expect(world().request('prod')).rejects.toMatchObject({ sentence: { key: 'deploy.moving', values: { environment: 'prod' } } });
        put('running', other);
        expect((await world().request('prod')).deployment.live).toEqual({ repo: MODEL, sha: other });
    });

    it('nothing that was approved begins, nor is it void: the change may come to nothing', async () => {
        const request = await world().request('prod');
        put('updating', other);
        await expect(world().obstacles(request)).rejects.toBeInstanceOf(TargetBusyError);
        put('running', old);
        expect(await world().obstacles(request)).toEqual([]);
        put('running', other);
        expect(await world().obstacles(request)).toEqual([`something else (${other.slice(0, 7)}) has gone live since`]);
    });

    it('a request that lost to the one that changes it does not wait for it', async () => {
        const [first, second] = await Promise.all([world().request('prod', { revision: other }), world().request('prod')]);
        await world().begin(first);
        put('updating', other);
        expect(await world().obstacles(second)).toEqual([language('en').t('deploy.voided.rival')]);
    });

    it('goes ahead what it is being changed to', async () => {
        const request = await world().request('prod');
        put('updating', request.deployment.sha);
        expect(await world().obstacles(request)).toEqual([]);
    });

    it('goes ahead what takes the change back', async () => {
        await world().wentLive('prod', { sha: old });
        put('updating', other);
        const request = await world().request('prod', { revision: old, rollbackTo: 'r1' });
        expect(await world().obstacles(request)).toEqual([]);
    });
});
