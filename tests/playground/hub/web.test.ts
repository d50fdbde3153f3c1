import { describe, expect, it } from 'vitest';
import { SparseBytes } from '../../../playground/hub/bytes/sparse';
import { makeRepo } from '../../../playground/hub/seed/repo';
import type { Answer } from './harness';
import { ask, useHub } from './harness';

// One address asks for more pages here than a person does in five minutes.
const hub = useHub({ rateLimit: { pages: 10_000 } });

const see = (path: string, user?: string): Promise<Answer> => ask(hub().url + path, user === undefined ? {} : { headers: { Cookie: `other=1; hub_user=${user}` } });
const statusOf = async (path: string, user?: string): Promise<number> => (await see(path, user)).status;

const HOSTILE = '<script>alert("1")</script>';

describe('pages', () => {
    it.each([
        ['/', ['google-bert/bert-base-uncased', 'Models (', 'Datasets (', 'Spaces (', 'role="search"']],
        ['/models?search=bert-base', ['google-bert/bert-base-uncased']],
        ['/google-bert/bert-base-uncased', ['apache-2.0', 'Intended uses', 'model.safetensors', 'Update README.md', '/google-bert/bert-base-uncased/commits/main']],
        ['/datasets/rajpurkar/squad', ['README.md', '/datasets/rajpurkar/squad/tree/main']],
        ['/spaces/acme/demo', ['RUNNING', 'cpu-basic', 'gradio']],
        ['/spaces/acme/demo/tree/main', ['/spaces/acme/demo/blob/main/app.py']],
        ['/spaces/acme/demo/blob/main/app.py', ['import gradio as gr', '/spaces/acme/demo/resolve/main/app.py', 'safe']],
        ['/google-bert/bert-base-uncased/blob/v1.0/model.safetensors', ['Too large to be shown', 'MB', '/resolve/v1.0/model.safetensors']],
        ['/google-bert/bert-base-uncased/commits/main', ['initial commit', 'Upload files', 'Update README.md']],
        ['/openai-community/gpt2/discussions/7', ['Question 7', 'open', 'julien-c']],
        ['/acme', ['Acme Research', 'team', '/spaces/acme/demo', '/alice']],
        ['/carol', ['Carol Castro', '/acme', 'No models found.']],
        ['/papers/1706.03762', ['Attention Is All You Need', 'Noam Shazeer']],
        ['/login', ['no passwords', 'value="alice"', 'write in acme']],
    ])('%s tells its facts', async (path, facts) => {
        const answer = await see(path);
        expect(answer.status).toBe(200);
        facts.forEach((fact) => expect(answer.text).toContain(fact));
        expect(answer.text).toContain('not huggingface.co');
        expect(answer.text.match(/<h1>/g)).toHaveLength(1);
    });

    it('carry a policy that allows their own style and nothing else', async () => {
        const { headers, text } = await see('/');
        expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/);
        expect(text).not.toContain('<script');
    });

    it('belong to the pages\' quota', async () => {
        expect((await see('/acme/demo')).headers.get('ratelimit')).toContain('"pages"');
    });

    it('say when nothing was found, and page what is more than thirty', async () => {
        expect((await see('/?search=zzzz')).text).toContain('No models found.');
        const rows = (answer: Answer): number => answer.text.match(/<li class="row">/g)?.length ?? 0;
        const first = await see('/openai-community/gpt2/discussions');
        expect([rows(first), first.text.includes('Page 1 of 2'), first.text.includes('?p=1')]).toEqual([30, true, true]);
        const second = await see('/openai-community/gpt2/discussions?p=1');
        expect([rows(second), second.text.includes('#30 Question 30'), second.text.includes('Next')]).toEqual([30, true, false]);
        expect(await statusOf('/models?p=x')).toBe(400);
    });

    it.each(['/no-such-name', '/acme/nothing', '/datasets/acme/nothing', '/google-bert/bert-base-uncased/tree/nowhere', '/google-bert/bert-base-uncased/blob/main/nothing.txt',
        '/google-bert/bert-base-uncased/commit/0000', '/google-bert/bert-base-uncased/discussions/999', '/papers/1', '/collections/acme/nothing', '/settings/nothing', '/a/b/c/d/e'])('%s is a page that is not there', async (path) => {
        const { status, text } = await see(path);
        expect(status).toBe(404);
        expect(text).toContain('<h1>404</h1>');
    });

    it('leave programs their JSON', async () => {
        const answer = await see('/api/nothing');
        expect([answer.status, answer.json()]).toEqual([404, { error: expect.stringContaining('can\'t find the page') as unknown }]);
    });

    it.each([['/gpt2', '/openai-community/gpt2'], ['/datasets/squad', '/datasets/rajpurkar/squad'], ['/camembert/camembert-base/tree/main?p=0', '/almanach/camembert-base/tree/main?p=0'], ['/OPENAI-community/gpt2', '/openai-community/gpt2']])('%s leads to %s', async (from, to) => {
        const answer = await see(from);
        expect([answer.status, answer.headers.get('location')]).toEqual([303, to]);
    });

    it('know revisions with slashes, as pull requests have them', async () => {
        for (const path of ['/acme/bert-prod/tree/refs/pr/3', '/acme/bert-prod/tree/refs%2Fpr%2F3', '/acme/bert-prod/blob/refs/pr/3/README.md', '/acme/bert-prod/commits/refs%2Fpr%2F3']) {
            const answer = await see(path, 'alice');
            expect(answer.status).toBe(200);
            expect(answer.text).toContain('refs/pr/3');
        }
    });

    it('tell what a commit changed', async () => {
        const { text } = await see('/google-bert/bert-base-uncased/commits/main');
        const [, last = ''] = /\/commit\/([0-9a-f]{40})/.exec(text) ?? [];
        const answer = await see(`/google-bert/bert-base-uncased/commit/${last}`);
        expect(answer.text).toMatch(/README\.md<\/a> <span class="mark">added/);
        expect(answer.text).not.toContain('model.safetensors');
    });
});

