import { beforeEach, expect, it } from 'vitest';
import { voidOutdated } from '../../../flows/deployment/void-outdated';
import { testJob } from '../../helpers/test-job-ctx';
import { MODEL, useDeployments } from './deployment-world';

const world = useDeployments();
const MAIN = { repo: { type: 'model', id: MODEL }, thing: { kind: 'branch', name: 'main' } } as const;

beforeEach(async () => {
    await world().environment({ name: 'prod' });
    await world().environment({ name: 'staging' });
});

const work = (change: Parameters<typeof voidOutdated>[1] = MAIN): Promise<void> => voidOutdated(testJob(world().workspace).job, change);
const phaseOf = async (id: string): Promise<string> => (await world().requested(id)).state.phase;

it('a request is void as soon as its branch is known to have moved, whoever says so and however often', async () => {
    const { id } = await world().request('prod');
    await work();
    expect(await phaseOf(id)).toBe('waiting');
    world().commit({ 'notes.md': 'one more' });
    await work({ ...MAIN, repo: { type: 'model', id: MODEL.toUpperCase() } });
    await work();
    expect(await phaseOf(id)).toBe('voided');
    expect((await world().requested(id)).state.facts.filter(({ type }) => type === 'head-moved')).toHaveLength(1);
});

it('a request for a commit, and what happens to other branches and repositories, leave it alone', async () => {
    const pinned = await world().request('staging', { revision: world().head() });
    const { id } = await world().request('prod');
    world().commit({ 'notes.md': 'one more' });
    await work({ ...MAIN, thing: { kind: 'branch', name: 'dev' } });
    await work({ ...MAIN, repo: { type: 'dataset', id: MODEL } });
    expect(await phaseOf(id)).toBe('waiting');
    await work();
    expect(await phaseOf(pinned.id)).toBe('waiting');
    expect(await phaseOf(id)).toBe('voided');
});

it('a request of somebody who does not see the model any more keeps nothing else from being done', async () => {
    const { id } = await world().request('prod');
    (world().hub.state.findRepo('model', MODEL) ?? expect.unreachable()).private = true;
    await world().workspace.stores.accounts.remove('u-alice');
    await work();
    expect(await phaseOf(id)).toBe('waiting');
});

it('costs no request to Hugging Face and one round trip while nothing is open', async () => {
    const before = world().hub.requests.length;
    await work();
    expect(world().hub.requests.length).toBe(before);
});
