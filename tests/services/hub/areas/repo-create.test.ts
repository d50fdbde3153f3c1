import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { commitChanges, createHub, createHubShared, createRepo, directCarrier, modelInfo, pathsInfo, spaceInfo, systemClock, type Hub } from '../../../../services/hub';
import { rejection } from '../fakes';

let standIn: HubServer;

beforeAll(async () => { standIn = await startHub(); });
afterAll(async () => {
    expect(standIn.violations).toEqual([]);
    await standIn.stop();
});

function as(name: string): Hub {
    const urls = { hub: standIn.url, router: standIn.routerUrl, endpoints: standIn.endpointsUrl, viewer: standIn.viewerUrl };
    return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, clock: systemClock, token: () => Promise.resolve({ id: name, token: fakeToken(name) }) });
}

describe('createRepo', () => {
    it('makes repositories of each kind, as private as asked for', async () => {
        const alice = as('alice');
        expect(await createRepo(alice, { type: 'model', id: 'alice/new-model', private: true })).toEqual({ url: `${standIn.url}/alice/new-model` });
        expect((await modelInfo(alice, { id: 'alice/new-model' })).value.private).toBe(true);
        await createRepo(alice, { type: 'space', id: 'acme/new-space', private: false, sdk: 'static' });
        expect((await spaceInfo(alice, { id: 'acme/new-space' })).value).toMatchObject({ private: false, sdk: 'static' });
    });

    it('shows the new repository to whoever looked in vain before', async () => {
        const alice = as('alice');
        const repo = { type: 'model', id: 'alice/awaited' } as const;
        expect(await rejection(modelInfo(alice, repo))).toMatchObject({ kind: 'repo-not-found' });
        await createRepo(alice, { ...repo, private: true });
        expect((await modelInfo(alice, repo)).value.id).toBe(repo.id);
    });

    it('tells the refusals apart', async () => {
        const repo = { type: 'dataset', id: 'alice/twice', private: true } as const;
        await createRepo(as('alice'), repo);
        expect(await rejection(createRepo(as('alice'), repo))).toMatchObject({ kind: 'conflict', status: 409, facts: { existingUrl: `${standIn.url}/datasets/alice/twice` } });
        expect(await rejection(createRepo(as('bo'), { ...repo, id: 'alice/other' }))).toMatchObject({ status: 403 });
        for (const id of ['no-owner', 'alice/a/b', 'alice/', '/name', 'alice/a--b']) {
            expect(await rejection(createRepo(as('alice'), { ...repo, id }))).toBeInstanceOf(RangeError);
        }
    });
});

describe('pathsInfo', () => {
    it('tells what is there under many paths, and leaves out what is not', async () => {
        const alice = as('alice');
        const repo = { type: 'model', id: 'alice/many-paths' } as const;
        await createRepo(alice, { ...repo, private: true });
        const bytes = new TextEncoder().encode('x');
        const paths = Array.from({ length: 520 }, (_, index) => `files/${index}.txt`);
        const { commitOid } = await commitChanges(alice, repo, { branch: 'main', summary: 'Many', changes: paths.map((path) => ({ path, bytes })) });
        standIn.clearRequests();
        const entries = await pathsInfo(alice, repo, { revision: commitOid, paths: [...paths, 'none.txt'], expand: true });
        expect(entries.map(({ path }) => path).sort()).toEqual([...paths].sort());
        expect(entries[0]).toMatchObject({ type: 'file', size: 1, lastCommit: { title: 'Many' } });
        expect(standIn.requests).toHaveLength(2);
        expect(await rejection(pathsInfo(alice, repo, { revision: 'gone', paths: ['a'] }))).toMatchObject({ kind: 'revision-not-found' });
    });
});
