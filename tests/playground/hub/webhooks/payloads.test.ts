import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HubChangeInput } from '../../../../playground/hub/changes/hub-change';
import { as, ask, postJson, useHub } from '../harness';
import { useReceiver } from '../receiver';

const receiver = useReceiver();
const hub = useHub();

beforeAll(async () => {
    const made = await ask(`${hub().url}/api/settings/webhooks`, postJson({ watched: [{ type: 'org', name: 'acme' }], domains: ['repo', 'discussion'], url: receiver.url }, as('alice')));
    expect(made.status).toBe(200);
});
beforeEach(() => void receiver.received.splice(0));

const id = z.string().regex(/^[0-9a-f]{24}$/);
const sha = z.string().regex(/^[0-9a-f]{40}$/);
const who = z.strictObject({ id });
const links = z.strictObject({ web: z.url(), api: z.url() });

const repo = z.strictObject({
    type: z.enum(['model', 'dataset', 'space']), name: z.string(), id, private: z.boolean(), url: links, owner: who,
    headSha: sha.optional(), tags: z.array(z.string()).optional(), subdomain: z.string().optional(),
});
const discussion = z.strictObject({
    id, num: z.number(), title: z.string(), url: links, status: z.enum(['draft', 'open', 'closed', 'merged']), author: who, isPullRequest: z.boolean(), pinned: z.boolean(),
    changes: z.strictObject({ base: z.literal('refs/heads/main'), mergeCommitId: sha.optional() }).optional(),
});
const comment = z.strictObject({ id, author: who, content: z.string(), hidden: z.literal(false), url: z.strictObject({ web: z.url() }) });
const shared = { repo, webhook: z.strictObject({ id, version: z.literal(3) }) };
const event = <S extends string, A extends string>(scope: S, action: A): z.ZodType<{ scope: S; action: A }> => z.strictObject({ scope: z.literal(scope), action: z.literal(action) });

/** The third version of the payload, as Hugging Face documents it: every key where it belongs and nowhere else. */
const payload = z.union([
    z.strictObject({ ...shared, event: event('repo.content', 'update'), updatedRefs: z.array(z.strictObject({ ref: z.string().startsWith('refs/'), oldSha: sha.nullable(), newSha: sha.nullable() })).min(1) }),
    z.strictObject({ ...shared, event: event('repo.config', 'update'), updatedConfig: z.strictObject({ private: z.boolean().optional() }) }),
    z.strictObject({ ...shared, event: event('discussion', 'create'), discussion, comment }),
    z.strictObject({ ...shared, event: event('discussion', 'update'), discussion }),
    z.strictObject({ ...shared, event: event('discussion.comment', 'create'), discussion, comment }),
]);

type Payload = z.infer<typeof payload>;

async function told(change: HubChangeInput): Promise<Payload[]> {
    hub().change(change);
    await hub().deliveries.settled();
    const payloads = receiver.received.splice(0).map(({ body }) => payload.parse(body));
    payloads.forEach((one) => expect('headSha' in one.repo).toBe(one.event.scope.startsWith('repo')));
    return payloads.sort((a, b) => (a.event.scope < b.event.scope ? -1 : 1));
}

const MODEL = { type: 'model', id: 'acme/embedder' } as const;
const SPACE = { type: 'space', id: 'acme/demo' } as const;
const FILES = [{ path: 'config.json', content: '{}\n' }];
const headOf = (name = 'acme/embedder', type: 'model' | 'space' = 'model'): string | undefined => hub().state.findRepo(type, name)?.branches.get('main');

