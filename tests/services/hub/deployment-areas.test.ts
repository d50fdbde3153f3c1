import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import {
    assertMayChangeEndpoints, createBranch, createEndpoint, createHub, createHubShared, createTag, deleteBranch, deleteTag, directCarrier, endpointHardware, endpointInfo, endpointLogs, endpointPhase,
    listRefs, moveBranch, moveEndpoint, restartSpace, setSpaceVariable, spaceRuntime, spaceVariables, type EndpointSpec, type Hub,
} from '../../../services/hub';
import { rejection } from './fakes';

let server: HubServer;
/** The stand-in's clock, milliseconds. */
let now: number;

beforeEach(async () => {
    now = Date.UTC(2025, 5, 1);
    server = await startHub({ clock: () => now });
});
afterEach(async () => {
    expect(server.violations).toEqual([]);
    await server.stop();
});

function hubAs(name: string): Hub {
    const urls = { hub: server.url, router: server.routerUrl, endpoints: server.endpointsUrl, viewer: server.viewerUrl };
    return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, token: () => Promise.resolve({ token: fakeToken(name), id: name }) });
}

const MODEL = { type: 'model', id: 'acme/bert-prod' } as const;
const head = (): string => server.state.findRepo('model', MODEL.id)?.branches.get('main') ?? '';

async function refsNow(hub: Hub): Promise<Record<string, string>> {
    const { value: { branches, tags } } = await listRefs(hub, MODEL, { fresh: true });
    return Object.fromEntries([...branches, ...tags].map(({ ref, targetCommit }) => [ref, targetCommit]));
}

