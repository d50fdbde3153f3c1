import fc from 'fast-check';
import type { Deed } from '../../../../playground/hub/changes/entry';
import { ENDPOINT_STATES } from '../../../../playground/hub/endpoints/endpoint';
import type { EndpointSpec } from '../../../../playground/hub/endpoints/endpoint';
import type { Job } from '../../../../playground/hub/jobs/job';
import { SCAN_STATUSES } from '../../../../playground/hub/scan-status';
import { commitSha, fakeToken } from '../../../../playground/hub/seed/ids';
import { SPACE_STAGES } from '../../../../playground/hub/space-stages';
import type { Webhook } from '../../../../playground/hub/webhooks/webhook';

/** Every repo that the deeds below name, where there is one. */
export const ABOUT = ['acme/bert-prod', 'acme/embedder', 'acme/demo', 'acme/support-tickets', 'acme/annotator', 'acme/broken', 'huggingface/hf-docs-search'];

const user = fc.constantFrom('alice', 'bo', 'carol', 'dave', 'nobody');
const repo = fc.constantFrom(
    { type: 'model', id: 'acme/bert-prod' } as const, { type: 'model', id: 'acme/embedder' } as const, { type: 'space', id: 'acme/demo' } as const,
    { type: 'dataset', id: 'acme/support-tickets' } as const, { type: 'model', id: 'acme/none' } as const,
);
const space = fc.constantFrom('acme/demo', 'acme/annotator', 'acme/broken', 'huggingface/hf-docs-search', 'acme/none');
const title = fc.constantFrom('One title', 'Another title');
const text = fc.string({ maxLength: 20 });
const num = fc.integer({ min: 1, max: 6 });
const files = fc.uniqueArray(fc.record({ path: fc.constantFrom('README.md', 'a.txt', 'docs/b.txt'), content: fc.oneof(text, fc.constant('---\nlicense: mit\n---\n# A card\n')) }), { maxLength: 2, selector: ({ path }) => path });
const someFiles = fc.array(fc.record({ path: fc.constantFrom('README.md', 'a.txt'), content: text }), { minLength: 1, maxLength: 1 });
const value = fc.constantFrom(fakeToken('alice'), fakeToken('bo'), 'hf_made', 'hf_oauth_made');
const refresh = fc.constantFrom('hf_refresh_one', 'hf_refresh_two');
const id = fc.constantFrom('a'.repeat(24), 'b'.repeat(24));

const webhook = fc.record<Webhook>({
    id, owner: user, domains: fc.constant(['repo']), url: fc.webUrl(), disabled: fc.constantFrom<Webhook['disabled']>(true, false, 'suspended-after-failure'), watched: fc.constant([{ type: 'org', name: 'acme' }]),
});

const status = fc.constantFrom('merged', 'closed', 'open');

const byRepo: fc.Arbitrary<Deed>[] = [
    fc.record({ kind: fc.constant('scan'), repo, path: fc.constantFrom('README.md', 'a.txt', 'none'), status: fc.constantFrom(...SCAN_STATUSES) }),
    fc.record({ kind: fc.constant('commit'), repo, title, author: user, files: someFiles, branch: fc.constantFrom('main', 'none') }),
    fc.record({ kind: fc.constant('open-pull-request'), repo, title, author: user, files, description: text }),
    fc.record({ kind: fc.constant('open-discussion'), repo, title, author: user, text }),
    fc.record({ kind: fc.constant('comment'), repo, num, author: user, text: fc.string({ minLength: 1, maxLength: 20 }) }),
    fc.record({ kind: fc.constant('pull-request-status'), repo, num, status, by: user }),
    fc.record({ kind: fc.constant('discussion-status'), repo, num, status: fc.constantFrom('closed', 'open'), by: user }),
    fc.record({ kind: fc.constant('discussion-title'), repo, num, title, by: user }),
    fc.record({ kind: fc.constant('repo-config'), repo, private: fc.boolean(), gated: fc.constantFrom(false as const, 'auto' as const) }),
];

const anyRef = fc.record({ type: fc.constantFrom('branch', 'tag'), name: fc.constantFrom('main', 'production', 'v1.0') });
const sha = fc.constantFrom(...[0, 1, 2].flatMap((index) => [commitSha(`model acme/bert-prod ${index}`), commitSha(`space acme/demo ${index}`)]));

const change = fc.record({ path: fc.constantFrom('README.md', 'a.txt'), content: fc.option(text.map((plain) => Buffer.from(plain).toString('base64')), { nil: undefined }), from: fc.constantFrom(undefined, undefined, 'README.md') });
const pushedTo = fc.constantFrom(...[1, 2].flatMap((index) => (['model acme/bert-prod', 'space acme/demo'] as const).map((name) => {
    const [type, id] = name.split(' ') as ['model' | 'space', string];
    return { repo: { type, id }, parent: commitSha(`${name} ${index}`) };
})));

const byRef: fc.Arbitrary<Deed>[] = [
    fc.tuple(pushedTo, fc.record({ by: fc.constantFrom('alice', 'carol', 'nobody'), title, message: text, branch: fc.constantFrom('main', undefined), changes: fc.array(change, { maxLength: 2 }) })).map(([where, made]): Deed => ({ kind: 'commit-pushed', ...where, ...made })),
    fc.record({ kind: fc.constant('ref-saved'), repo, ref: anyRef, sha, by: user }),
    fc.record({ kind: fc.constant('ref-deleted'), repo, ref: anyRef, by: user }),
];

