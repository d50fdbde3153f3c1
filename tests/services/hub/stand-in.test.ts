import { downloadFile, fileExists } from '@huggingface/hub';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { readFrontMatter, scoreCard } from '../../../services/cards';
import {
    cardText, createHub, createHubShared, datasetFeatures, datasetInfo, datasetSize, datasetSplits, directCarrier, fileSizes,
    listCommits, listDatasets, listModels, listRefs, listSpaces, listTree, modelInfo, modelTags, openCounts, pollDeviceFlow, providersOf, quicksearch, rangeReader, refreshTokens, revokeCredentials,
    searchPapers, securityStatus, spaceHardware, spaceInfo, spaceRuntime, startDeviceFlow, validateYaml, whoAmI, type Hub, type HubOptions, type HubShared,
} from '../../../services/hub';
import { readGguf, readSafetensors } from '../../../services/safety';
import { PauseFreeClock, rejection } from './fakes';

let server: HubServer;
let shared: HubShared;

function wiring(clock = new PauseFreeClock(Date.now())): HubOptions {
    const urls = { hub: server.url, router: server.routerUrl, endpoints: server.endpointsUrl, viewer: server.viewerUrl };
    return { carrier: directCarrier(fetch), shared, clock, urls };
}

function hubAs(name?: string): Hub {
    return createHub({ ...wiring(), token: () => Promise.resolve(name === undefined ? undefined : { token: fakeToken(name), id: name }) });
}

/** How far the stand-in's clock is ahead of ours, milliseconds. */
let serverAhead = 0;

beforeAll(async () => { server = await startHub({ clock: () => Date.now() + serverAhead }); });
beforeEach(() => {
    shared = createHubShared();
    server.faults.clear();
    server.clearRequests();
});
afterAll(async () => {
    expect(server.violations).toEqual([]);
    await server.stop();
});

const BERT = { type: 'model', id: 'google-bert/bert-base-uncased' } as const;

