import { describe, expect, it } from 'vitest';
import {
    cardText, checkTag, datasetFeatures, hourlyCost, listModels, listSpaces, listTree, modelInfo, openCounts, permissionsOf, providersOf,
    pollDeviceFlow, readRange, refreshTokens, revokeCredentials, searchPapers, spaceHardware, stageGroup, startDeviceFlow, validateYaml, whoAmI,
} from '../../../../services/hub';
import { MAX_RANGE_BYTES } from '../../../../services/hub';
import { listQuery } from '../../../../services/hub/areas/repo-list';
import { FakeClock, json, makeHub, rejection } from '../fakes';

const SHA = '0123456789abcdef0123456789abcdef01234567';

describe('lists', () => {
    it('speaks the Hub\'s names for our filters', () => {
        expect(listQuery('model', { task: 'fill-mask', library: 'transformers', language: 'en', license: 'mit', size: { min: '6B' }, gated: false, inferenceWarm: true, sort: 'modified', limit: 500, tags: ['base_model:a/b'] }))
            .toMatchObject({ pipeline_tag: 'fill-mask', filter: ['transformers', 'en', 'license:mit', 'base_model:a/b'], num_parameters: 'min:6B', gated: false, inference: 'warm', sort: 'lastModified', limit: 100 });
        expect(listQuery('dataset', { task: 'text-classification', library: 'datasets', language: 'en', license: 'mit', size: { min: '6B' }, inferenceWarm: true }))
            .toMatchObject({ pipeline_tag: undefined, filter: ['task_categories:text-classification', 'library:datasets', 'language:en', 'license:mit'], num_parameters: undefined, inference: undefined });
        expect(listQuery('space', { sdk: 'gradio', sort: 'downloads', gated: true })).toMatchObject({ filter: ['gradio'], sort: 'likes', gated: undefined });
    });

    it('asks for one page of the fields that are shown', async () => {
        const { hub, calls } = makeHub(() => json([{ id: 'a/b', extra: 1 }]));
        expect((await listModels(hub, { search: 'bert' })).value.items[0]?.id).toBe('a/b');
        const query = new URL(calls[0]?.url ?? '').searchParams;
        expect([query.get('search'), query.get('limit'), query.getAll('expand').includes('safetensors')]).toEqual(['bert', '10', true]);
        expect(await rejection(listSpaces(makeHub(() => json([{ sdk: 'gradio' }])).hub))).toMatchObject({ field: '[0].id' });
    });
});

describe('info', () => {
    it('hands on the id that answered, which may be another', async () => {
        const { hub } = makeHub(({ url }) => (url.includes('/api/models/gpt2')
            ? new Response(null, { status: 307, headers: { location: '/api/models/openai-community/gpt2' } })
            : json({ id: 'openai-community/gpt2', gated: false })));
        expect((await modelInfo(hub, { id: 'gpt2' })).value.id).toBe('openai-community/gpt2');
    });

    it('names what has another shape', async () => {
        const { hub } = makeHub(() => json({ id: 'a/b', safetensors: { parameters: { F32: 1 } } }));
        expect(await rejection(modelInfo(hub, { id: 'a/b' }))).toMatchObject({ kind: 'shape', field: 'safetensors.total' });
    });

    it('reads providers from both shapes', async () => {
        const entry = { status: 'live', providerId: 'x', task: 'conversational' };
        const keyed = makeHub(() => json({ id: 'a/b', inferenceProviderMapping: { together: entry } }));
        const listed = makeHub(() => json({ id: 'a/b', inferenceProviderMapping: [{ ...entry, provider: 'together' }] }));
        const expected = [{ provider: 'together', ...entry }];
        expect(providersOf((await modelInfo(keyed.hub, { id: 'a/b' })).value)).toEqual(expected);
        expect(providersOf((await modelInfo(listed.hub, { id: 'a/b' })).value)).toEqual(expected);
        expect(providersOf((await modelInfo(makeHub(() => json({ id: 'a/b' })).hub, { id: 'a/b' })).value)).toEqual([]);
    });
});

