import { describe, expect, it } from 'vitest';
import { priceOf, rolloutAt, targetProblem } from '../../../../services/deployment/targets';
import type { Target } from '../../../../services/workflows/environment/environment';
import { useSite } from './site';

const site = useSite();

const REPO = 'acme/bert-prod';
const HARDWARE = { vendor: 'aws', region: 'us-east-1', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' };
const endpoint = (name: string, namespace = 'acme'): Extract<Target, { kind: 'endpoint' }> => ({ kind: 'endpoint', namespace, endpoint: name, hardware: HARDWARE, minReplica: 1, maxReplica: 3 });
const space = (id = 'acme/demo'): Target => ({ kind: 'space', space: id, variable: 'MODEL_REVISION' });
const BRANCH: Target = { kind: 'branch', ref: 'main' };
const TAG: Target = { kind: 'tag', ref: 'v1.0' };

const oauth = (oauthScopes: string[], oauthOrgs: string[]): void => {
    site().server.state.tokens.forEach((token) => {
        if (token.displayName === 'laptop') {
            Object.assign(token, { role: 'oauth', oauthScopes, oauthOrgs });
        }
    });
};

describe('what is live', () => {
    const at = (target: Target): ReturnType<typeof rolloutAt> => rolloutAt(site().hub(), target, REPO);

    it('at an endpoint: the commit of its revision', async () => {
        expect(await at(endpoint('bert-prod'))).toEqual({ repo: REPO, sha: site().head, moving: false });
        const { spec } = site().server.state.endpoints.get('acme/bert-prod') ?? expect.unreachable();
        for (const revision of ['v1.0', 'refs/tags/v1.0', site().older]) {
            spec.model.revision = revision;
            expect(await at(endpoint('bert-prod'))).toEqual({ repo: REPO, sha: site().older, moving: false });
        }
        Object.assign(spec.model, { repository: 'globex/secret', revision: 'main' });
        expect(await at(endpoint('bert-prod'))).toEqual({ repo: 'globex/secret', sha: 'main', moving: false });
        expect(await at(endpoint('none'))).toBeUndefined();
    });

    it.each([['scaledToZero', 'live'], ['paused', 'nothing'], ['failed', 'nothing'], ['updating', 'moving'], ['updateFailed', 'nothing'], ['pending', 'moving']] as const)('at an endpoint that is %s: %s', async (state, expected) => {
        site().server.change({ kind: 'endpoint-state', namespace: 'acme', name: 'bert-prod', state });
        expect(await at(endpoint('bert-prod'))).toEqual(expected === 'nothing' ? undefined : { repo: REPO, sha: site().head, moving: expected === 'moving' });
    });

    it('at a Space: the commit in its variable, of whatever model, once it is up', async () => {
        expect(await at(space())).toBeUndefined();
        const set = (value: string): void => void site().server.state.record({ kind: 'space-variable-saved', space: 'acme/demo', key: 'MODEL_REVISION', value });
        set(site().head);
        expect(await at(space())).toEqual({ sha: site().head, moving: true });
        site().time.advance(15_000);
        expect(await at(space())).toEqual({ sha: site().head, moving: false });
        set('main');
        site().time.advance(15_000);
        expect(await at(space())).toBeUndefined();
    });

    it('at a branch and a tag: where they are', async () => {
        expect([await at(BRANCH), await at(TAG)]).toEqual([{ repo: REPO, sha: site().head, moving: false }, { repo: REPO, sha: site().older, moving: false }]);
        expect([await at({ kind: 'branch', ref: 'v1.0' }), await at({ kind: 'tag', ref: 'main' })]).toEqual([undefined, undefined]);
    });

    it('is never an older answer', async () => {
        const hub = site().hub();
        for (const target of [endpoint('bert-prod'), space(), BRANCH]) {
            await rolloutAt(hub, target, REPO);
            site().server.faults.add({ match: '*', fault: { status: 503 } });
            await expect(rolloutAt(hub, target, REPO)).rejects.toMatchObject({ kind: 'unavailable' });
            site().server.faults.clear();
        }
    });
});

describe('what it costs', () => {
    const price = (target: Target): ReturnType<typeof priceOf> => priceOf(site().hub(), target);

    it('is what the list says for a new endpoint, and for one that is there what that one runs on', async () => {
        expect(await price(endpoint('new'))).toEqual({ minPerHour: 0.8, maxPerHour: 2.4 });
        expect(await price(endpoint('bert-prod'))).toEqual({ minPerHour: 0, maxPerHour: 0.067 });
        expect(await price({ ...endpoint('new'), hardware: { ...HARDWARE, accelerator: 'cpu', instanceType: 'intel-spr' }, maxReplica: 7 })).toEqual({ minPerHour: 0.033, maxPerHour: 0.231 });
        expect(await price({ ...endpoint('new'), hardware: { ...HARDWARE, instanceSize: 'x9' } })).toBeUndefined();
    });

    it('is what the environment asks for where pausing took the replicas away', async () => {
        const { spec } = site().server.state.endpoints.get('acme/llama-eval') ?? expect.unreachable();
        Object.assign(spec.compute.scaling, { minReplica: 0, maxReplica: 0 });
        expect(await price(endpoint('llama-eval'))).toEqual({ minPerHour: 0.8, maxPerHour: 2.4 });
    });

    it('of a Space is its hardware, for each replica; branches and tags are free', async () => {
        // The Hub states micro-dollars per minute, so that 0.40 an hour is a little more.
        const always = (usd: number): object => ({ minPerHour: expect.closeTo(usd, 3) as number, maxPerHour: expect.closeTo(usd, 3) as number });
        expect([await price(space()), await price(space('acme/gpu-demo')), await price(space('huggingface/hf-docs-search'))]).toEqual([always(0), always(0.4), undefined]);
        const { runtime } = site().server.state.findRepo('space', 'acme/gpu-demo')?.space ?? expect.unreachable();
        runtime.replicas.requested = 2;
        expect([await price(space('acme/gpu-demo')), await price(BRANCH), await price(TAG)]).toEqual([always(0.8), undefined, undefined]);
    });
});

describe('whether one may', () => {
    const EVERY = [endpoint('new'), space(), BRANCH, TAG];
    const problems = (user: string, targets: readonly Target[] = EVERY): Promise<unknown[]> => Promise.all(targets.map((target) => targetProblem(site().hub(user), target, REPO)));
    const lacks = (scope: string): object => ({ code: 'missing-scope', scope });
    const FORBIDDEN = { code: 'forbidden' };

    it.each([
        ['alice', [undefined, undefined, undefined, undefined]],
        ['carol', [undefined, lacks('repo.write'), lacks('repo.write'), lacks('repo.write')]],
        ['service', [lacks('inference.endpoints.write'), undefined, undefined, undefined]],
        ['bo', [FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN]],
        ['dave', [FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN]],
        ['expiring', [lacks('inference.endpoints.write'), lacks('repo.write'), lacks('repo.write'), lacks('repo.write')]],
        ['revoked', [1, 2, 3, 4].map(() => ({ code: 'unauthorized' }))],
    ])('%s', async (user, expected) => {
        expect(await problems(user)).toEqual(expected);
        expect(site().writes.filter((write) => !write.includes('auth-check'))).toEqual([]);
    });

    it('depends on whose it is, and on its being there', async () => {
        expect(await problems('alice', [endpoint('new', 'globex'), space('gradio/hello_world'), space('acme/none')])).toEqual([FORBIDDEN, FORBIDDEN, { code: 'not-found' }]);
        expect(await targetProblem(site().hub('service'), BRANCH, 'alice/bert')).toEqual(FORBIDDEN);
        expect(await targetProblem(site().hub('alice'), BRANCH, 'Alice/bert')).toBeUndefined();
        const { users } = site().server.state;
        users.set('alice', { ...(users.get('alice') ?? expect.unreachable()), orgs: [{ org: 'acme', role: 'write', securityRestrictions: ['sso'] }] });
        expect(await problems('alice')).toEqual(EVERY.map(() => FORBIDDEN));
    });

    it('counts a permission on the repository alone', async () => {
        site().server.state.tokens.forEach((token) => {
            if (token.user === 'acme-bot') {
                token.scoped = [{ entity: { type: 'model', name: REPO }, permissions: ['repo.write'] }];
            }
        });
        expect(await problems('service', [BRANCH, space()])).toEqual([undefined, lacks('repo.write')]);
    });

    it('is not held against OAuth tokens, which do not tell', async () => {
        oauth(['write-repos', 'write-endpoints'], ['acme']);
        expect(await problems('alice')).toEqual([undefined, undefined, undefined, undefined]);
        oauth(['read-repos'], ['acme']);
        expect(await problems('alice')).toEqual([lacks('inference.endpoints.write'), lacks('repo.write'), undefined, undefined]);
    });

    it('is not known while the Hub is in trouble', async () => {
        site().server.faults.add({ match: '*', fault: { status: 503 } });
        for (const target of EVERY) {
            await expect(targetProblem(site().hub(), target, REPO)).rejects.toMatchObject({ kind: 'unavailable' });
        }
    });
});
