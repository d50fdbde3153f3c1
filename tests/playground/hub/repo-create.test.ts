import { describe, expect, it } from 'vitest';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';

const hub = useHub();
const create = (body: object, user?: string): Promise<Answer> => ask(`${hub().url}/api/repos/create`, postJson(body, user === undefined ? {} : as(user)));
const get = async (path: string): Promise<unknown> => (await ask(`${hub().url}/api${path}`, as('alice'))).json();

describe('creating a repo', () => {
    it('makes one of the caller\'s own, or of an organisation, with one commit', async () => {
        const made = await create({ name: 'first', type: 'dataset' }, 'alice');
        expect([made.status, made.json()]).toEqual([200, { url: `${hub().url}/datasets/alice/first`, name: 'alice/first', id: expect.stringMatching(/^[0-9a-f]{24}$/) as unknown }]);
        expect(await get('/datasets/alice/first')).toMatchObject({ private: false, siblings: [{ rfilename: '.gitattributes' }] });
        expect((await create({ name: 'ours', organization: 'acme', visibility: 'private', license: 'mit' }, 'alice')).status).toBe(200);
        expect(await get('/models/acme/ours')).toMatchObject({ private: true, cardData: { license: 'mit' }, tags: ['region:us', 'license:mit'] });
        expect(await get('/models/acme/ours/commits/main')).toMatchObject([{ title: 'initial commit' }]);
    });

    it('makes Spaces, which wait for their app unless they are static', async () => {
        expect((await create({ name: 'page', type: 'space', sdk: 'static' }, 'alice')).status).toBe(200);
        expect(await get('/spaces/alice/page/runtime')).toMatchObject({ stage: 'RUNNING' });
        expect((await create({ name: 'app', organization: 'acme', type: 'space', sdk: 'gradio' }, 'alice')).status).toBe(200);
        expect(await get('/spaces/acme/app/runtime')).toMatchObject({ stage: 'NO_APP_FILE', hardware: { current: null } });
        const app = postJson({ summary: 'An app', files: [{ path: 'app.py', content: 'print(1)\n' }] }, as('alice'));
        expect((await ask(`${hub().url}/api/spaces/acme/app/commit/main`, app)).status).toBe(200);
        expect(await get('/spaces/acme/app/runtime')).toMatchObject({ stage: 'BUILDING' });
    });

    it('is free again after deleting, as another repo', async () => {
        const first = (await create({ name: 'twice' }, 'alice')).json();
        expect((await create({ name: 'Twice' }, 'alice')).status).toBe(409);
        expect((await ask(`${hub().url}/api/repos/delete`, { ...postJson({ name: 'twice' }, as('alice')), method: 'DELETE' })).status).toBe(200);
        expect((await create({ name: 'twice' }, 'alice')).json()).not.toEqual(first);
    });

    it.each<[number, string, object, string | undefined]>([
        [401, 'nobody', { name: 'x' }, undefined],
        [403, 'a stranger to the organisation', { name: 'x', organization: 'acme' }, 'dave'],
        [403, 'a reader of it', { name: 'x', organization: 'acme' }, 'bo'],
        [403, 'a read token', { name: 'x' }, 'bo'],
        [403, 'a token without the right', { name: 'x', organization: 'acme' }, 'sec'],
        [400, 'a name with two dashes', { name: 'a--b' }, 'alice'],
        [400, 'a name that ends in .git', { name: 'a.git' }, 'alice'],
        [400, 'a name with a slash', { name: 'a/b' }, 'alice'],
        [400, 'an organisation with a slash', { name: 'x', organization: 'acme/x' }, 'alice'],
        [403, 'an organisation that is not there', { name: 'x', organization: 'nowhere' }, 'alice'],
        [400, 'a licence that is none', { name: 'x', license: 'none-such' }, 'alice'],
        [400, 'a long name', { name: 'a'.repeat(97) }, 'alice'],
        [400, 'a Space without its SDK', { name: 'x', type: 'space' }, 'alice'],
        [400, 'an SDK that is no more', { name: 'x', type: 'space', sdk: 'streamlit' }, 'alice'],
        [402, 'a Space that computes, without a plan', { name: 'x', type: 'space', sdk: 'gradio' }, 'dave'],
        [400, 'a protected model', { name: 'x', visibility: 'protected' }, 'alice'],
        [400, 'two words on who sees it', { name: 'x', visibility: 'public', private: false }, 'alice'],
    ])('is refused with %i: %s', async (status, _what, body, user) => {
        expect((await create(body, user)).status).toBe(status);
    });
});