const key = fc.constantFrom('MODE', 'TOKEN');

const bySpace: fc.Arbitrary<Deed>[] = [
    fc.record({ kind: fc.constant('space-stage'), space, stage: fc.constantFrom(...SPACE_STAGES) }),
    fc.record({ kind: fc.constant('space-cpu'), space, percent: fc.integer({ min: 0, max: 100 }), memoryPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }) }),
    fc.record({ kind: fc.constant('space-log'), space, log: fc.constantFrom('run' as const, 'build' as const), lines: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('space-restarted'), space, factory: fc.boolean() }),
    fc.record({ kind: fc.constant('space-paused'), space }),
    fc.record({ kind: fc.constant('space-dev-mode'), space, enabled: fc.boolean() }),
    fc.record({ kind: fc.constant('space-hardware'), space, flavor: fc.constantFrom('cpu-basic', 't4-small'), sleepSeconds: fc.constantFrom(null, 60) }),
    fc.record({ kind: fc.constant('space-variable-saved'), space, key, value: text }),
    fc.record({ kind: fc.constant('space-secret-saved'), space, key, description: text }),
    fc.record({ kind: fc.constant('space-setting-deleted'), space, what: fc.constantFrom('variable', 'secret'), key }),
    fc.record({ kind: fc.constant('space-sleep-time'), space, sleepSeconds: fc.constantFrom(null, 600) }),
];

const spec = fc.record<EndpointSpec>({
    type: fc.constant('private'), provider: fc.constant({ vendor: 'aws', region: 'us-east-1' }), tags: fc.constant([]), secrets: fc.constantFrom([], ['KEY']),
    compute: fc.constant({ accelerator: 'cpu', instanceType: 'intel-spr', instanceSize: 'x1', scaling: { minReplica: 0, maxReplica: 1 } }),
    model: fc.constantFrom('main', 'v1.0').map((revision) => ({ repository: 'acme/embedder', revision, framework: 'pytorch', image: { vLLM: { url: 'vllm/vllm-openai' } }, env: { MODE: 'a' } })),
});
const endpoint = { namespace: fc.constantFrom('acme', 'bo'), name: fc.constantFrom('bert-prod', 'llama-eval', 'made') };

const byEndpoint: fc.Arbitrary<Deed>[] = [
    fc.record({ kind: fc.constant('endpoint-created'), ...endpoint, by: user, spec }),
    fc.record({ kind: fc.constant('endpoint-updated'), ...endpoint, by: user, spec }),
    fc.record({ kind: fc.constant('endpoint-controlled'), ...endpoint, by: user, action: fc.constantFrom('pause', 'resume', 'scale-to-zero') }),
    fc.record({ kind: fc.constant('endpoint-deleted'), ...endpoint, by: user }),
    fc.record({ kind: fc.constant('endpoint-state'), ...endpoint, state: fc.constantFrom(...ENDPOINT_STATES), message: text }),
];

const job = fc.record<Job>({
    id, createdAt: fc.constant(Date.UTC(2025, 5, 1)), owner: fc.constantFrom('acme', 'alice'), createdBy: fc.constant('alice'), dockerImage: fc.constant('python:3.12'), environment: fc.constant({}),
    secrets: fc.constant([]), flavor: fc.constant('cpu-basic'), timeoutSeconds: fc.constantFrom(10, 1_800), labels: fc.constant({ team: 'a' }), fate: fc.constant({ runSeconds: 60, ends: 'COMPLETED', output: ['done'] }),
});

const token = fc.record({ value, user: fc.constantFrom('alice', 'bo'), displayName: fc.constant('made'), role: fc.constant('write'), createdAt: fc.constant('2025-01-05T09:00:00.000Z') });
let issued = 0;

/** Values of real tokens never come twice, counted from 1; what ends one comes after it. */
const freshToken: fc.Arbitrary<Deed> = fc.tuple(token, fc.boolean(), refresh).map(([made, refreshable, name]) => {
    issued += 1;
    const unique = { ...made, value: `${made.value}${issued}` };
    return refreshable ? { kind: 'token-issued', token: { ...unique, role: 'oauth' }, refresh: { value: `${name}${issued}`, clientId: 'app' } } : { kind: 'token-issued', token: unique };
});

/** Deeds about few things, so that many of them meet; some do not fit and are refused. */
export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
    ...byRepo, ...byRef, ...bySpace, ...byEndpoint, freshToken,
    value.chain((about) => fc.nat(5).map((back): Deed => ({ kind: 'token-revoked', value: back === 0 ? about : `${about}${Math.max(0, issued - back)}` }))),
    refresh.chain((about) => fc.nat(5).map((back): Deed => ({ kind: 'refresh-used', value: `${about}${Math.max(0, issued - back)}` }))),
    webhook.map((made): Deed => ({ kind: 'webhook-saved', webhook: made })),
    fc.record({ kind: fc.constant('webhook-deleted'), id }),
    job.map((made): Deed => ({ kind: 'job-started', job: made })),
    fc.record({ kind: fc.constant('job-canceled'), job: id }),
    fc.record({ kind: fc.constant('credits'), account: fc.constantFrom('acme', 'alice', 'nobody'), out: fc.boolean() }),
    fc.record({ kind: fc.constant('trouble'), trouble: fc.constantFrom('none', 'down', 'rate-limited') }),
);