describe('endpoints', () => {
    const spec = (): EndpointSpec => ({
        name: 'made', repository: MODEL.id, revision: head(), task: 'text-classification', minReplica: 0, maxReplica: 1, scaleToZeroMinutes: 15,
        hardware: { vendor: 'aws', region: 'us-east-1', accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x1' },
    });

    it('are made on hardware from the list, moved and read', async () => {
        const hub = hubAs('alice');
        const { value: offers } = await endpointHardware(hub, 'acme');
        expect(offers[0]).toEqual({ ...spec().hardware, memoryGb: 2, available: true, pricePerHour: 0.033 });
        expect(offers.find(({ instanceType }) => instanceType === 'nvidia-h200')).toMatchObject({ available: false, memoryGb: 141 });
        expect(await createEndpoint(hub, 'acme', spec())).toMatchObject({ name: 'made', status: { state: 'pending' } });
        expect(await rejection(createEndpoint(hub, 'acme', spec()))).toMatchObject({ kind: 'conflict', status: 409 });
        now += 60_000;
        expect(await moveEndpoint(hub, { namespace: 'acme', name: 'made', repository: MODEL.id, revision: 'v1.0' })).toMatchObject({ model: { revision: 'v1.0', task: 'text-classification' }, status: { state: 'updating' } });
        expect(await moveEndpoint(hub, { namespace: 'acme', name: 'made', repository: MODEL.id, revision: 'v1.0', task: 'fill-mask' })).toMatchObject({ model: { task: 'fill-mask' } });
        now += 60_000;
        expect((await endpointLogs(hub, { namespace: 'acme', name: 'made', lines: 1 })).value).toMatch(/Application startup complete\.\n$/);
        expect((await endpointInfo(hub, 'acme', 'made')).value).toMatchObject({ status: { state: 'running', url: expect.any(String) as string } });
    });

    it('are read as they are: never by an older answer', async () => {
        const hub = hubAs('alice');
        await endpointInfo(hub, 'acme', 'bert-prod');
        server.change({ kind: 'endpoint-state', namespace: 'acme', name: 'bert-prod', state: 'failed' });
        expect((await endpointInfo(hub, 'acme', 'bert-prod')).value.status.state).toBe('failed');
        expect(await rejection(endpointInfo(hub, 'acme', 'none'))).toMatchObject({ kind: 'not-found' });
        expect(await rejection(endpointInfo(hub, 'acme', '../acme'))).toMatchObject({ kind: 'not-found' });
    });

    it('say who may change them', async () => {
        await assertMayChangeEndpoints(hubAs('carol'), 'acme');
        expect(await rejection(assertMayChangeEndpoints(hubAs('service'), 'acme'))).toMatchObject({ kind: 'missing-scope', scope: 'inference.endpoints.write' });
        expect(await rejection(createEndpoint(hubAs('bo'), 'acme', spec()))).toMatchObject({ kind: 'forbidden' });
    });

    it.each([['pending', 'moving'], ['running', 'live'], ['scaledToZero', 'stopped'], ['updateFailed', 'failed'], ['resting', 'unknown']])('%s means %s', (state, phase) => {
        expect(endpointPhase(state)).toBe(phase);
    });
});

describe('branches and tags', () => {
    it('are made, moved and deleted', async () => {
        const hub = hubAs('alice');
        await createBranch(hub, MODEL, { branch: 'deploy/live', at: 'v1.0' });
        expect(await rejection(createBranch(hub, MODEL, { branch: 'deploy/live', at: 'main' }))).toMatchObject({ kind: 'conflict' });
        await moveBranch(hub, MODEL, { branch: 'deploy/live', at: head() });
        await createTag(hub, MODEL, { tag: 'live', at: head(), message: 'Live' });
        expect(await rejection(createTag(hub, MODEL, { tag: 'live', at: 'v1.0' }))).toMatchObject({ kind: 'conflict' });
        expect(await refsNow(hub)).toMatchObject({ 'refs/heads/deploy/live': head(), 'refs/tags/live': head() });
        await deleteBranch(hub, MODEL, 'deploy/live');
        await deleteTag(hub, MODEL, 'live');
        expect(Object.keys(await refsNow(hub))).toEqual(['refs/heads/main', 'refs/tags/v1.0']);
        expect(await rejection(deleteTag(hub, MODEL, 'live'))).toMatchObject({ kind: 'revision-not-found' });
    });

    it('need the right to push', async () => {
        expect(await rejection(moveBranch(hubAs('carol'), MODEL, { branch: 'live', at: head() }))).toMatchObject({ kind: 'missing-scope', scope: 'repo.write' });
        expect(await rejection(createTag(hubAs('bo'), MODEL, { tag: 'live', at: head() }))).toMatchObject({ kind: 'forbidden' });
    });
});

describe('a Space', () => {
    const DEMO = 'acme/demo';
    const stage = async (hub: Hub): Promise<string> => (await spaceRuntime(hub, DEMO, { fresh: true })).value.stage;

    it('starts anew with a variable, and when it is told to', async () => {
        const hub = hubAs('alice');
        expect((await spaceVariables(hub, DEMO)).value).toEqual({});
        await setSpaceVariable(hub, DEMO, { key: 'MODEL_REVISION', value: head() });
        expect((await spaceVariables(hub, DEMO)).value).toMatchObject({ MODEL_REVISION: { key: 'MODEL_REVISION', value: head(), updatedAt: new Date(now).toISOString() } });
        expect(await stage(hub)).toBe('BUILDING');
        now += 15_000;
        expect(await stage(hub)).toBe('RUNNING');
        expect(await restartSpace(hub, DEMO)).toMatchObject({ stage: 'BUILDING' });
        now += 15_000;
        await restartSpace(hub, DEMO, { factory: true });
        now += 39_000;
        expect(await stage(hub)).toBe('BUILDING');
    });

    it('shows its variables to those who may write only', async () => {
        expect(await rejection(spaceVariables(hubAs('bo'), DEMO))).toMatchObject({ kind: 'forbidden' });
        expect(await rejection(setSpaceVariable(hubAs('carol'), DEMO, { key: 'A', value: 'x' }))).toMatchObject({ kind: 'missing-scope' });
        expect(await rejection(setSpaceVariable(hubAs('alice'), DEMO, { key: '1', value: 'x' }))).toMatchObject({ kind: 'bad-request' });
    });
});