describe('reading the stand-in Hub', () => {
    it('knows who asks', async () => {
        const { value } = await whoAmI(hubAs('carol'));
        expect(value).toMatchObject({ name: 'carol', auth: { accessToken: { role: 'fineGrained' } } });
        expect(value.orgs?.map(({ name, plan, roleInOrg }) => [name, plan, roleInOrg])).toContainEqual(['acme', 'team', 'admin']);
        expect(await rejection(whoAmI(hubAs('nobody')))).toMatchObject({ kind: 'unauthorized' });
        expect(await rejection(whoAmI(hubAs('expired')))).toMatchObject({ name: 'HubError', status: 401 });
    });

    it('walks the pages of a search without repeating or losing anything', async () => {
        const hub = hubAs();
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
            const { value } = await listModels(hub, { search: 'bert', sort: 'downloads', limit: 20, cursor });
            ids.push(...value.items.map(({ id }) => id));
            cursor = value.next;
        } while (cursor !== undefined);
        expect(ids.length).toBeGreaterThan(40);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => /bert/i.test(id))).toBe(true);
        const { value: whole } = await listModels(hub, { search: 'bert', sort: 'downloads', limit: 100 });
        expect(whole.items.map(({ id }) => id)).toEqual(ids);
    });

    it('filters', async () => {
        const { value: german } = await listModels(hubAs(), { search: 'bert', language: 'de', license: 'mit', task: 'fill-mask' });
        expect(german.items.map(({ id }) => id)).toEqual(['google-bert/bert-base-german-cased']);
        expect((await listDatasets(hubAs(), { limit: 3 })).value.items).toHaveLength(3);
        expect((await listSpaces(hubAs(), { sdk: 'docker' })).value.items.every(({ sdk }) => sdk === 'docker')).toBe(true);
    });

    it('describes models, datasets and Spaces, renamed ones by their new id', async () => {
        const { value: model } = await modelInfo(hubAs(), { id: BERT.id });
        expect(model).toMatchObject({ id: BERT.id, pipeline_tag: 'fill-mask', gated: false });
        expect(model.safetensors?.total).toBeGreaterThan(100_000_000);
        expect((await modelInfo(hubAs(), { id: 'gpt2' })).value.id).toBe('openai-community/gpt2');
        expect((await datasetInfo(hubAs('bo'), { id: 'acme/support-tickets' })).value.private).toBe(true);
        expect((await spaceInfo(hubAs(), { id: 'acme/demo' })).value).toMatchObject({ sdk: 'gradio' });
        expect((await spaceRuntime(hubAs('alice'), 'acme/broken')).value).toMatchObject({ stage: 'BUILD_ERROR' });
    });

    it('says who may not see what', async () => {
        expect(await rejection(modelInfo(hubAs(), { id: 'acme/bert-prod' }))).toMatchObject({ kind: 'not-found-or-private' });
        expect(await rejection(modelInfo(hubAs('dave'), { id: 'acme/bert-prod' }))).toMatchObject({ kind: 'repo-not-found' });
        expect(await rejection(modelInfo(hubAs(), { id: BERT.id, revision: 'nope' }))).toMatchObject({ kind: 'revision-not-found' });
        const gated = { type: 'model', id: 'meta-llama/Llama-3.1-8B-Instruct', path: 'config.json' } as const;
        expect(await rejection(rangeReader(hubAs('alice'), gated)(0, 10))).toMatchObject({ kind: 'gated' });
        expect((await rangeReader(hubAs('bo'), gated)(0, 10)).byteLength).toBe(10);
    });

    it('lists files, history, refs, discussions, scans and providers', async () => {
        const { value: tree } = await listTree(hubAs(), { ...BERT, recursive: true });
        expect(tree.entries.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'config.json', 'model.safetensors']));
        const { value: sizes } = await fileSizes(hubAs(), BERT);
        expect(new Set(sizes.map(({ path }) => path))).toEqual(new Set(tree.entries.filter(({ type }) => type === 'file').map(({ path }) => path)));
        const { value: commits } = await listCommits(hubAs(), BERT, { limit: 2 });
        expect(commits.items).toHaveLength(2);
        const { value: older } = await listCommits(hubAs(), BERT, { limit: 2, cursor: commits.next });
        expect(older.items[0]?.id).not.toBe(commits.items[0]?.id);
        expect((await listRefs(hubAs(), BERT)).value.branches.map(({ name }) => name)).toContain('main');
        expect((await openCounts(hubAs(), { type: 'model', id: 'openai-community/gpt2' })).value.discussions).toBeGreaterThan(50);
        expect((await securityStatus(hubAs(), BERT)).value.scansDone).toBe(true);
        expect(providersOf((await modelInfo(hubAs(), { id: BERT.id })).value)).toMatchObject([{ provider: 'hf-inference', status: 'live' }]);
    });

    it('reads cards, and takes none for an answer', async () => {
        const { value } = await cardText(hubAs(), BERT);
        const card = readFrontMatter(value ?? '');
        expect(card.data).toMatchObject({ license: 'apache-2.0' });
        expect(scoreCard(card).score).toBeGreaterThan(50);
        expect((await cardText(hubAs(), { type: 'model', id: 'dmis-lab/biobert-v1.1' })).value).toBeUndefined();
        expect(await validateYaml(hubAs('alice'), { content: value ?? '', type: 'model' })).toMatchObject({ errors: [] });
    });

    it('reads headers of weights by range, through the CDN, without taking the token there', async () => {
        const { value: tree } = await listTree(hubAs(), { ...BERT, recursive: true });
        const size = tree.entries.find(({ path }) => path === 'model.safetensors')?.size ?? undefined;
        const safetensors = await readSafetensors(rangeReader(hubAs('alice'), { ...BERT, path: 'model.safetensors' }), size);
        expect(safetensors).toMatchObject({ ok: true, facts: { format: 'safetensors' } });
        const { value: model } = await modelInfo(hubAs(), { id: BERT.id });
        expect(safetensors.ok && safetensors.facts.totalParameters).toBe(model.safetensors?.total);
        const { value: files } = await listTree(hubAs('alice'), { type: 'model', id: 'acme/support-llama-GGUF' });
        const path = files.entries.find((entry) => entry.path.includes('Q4_K_M'))?.path ?? '';
        expect(await readGguf(rangeReader(hubAs('alice'), { type: 'model', id: 'acme/support-llama-GGUF', path }))).toMatchObject({ ok: true, facts: { architecture: 'llama', quantization: 'Q4_K_M' } });
        expect(server.violations).toEqual([]);
    });

    it('searches, prices and looks into datasets', async () => {
        expect((await quicksearch(hubAs(), { q: 'bert' })).value.models.length).toBeGreaterThan(0);
        expect((await modelTags(hubAs())).value['pipeline_tag']?.map(({ id }) => id)).toContain('fill-mask');
        expect((await spaceHardware(hubAs())).value.map(({ name }) => name)).toContain('t4-small');
        expect((await searchPapers(hubAs(), { q: 'attention' })).value.length).toBeGreaterThan(0);
        const dataset = 'stanfordnlp/imdb';
        expect((await datasetSplits(hubAs(), dataset)).value.map(({ split }) => split)).toContain('train');
        expect((await datasetSize(hubAs(), dataset)).value.size.splits.length).toBeGreaterThan(0);
        expect((await datasetFeatures(hubAs(), dataset)).value.map(({ name }) => name)).toContain('text');
    });

    it('logs in by device code', async () => {
        const hub = hubAs();
        const start = await startDeviceFlow(hub, { clientId: 'teamflow-playground', scopes: ['openid', 'profile', 'read-repos'] });
        const ask = () => pollDeviceFlow(hub, { clientId: 'teamflow-playground', deviceCode: start.deviceCode });
        expect(await ask()).toEqual({ status: 'pending' });
        expect(await ask()).toEqual({ status: 'slow-down' });
        server.device.approve(start.userCode, 'alice');
        serverAhead += 60_000;
        const granted = await ask();
        if (granted.status !== 'granted') throw new Error(granted.status);
        const loggedIn = (token: string) => whoAmI(createHub({ ...wiring(), token: () => Promise.resolve({ token, id: token.slice(-8) }) }));
        expect((await loggedIn(granted.tokens.accessToken)).value.name).toBe('alice');
        const refreshed = await refreshTokens(hub, { clientId: 'teamflow-playground', refreshToken: granted.tokens.refreshToken ?? '' });
        if (refreshed.status !== 'granted') throw new Error(refreshed.status);
        await revokeCredentials(hub, [refreshed.tokens.accessToken]);
        expect(await rejection(loggedIn(refreshed.tokens.accessToken))).toMatchObject({ kind: 'unauthorized' });
        expect(await refreshTokens(hub, { clientId: 'teamflow-playground', refreshToken: 'made up' })).toEqual({ status: 'refused' });
    });

    it('hears a refusal', async () => {
        const hub = hubAs();
        const start = await startDeviceFlow(hub, { clientId: 'teamflow-playground', scopes: ['openid'] });
        server.device.deny(start.userCode);
        expect(await pollDeviceFlow(hub, { clientId: 'teamflow-playground', deviceCode: start.deviceCode })).toEqual({ status: 'denied' });
    });
});

