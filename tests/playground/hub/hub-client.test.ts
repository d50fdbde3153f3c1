import {
    checkRepoAccess, countCommits, datasetInfo, downloadFile, fileDownloadInfo, fileExists, HubApiError, listCollections, listCommits, listDatasets, listFiles,
    listJobHardware, listModels, listSpaces, modelInfo, parseSafetensorsMetadata, pathsInfo, repoExists, spaceInfo, whoAmI,
} from '@huggingface/hub';
import { describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { useHub } from './harness';

/** The Hub's own JavaScript client, unchanged, against the stand-in. */
const hub = useHub();
const at = (user?: string): { hubUrl: string; accessToken?: string } => ({ hubUrl: hub().url, ...(user && { accessToken: fakeToken(user) }) });

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) {
        all.push(item);
    }
    return all;
}

async function statusOf(promise: Promise<unknown>): Promise<number | undefined> {
    const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
    return error instanceof HubApiError ? error.statusCode : undefined;
}

describe('@huggingface/hub against the stand-in', () => {
    it('whoAmI knows the account, its organisations and the token', async () => {
        const me = await whoAmI({ hubUrl: hub().url, accessToken: fakeToken('alice') });
        expect(me).toMatchObject({ type: 'user', name: 'alice', isPro: false, auth: { type: 'access_token', accessToken: { role: 'write', displayName: 'laptop' } } });
        expect(me).toMatchObject({ orgs: [{ name: 'acme', plan: 'team', roleInOrg: 'write' }] });
    });

    it('listModels filters, expands and pages', async () => {
        const berts = await collect(listModels({ ...at(), search: { query: 'bert' } }));
        expect(berts.length).toBeGreaterThanOrEqual(45);
        expect(berts.every(({ name }) => name.toLowerCase().includes('bert'))).toBe(true);
        const [first] = await collect(listModels({ ...at(), search: { owner: 'Qwen', tags: ['gguf'] }, limit: 1, additionalFields: ['filePaths', 'tags'] }));
        expect(first?.name).toBe('Qwen/Qwen2.5-7B-Instruct-GGUF');
        expect(first?.filePaths).toContain('Qwen2.5-7B-Instruct-Q4_K_M.gguf');
    });

    it('listDatasets and listSpaces', async () => {
        const datasets = await collect(listDatasets({ ...at(), search: { tags: ['task_categories:question-answering'] } }));
        expect(datasets.map(({ name }) => name).sort()).toEqual(['cais/mmlu', 'rajpurkar/squad']);
        const spaces = await collect(listSpaces({ ...at('alice'), search: { owner: 'acme' }, additionalFields: ['runtime'] }));
        expect(spaces.map(({ name, runtime }) => [name, runtime?.stage]).sort()).toEqual([
            ['acme/annotator', 'PAUSED'], ['acme/broken', 'BUILD_ERROR'], ['acme/demo', 'RUNNING'], ['acme/gpu-demo', 'RUNNING'],
        ]);
    });

    it('modelInfo, datasetInfo and spaceInfo', async () => {
        const model = await modelInfo({ ...at(), name: 'google-bert/bert-base-uncased', additionalFields: ['safetensors', 'cardData', 'inferenceProviderMapping', 'sha'] });
        expect(model).toMatchObject({ name: 'google-bert/bert-base-uncased', task: 'fill-mask', gated: false, safetensors: { total: 109_482_240 } });
        expect(model.inferenceProviderMapping).toMatchObject([{ provider: 'hf-inference', hfModelId: 'google-bert/bert-base-uncased', task: 'fill-mask' }]);
        expect((await modelInfo({ ...at(), name: 'meta-llama/Llama-3.1-8B-Instruct' })).gated).toBe('manual');
        expect((await datasetInfo({ ...at(), name: 'rajpurkar/squad' })).downloads).toBe(110_000);
        expect((await spaceInfo({ ...at(), name: 'acme/demo' })).sdk).toBe('gradio');
    });

    it('listFiles and pathsInfo agree', async () => {
        const repo = 'sentence-transformers/all-MiniLM-L6-v2';
        const files = await collect(listFiles({ ...at(), repo, recursive: true, expand: true }));
        const weights = files.find(({ path }) => path === 'model.safetensors');
        expect(weights?.lfs?.size).toBe(weights?.size);
        const [same] = await pathsInfo({ ...at(), repo, paths: ['model.safetensors', 'no-such-file'], expand: true });
        expect(same).toMatchObject({ path: 'model.safetensors', oid: weights?.oid, lfs: weights?.lfs, lastCommit: { title: 'Upload files' }, securityFileStatus: { status: 'safe' } });
    });

    it('fileExists, fileDownloadInfo and downloadFile, also for what lies on the second origin', async () => {
        expect(await fileExists({ ...at('alice'), repo: 'acme/bert-prod', path: 'model.safetensors' })).toBe(true);
        expect(await fileExists({ ...at('alice'), repo: 'acme/bert-prod', path: 'nope' })).toBe(false);
        expect(await fileDownloadInfo({ ...at(), repo: 'openai-community/gpt2', path: 'nope' })).toBeNull();
        const info = await fileDownloadInfo({ ...at('alice'), repo: 'acme/bert-prod', path: 'model.safetensors' });
        const blob = await downloadFile({ ...at('alice'), repo: 'acme/bert-prod', path: 'model.safetensors' });
        expect((await blob?.arrayBuffer())?.byteLength).toBe(info?.size);
        const readme = await downloadFile({ ...at('alice'), repo: 'acme/bert-prod', path: 'README.md' });
        expect(await readme?.text()).toContain('# bert-prod');
    });

    it('parseSafetensorsMetadata reads single and sharded files of any size', async () => {
        const single = await parseSafetensorsMetadata({ ...at('alice'), repo: 'acme/bert-prod', computeParametersCount: true });
        const listed = await modelInfo({ ...at('alice'), name: 'acme/bert-prod', additionalFields: ['safetensors'] });
        expect(single.parameterCount).toEqual(listed.safetensors?.parameters);
        const sharded = await parseSafetensorsMetadata({ ...at(), repo: 'Qwen/Qwen2.5-7B-Instruct', computeParametersCount: true });
        expect(sharded.sharded).toBe(true);
        expect(sharded.parameterCount.BF16).toBeGreaterThan(7_000_000_000);
    });

    it('listCommits and countCommits', async () => {
        const commits = await collect(listCommits({ ...at(), repo: 'openai-community/gpt2', batchSize: 1 }));
        expect(commits.map(({ title }) => title)).toEqual(['Update README.md', 'Upload files', 'initial commit']);
        expect(await countCommits({ ...at(), repo: 'openai-community/gpt2' })).toBe(3);
    });

    it('checkRepoAccess and repoExists tell what the caller may see', async () => {
        await checkRepoAccess({ ...at('alice'), repo: 'acme/bert-prod' });
        expect(await statusOf(checkRepoAccess({ ...at(), repo: 'acme/bert-prod' }))).toBe(401);
        expect(await statusOf(checkRepoAccess({ ...at('dave'), repo: 'acme/bert-prod' }))).toBe(404);
        expect(await statusOf(checkRepoAccess({ ...at('sec'), repo: 'acme/bert-prod' }))).toBe(403);
        expect(await repoExists({ ...at(), repo: 'openai-community/gpt2' })).toBe(true);
        expect(await repoExists({ ...at('alice'), repo: 'acme/nothing' })).toBe(false);
    });

    it('collections and job hardware', async () => {
        const collections = await collect(listCollections({ ...at(), search: { owner: ['google-bert'] } }));
        expect(collections.map(({ title }) => title)).toEqual(['BERT release']);
        expect(collections[0]?.items.map(({ type }) => type)).toEqual(['model', 'model', 'model']);
        const hardware = await listJobHardware(at());
        expect(hardware.find(({ name }) => name === 'a10g-small')).toMatchObject({ unitLabel: 'minute', accelerator: { model: 'A10G' } });
    });
});