describe('whoAmI', () => {
    const me = { type: 'user', id: '1', name: 'alice', auth: { type: 'access_token', accessToken: { role: 'fineGrained', displayName: 'x', fineGrained: {
        global: ['discussion.write'], scoped: [{ entity: { type: 'org', name: 'acme' }, permissions: ['repo.write'] }, { entity: { type: 'user', name: 'alice' }, permissions: ['repo.write'] }] } } } };

    it('is asked once per account and five minutes', async () => {
        const clock = new FakeClock();
        const { hub, calls } = makeHub(() => json(me), { clock, token: () => Promise.resolve({ token: 't', id: 'alice' }) });
        await whoAmI(hub);
        await whoAmI(hub);
        expect(calls).toHaveLength(1);
        await whoAmI(hub, { fresh: true });
        expect(calls).toHaveLength(2);
    });

    it('knows what a fine-grained token may do, and where', async () => {
        const { value } = await whoAmI(makeHub(() => json(me)).hub);
        expect(Object.fromEntries(permissionsOf(value) ?? [])).toEqual({ 'discussion.write': ['*'], 'repo.write': ['acme', 'alice'] });
        expect(permissionsOf({ ...value, auth: { type: 'access_token', accessToken: { role: 'write' } } })).toBeUndefined();
    });
});

describe('OAuth', () => {
    const poll = (answer: Response) => pollDeviceFlow(makeHub(() => answer).hub, { clientId: 'c', deviceCode: 'd' });

    it('starts with what RFC 8628 lets a server leave out', async () => {
        const { hub, calls } = makeHub(() => json({ device_code: 'd', user_code: 'U', verification_uri: 'https://hf.co/device', expires_in: 900 }), { token: () => Promise.resolve({ token: 't', id: 'x' }) });
        expect(await startDeviceFlow(hub, { clientId: 'c', scopes: ['openid', 'read-repos'] })).toMatchObject({ userCode: 'U', expiresInMs: 900_000, intervalMs: 5_000 });
        expect(calls[0]).toMatchObject({ method: 'POST', body: 'client_id=c&scope=openid+read-repos' });
        expect(calls[0]?.headers).not.toHaveProperty('authorization');
    });

    it.each([['authorization_pending', 'pending'], ['slow_down', 'slow-down'], ['expired_token', 'expired'], ['access_denied', 'denied'], ['invalid_grant', 'expired']])('%s is %s', async (error, status) => {
        expect(await poll(json({ error, error_description: 'words' }, { status: 400 }))).toEqual({ status });
    });

    it('grants', async () => {
        expect(await poll(json({ access_token: 'a', expires_in: 10, refresh_token: 'r', scope: 'x y' })))
            .toEqual({ status: 'granted', tokens: { accessToken: 'a', refreshToken: 'r', expiresInMs: 10_000, scopes: ['x', 'y'] } });
    });

    it('leaves every other failure an error', async () => {
        expect(await rejection(poll(json({ error: 'invalid_client' }, { status: 401 })))).toMatchObject({ facts: { code: 'invalid_client' } });
        const refresh = (error: string) => refreshTokens(makeHub(() => json({ error }, { status: 400 })).hub, { clientId: 'c', refreshToken: 'r' });
        expect(await refresh('invalid_grant')).toEqual({ status: 'refused' });
        expect(await rejection(refresh('server_error'))).toMatchObject({ kind: 'bad-request' });
    });
});