describe('what webhooks are told', () => {
    it('of a commit', async () => {
        const before = headOf();
        const [one] = await told({ kind: 'commit', repo: MODEL, title: 'New config', author: 'alice', files: FILES });
        const { url, api } = { url: `${hub().url}/acme/embedder`, api: `${hub().url}/api/models/acme/embedder` };
        expect(one).toMatchObject({ repo: { name: 'acme/embedder', type: 'model', private: false, headSha: headOf(), url: { web: url, api } }, updatedRefs: [{ ref: 'refs/heads/main', oldSha: before, newSha: headOf() }] });
        expect(before).not.toBe(headOf());
    });

    it('of a commit to a Space, with its subdomain and its web address', async () => {
        const [one] = await told({ kind: 'commit', repo: SPACE, title: 'New app', author: 'carol', files: FILES });
        expect(one?.repo).toMatchObject({ subdomain: 'acme-demo', url: { web: `${hub().url}/spaces/acme/demo`, api: `${hub().url}/api/spaces/acme/demo` } });
    });

    it('of a pull request: its opening, its ref, what is said, its merge', async () => {
        const opened = await told({ kind: 'open-pull-request', repo: MODEL, title: 'Better card', author: 'bo', files: [{ path: 'README.md', content: '# Better\n' }], description: 'Please look' });
        expect(opened).toMatchObject([
            { event: { scope: 'discussion', action: 'create' }, discussion: { num: 1, isPullRequest: true, status: 'open', changes: { base: 'refs/heads/main' } }, comment: { content: 'Please look' } },
            { event: { scope: 'repo.content' }, updatedRefs: [{ ref: 'refs/pr/1', oldSha: null, newSha: hub().state.findRepo('model', 'acme/embedder')?.pullRequests.get('1') }] },
        ]);
        const said = await told({ kind: 'comment', repo: MODEL, num: 1, author: 'alice', text: 'Fine' });
        expect(said).toMatchObject([{ event: { scope: 'discussion.comment', action: 'create' }, comment: { content: 'Fine', author: { id: hub().state.users.get('alice')?._id } } }]);
        const before = headOf();
        const merged = await told({ kind: 'pull-request-status', repo: MODEL, num: 1, status: 'merged', by: 'alice' });
        expect(merged).toMatchObject([
            { event: { scope: 'discussion', action: 'update' }, discussion: { status: 'merged', changes: { mergeCommitId: headOf() } } },
            { event: { scope: 'repo.content' }, updatedRefs: [{ ref: 'refs/heads/main', oldSha: before, newSha: headOf() }] },
        ]);
    });

    it('of a discussion and of its closing', async () => {
        const opened = await told({ kind: 'open-discussion', repo: MODEL, title: 'A question', author: 'dave', text: 'Why?' });
        expect(opened).toMatchObject([{ event: { scope: 'discussion', action: 'create' }, discussion: { isPullRequest: false }, comment: { content: 'Why?' } }]);
        expect(opened[0]).not.toHaveProperty('discussion.changes');
        const num = opened[0] && 'discussion' in opened[0] ? opened[0].discussion.num : 0;
        expect(await told({ kind: 'discussion-status', repo: MODEL, num, status: 'closed', by: 'dave' })).toMatchObject([{ event: { scope: 'discussion', action: 'update' }, discussion: { status: 'closed' } }]);
    });

    it('of settings: whether the repo is private, and nothing else of them', async () => {
        expect(await told({ kind: 'repo-config', repo: MODEL, private: true })).toMatchObject([{ event: { scope: 'repo.config' }, updatedConfig: { private: true }, repo: { private: true } }]);
        expect(await told({ kind: 'repo-config', repo: MODEL, gated: 'auto' })).toMatchObject([{ updatedConfig: {} }]);
        expect(await told({ kind: 'repo-config', repo: MODEL, private: false, gated: false })).toMatchObject([{ updatedConfig: { private: false } }]);
    });

    it('nothing of stages, load, credits and troubles', async () => {
        const silent: HubChangeInput[] = [
            { kind: 'space-stage', space: 'acme/demo', stage: 'RUNTIME_ERROR', errorMessage: 'Out of memory' }, { kind: 'space-cpu', space: 'acme/demo', percent: 99 },
            { kind: 'endpoint-state', namespace: 'acme', name: 'bert-prod', state: 'failed', message: 'Out of memory' },
            { kind: 'credits', account: 'acme', out: true }, { kind: 'trouble', trouble: 'rate-limited' }, { kind: 'trouble', trouble: 'none' },
        ];
        for (const change of silent) {
            expect(await told(change)).toEqual([]);
        }
    });
});