describe('what is not for everybody', () => {
    it('is missing for those who may not see it', async () => {
        for (const path of ['/acme/bert-prod', '/acme/bert-prod/tree/main', '/acme/bert-prod/discussions', '/acme/bert-production']) {
            expect([await statusOf(path), await statusOf(path, 'dave'), await statusOf(path, 'nobody')]).toEqual([404, 404, 404]);
        }
        expect((await see('/acme/bert-prod', 'alice')).text).toMatch(/private.*text-classification/s);
        expect((await see('/acme')).text).not.toContain('bert-prod');
        expect((await see('/acme', 'bo')).text).toContain('bert-prod');
        expect((await see('/?search=bert-prod')).text).toContain('No models found.');
    });

    it('stays behind its gate', async () => {
        const path = '/meta-llama/Llama-3.1-8B-Instruct';
        const outside = await see(path);
        expect(outside.status).toBe(200);
        expect(outside.text).toContain('Access to model meta-llama/Llama-3.1-8B-Instruct is restricted');
        expect(outside.text).not.toContain('config.json');
        expect((await see(path, 'bo')).text).toContain('config.json');
        expect([await statusOf(`${path}/tree/main`), await statusOf(`${path}/blob/main/config.json`, 'alice'), await statusOf(`${path}/tree/main`, 'bo')]).toEqual([401, 403, 200]);
    });

    it('keeps private collections to their owners', async () => {
        const slug = (title: string): string => hub().state.collections.find((each) => each.title === title)?.slug ?? '';
        expect((await see(`/collections/${slug('In production')}`)).text).toContain('acme/embedder');
        expect([await statusOf(`/collections/${slug('Candidates')}`), await statusOf(`/collections/${slug('Candidates')}`, 'dave'), await statusOf(`/collections/${slug('Candidates')}`, 'bo')]).toEqual([404, 404, 200]);
    });
});

describe('hostile names and texts', () => {
    it('stay text', async () => {
        const files = [{ path: 'README.md', content: HOSTILE }, { path: `a/${HOSTILE}.txt`, content: HOSTILE }, { path: 'zeros.txt', content: SparseBytes.of(new Uint8Array(3)) }];
        const id = 'evil/<b>"onload';
        const repo = makeRepo({ type: 'model', id, files, tags: [HOSTILE, `license:${HOSTILE}`], author: HOSTILE });
        const at = new Date(0).toISOString();
        repo.discussions.push({ _id: 'd', num: 1, title: HOSTILE, author: HOSTILE, createdAt: at, status: 'open', isPullRequest: false, pinned: false, events: [{ id: 'e', type: 'comment', author: HOSTILE, createdAt: at, content: HOSTILE }] });
        hub().state.addRepo(repo);
        const named = `/evil/${encodeURIComponent('<b>"onload')}`;
        expect((await see('/evil')).text).toContain('evil/&lt;b&gt;&quot;onload');
        const script = encodeURIComponent(HOSTILE);
        for (const path of ['', '/discussions', '/discussions/1', '/commits/main', '/tree/main/a', `/blob/main/a/${script}.txt`].map((rest) => named + rest)) {
            const { status, text } = await see(path);
            expect([path, status, /<script|<b>|"onload/.test(text)]).toEqual([path, 200, false]);
        }
        for (const path of ['/evil', `/?search=${script}`, `/models?author=${script}`, `/login?next=${script}`, `/${script}`]) {
            expect((await see(path)).text).not.toMatch(/<script|<b>|"onload/);
        }
        expect((await see(`${named}/blob/main/README.md`)).text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
        expect((await see(`${named}/blob/main/zeros.txt`)).text).toContain('not a text');
    });
});