describe('small areas', () => {
    it('revokes without the caller\'s token', async () => {
        const { hub, calls } = makeHub(() => new Response(null, { status: 202 }), { token: () => Promise.resolve({ token: 't', id: 'x' }) });
        await revokeCredentials(hub, ['hf_x']);
        await revokeCredentials(hub, []);
        expect(calls.map(({ body, headers }) => [body, headers['authorization']])).toEqual([['{"credentials":["hf_x"]}', undefined]]);
    });

    it('has no card as a value, and a missing repository as an error', async () => {
        const missing = (code: string) => makeHub(() => new Response('', { status: 404, headers: { 'x-error-code': code } })).hub;
        expect((await cardText(missing('EntryNotFound'), { type: 'model', id: 'a/b' })).value).toBeUndefined();
        expect(await rejection(cardText(missing('RepoNotFound'), { type: 'model', id: 'a/b' }))).toMatchObject({ kind: 'repo-not-found' });
    });

    it('prices by the hour, whatever the unit', async () => {
        const flavor = { name: 't4-small', prettyName: 'T4', unitCostUSD: 0.00666667, unitLabel: 'minute' };
        const { value } = await spaceHardware(makeHub(() => json([flavor])).hub);
        expect(value.map((one) => hourlyCost(one))).toEqual([0.4]);
        expect(hourlyCost({ ...flavor, unitCostUSD: 2, unitLabel: 'hour' })).toBe(2);
        expect(hourlyCost({ ...flavor, unitLabel: 'request' })).toBeUndefined();
    });

    it('walks a tree to its end, or says that it did not', async () => {
        const { hub, calls } = makeHub((_, index) => json([{ type: 'file', path: `f${index}` }], index < 2 ? { headers: { link: `<https://huggingface.co/x?cursor=c${index}>; rel="next"` } } : {}));
        const whole = await listTree(hub, { type: 'model', id: 'a/b', revision: 'refs/pr/3', recursive: true });
        expect([whole.value.entries.map(({ path }) => path), whole.value.complete]).toEqual([['f0', 'f1', 'f2'], true]);
        expect(calls[0]?.url).toContain('/tree/refs%2Fpr%2F3?recursive=true');
        const endless = makeHub(() => json([{ type: 'file', path: 'f' }], { headers: { link: '<https://huggingface.co/x?cursor=c>; rel="next"' } }));
        expect((await listTree(endless.hub, { type: 'model', id: 'a/b', revision: 'v1' }, 3)).value).toMatchObject({ complete: false, entries: { length: 3 } });
    });

    it('counts open discussions and pull requests apart', async () => {
        const { hub } = makeHub(({ url }) => json({ discussions: [], start: 0, count: url.includes('pull_request') ? 2 : 5 }));
        expect((await openCounts(hub, { type: 'model', id: 'a/b' })).value).toEqual({ discussions: 5, pullRequests: 2 });
    });

    it('finds tags by id, label and prefix, and suggests the nearest', () => {
        const tags = { pipeline_tag: ['text-generation', 'text-classification', 'fill-mask'].map((id) => ({ id, label: id.replace('-', ' ') })), license: [{ id: 'license:mit', label: 'mit' }] };
        expect(checkTag(tags, 'pipeline_tag', 'Text-Generation')).toMatchObject({ known: true, tag: { id: 'text-generation' } });
        expect(checkTag(tags, 'pipeline_tag', 'fill mask')).toMatchObject({ known: true, tag: { id: 'fill-mask' } });
        expect(checkTag(tags, 'license', 'mit')).toMatchObject({ known: true, tag: { id: 'license:mit' } });
        expect(checkTag(tags, 'pipeline_tag', 'text-generatoin')).toEqual({ known: false, suggestions: ['text-generation'] });
        expect(checkTag(tags, 'pipeline_tag', 'classification')).toEqual({ known: false, suggestions: ['text-classification'] });
        expect(checkTag(tags, 'nothing', 'x')).toEqual({ known: false, suggestions: [] });
        const sizes = { size_categories: [{ id: 'size_categories:10K<n<100K', label: '10K - 100K' }] };
        expect(checkTag(sizes, 'size_categories', '10k')).toEqual({ known: false, suggestions: ['10K<n<100K'] });
    });

    it('unwraps papers', async () => {
        const paper = { id: '2401.1', title: 'T' };
        expect((await searchPapers(makeHub(() => json([{ paper, publishedAt: 'x' }, paper])).hub, { q: 'x' })).value.map(({ id }) => id)).toEqual(['2401.1', '2401.1']);
    });

    it('lists features of every configuration', async () => {
        const { hub } = makeHub(() => json({ dataset_info: { default: { features: { text: { dtype: 'string', _type: 'Value' }, label: { names: ['a'], _type: 'ClassLabel' }, many: [{ dtype: 'int64' }] } } } }));
        expect((await datasetFeatures(hub, 'a/b')).value.map(({ config, name, type }) => `${config} ${name} ${type}`)).toEqual(['default text string', 'default label ClassLabel', 'default many list']);
    });

    it('takes a refused card for an answer', async () => {
        const { hub } = makeHub(() => json({ error: 'bad license' }, { status: 400 }));
        expect(await validateYaml(hub, { content: '---', type: 'model' })).toEqual({ errors: ['bad license'], warnings: [] });
    });

    it('reads ranges within bounds, nothing beyond the end, and keeps what cannot change', async () => {
        const { hub, calls } = makeHub(({ headers }) => (headers['range'] === 'bytes=90-99' ? new Response('', { status: 416 }) : new Response('ab', { status: 206 })));
        const file = { type: 'model', id: 'a/b', path: 'f', revision: SHA } as const;
        expect(await readRange(hub, file, 90, 10)).toEqual(new Uint8Array());
        await readRange(hub, file, 0, 2);
        expect(new TextDecoder().decode(await readRange(hub, file, 0, 2))).toBe('ab');
        expect(calls).toHaveLength(2);
        for (const [from, length] of [[-1, 1], [0, 0], [0, MAX_RANGE_BYTES + 1], [0.5, 1]] as const) await expect(readRange(hub, file, from, length)).rejects.toThrow(RangeError);
    });

    it('groups stages, unknown ones too', () => {
        expect(['RUNNING', 'SLEEPING', 'BUILD_ERROR', 'RUNNING_APP_STARTING', 'NEW_STAGE'].map(stageGroup)).toEqual(['up', 'stopped', 'failed', 'moving', 'unknown']);
    });
});