describe('when the stand-in Hub misbehaves', () => {
    it('retries what failed in passing', async () => {
        server.faults.add({ match: 'GET /api/models/*', times: 2, fault: { status: 503 } });
        expect((await modelInfo(hubAs(), { id: BERT.id })).value.id).toBe(BERT.id);
        expect(server.requests).toHaveLength(3);
    });

    it('survives connections that break', async () => {
        server.faults.add({ match: 'GET /api/models/*', times: 1, fault: { kind: 'down' } });
        server.faults.add({ match: 'GET /api/models/*', times: 1, fault: { kind: 'cut', afterBytes: 20 } });
        expect((await modelInfo(hubAs(), { id: BERT.id })).value.id).toBe(BERT.id);
    });

    it('serves an older answer when the Hub is gone, and says so', async () => {
        const clock = new PauseFreeClock(Date.now());
        const hub = createHub(wiring(clock));
        await modelInfo(hub, { id: BERT.id });
        clock.time += 120_000;
        server.faults.add({ match: '*', fault: { kind: 'down' } });
        const answer = await modelInfo(hub, { id: BERT.id });
        expect([answer.value.id, answer.stale, answer.ageMs >= 120_000]).toEqual([BERT.id, true, true]);
    });

    it('says when a rate limit is over instead of waiting for minutes', async () => {
        server.faults.add({ match: 'GET /api/models/*', fault: { kind: 'rate-limited', resetSeconds: 200 } });
        const error = await rejection(modelInfo(hubAs(), { id: BERT.id }));
        expect(error).toMatchObject({ kind: 'rate-limited' });
        expect(server.requests).toHaveLength(1);
    });

    it('calls garbage by its name', async () => {
        server.faults.add({ match: 'GET /api/models/*', fault: { kind: 'malformed' } });
        expect(await rejection(modelInfo(hubAs(), { id: BERT.id }))).toMatchObject({ kind: 'shape' });
    });

    it('asks once for fifty readers', async () => {
        const answers = await Promise.all(Array.from({ length: 50 }, () => modelInfo(hubAs('alice'), { id: BERT.id })));
        expect(new Set(answers.map(({ value }) => value.id))).toEqual(new Set([BERT.id]));
        expect(server.requests).toHaveLength(1);
    });
});

describe('@huggingface/hub over our fetch', () => {
    it('finds and downloads files', async () => {
        const { fetch: ours } = hubAs('alice');
        const where = { repo: BERT.id, hubUrl: server.url, fetch: ours };
        expect(await fileExists({ ...where, path: 'config.json' })).toBe(true);
        expect(await fileExists({ ...where, path: 'nope.json' })).toBe(false);
        const blob = await downloadFile({ ...where, path: 'config.json', xet: false });
        expect(JSON.parse(await blob?.text() ?? '')).toHaveProperty('model_type');
    });
});
