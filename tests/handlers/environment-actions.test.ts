import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANSWER_WITHIN_MS } from '../../context/within';
import { findEnvironment, setEnvironment } from '../../flows/environments';
import type { Outcome } from '../../handlers/action';
import { interact, submit } from '../../handlers/interact';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import type { Surface } from '../../ui/view';
import { NEW_ENVIRONMENT } from '../flows/environment/new-environment';
import { TestWorkspace, type TestCtx, type TestCtxOptions } from '../helpers/test-ctx';
import { buttonsOf, lastWhisper } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
    hub.faults.clear();
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('carol'), { userId: 'u-admin' });
});

const ADMIN = { user: { id: 'u-admin', username: 'admin', roles: ['user', 'admin'] } } satisfies TestCtxOptions;
const START = { 'env.name': ' Prod ', 'env.kind': 'endpoint', 'env.namespace': 'acme' };
const HARDWARE = 'aws/us-east-1/nvidia-l4/x1';

type Fields = Readonly<Record<string, unknown>>;

const tools = () => ({ stores: workspace.stores, clock: workspace.clock.now });
const kept = async (name: string) => (await findEnvironment(tools(), name))?.environment;

async function send(fields: Fields, carried?: string, options: TestCtxOptions = ADMIN): Promise<{ readonly ctx: TestCtx; readonly outcome: Outcome | undefined }> {
    workspace.clock.advance(1000);
    const ctx = workspace.ctx(options);
    return { ctx, outcome: await submit(ctx, { surfaceId: 'env.set', fields, carried }) };
}

/** The form's second step. */
async function second(start: Fields = START): Promise<Surface> {
    return surfaceIn((await send(start)).outcome);
}

function surfaceIn(outcome: Outcome | undefined): Surface {
    if (outcome?.kind !== 'update' && outcome?.kind !== 'open') {
        throw new Error(`No surface, but ${JSON.stringify(outcome)}`);
    }
    return outcome.surface;
}

const inputs = ({ blocks }: Surface) => blocks.flatMap((block) => (block.type === 'input' ? [block.element] : []));
const fieldsOf = (surface: Surface): Fields => Object.fromEntries(inputs(surface).map(({ actionId, initial }) => [actionId, initial]));

function optionsOf(surface: Surface, actionId: string): readonly { readonly value: string; readonly label: string }[] {
    const found = inputs(surface).find((element) => element.actionId === actionId);
    return found?.type === 'select' ? found.options : [];
}

describe('the first step of the form', () => {
    it('leads to the second, in the same form', async () => {
        const { outcome } = await send(START);
        expect(outcome).toMatchObject({ kind: 'update', surface: { id: 'env.set', submit: 'Save' } });
        expect(JSON.parse(surfaceIn(outcome).carried ?? '')).toEqual({ name: 'prod', kind: 'endpoint', namespace: 'acme' });
    });

    it('offers the hardware that can be had now, the cheapest first, with its price', async () => {
        const options = optionsOf(await second(), 'env.hardware');
        expect(options[0]).toEqual({ value: 'aws/us-east-1/intel-spr/x1', label: 'intel-spr x1 · 2 GB · aws us-east-1 · $0.033 per hour' });
        expect(options).toContainEqual({ value: HARDWARE, label: 'nvidia-l4 x1 · 24 GB · aws us-east-1 · $0.80 per hour' });
        expect(options.filter(({ value }) => value.includes('h200'))).toEqual([]);
    });

    it.each<[string, Fields, string]>([
        ['no name', { 'env.kind': 'tag' }, 'env.name'],
        ['a name that is no word', { ...START, 'env.name': 'a b' }, 'env.name'],
        ['nothing to deploy to', { 'env.name': 'prod' }, 'env.kind'],
        ['an endpoint without an account', { ...START, 'env.namespace': ' ' }, 'env.namespace'],
        ['an account that climbs out of its path', { ...START, 'env.namespace': '../x' }, 'env.namespace'],
    ])('refuses %s beside the field', async (_what, fields, at) => {
        expect((await send(fields)).outcome).toEqual({ kind: 'errors', errors: { [at]: expect.any(String) as string } });
    });

    it('begins with what is set where the environment exists', async () => {
        await setEnvironment(tools(), { ...NEW_ENVIRONMENT, roles: ['ml-lead'], expiryHours: 7 }, 'u-admin');
        await setEnvironment(tools(), { ...NEW_ENVIRONMENT, name: 'dev', target: { kind: 'tag', ref: 'dev' } }, 'u-admin');
        const surface = await second({ 'env.name': 'staging', 'env.kind': 'branch' });
        expect(fieldsOf(surface)).toMatchObject({ 'env.ref': 'staging', 'env.roles': 'ml-lead', 'env.expiry': '7', 'env.strict': 'no', 'env.after': '-' });
        expect(optionsOf(surface, 'env.after').map(({ value }) => value)).toEqual(['-', 'dev']);
    });

    it('says what is missing where the token may not see hardware, and saves nothing', async () => {
        await workspace.signIn(fakeToken('sec'), { userId: 'u-admin' });
        const surface = await second();
        expect(JSON.stringify(surface)).toContain('does not show the hardware and prices of `acme`');
        expect(JSON.stringify(surface)).toContain('`inference.endpoints.write`');
        expect(buttonsOf(surface)[0]?.url).toContain('ownUserPermissions=inference.endpoints.write');
        expect(surface.submit).toBeUndefined();
    });

    it('comes in time when Hugging Face does not answer', async () => {
        hub.faults.add({ match: 'GET /v2/provider/*', fault: { kind: 'slow', ms: 60_000 } });
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        const answer = send(START);
        await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
        await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
        vi.useRealTimers();
        expect(JSON.stringify(surfaceIn((await answer).outcome))).toContain('takes too long');
    });
});

describe('the second step', () => {
    it('makes the environment', async () => {
        const { carried } = await second();
        const { ctx, outcome } = await send({
            'env.endpoint': 'bert-live', 'env.hardware': HARDWARE, 'env.min-replicas': '1', 'env.max-replicas': '2', 'env.strict': 'yes', 'env.approvals': '2', 'env.roles': 'ml-lead, security-reviewer',
            'env.reviewers': '@bo', 'env.self-approval': 'no', 'env.gates': 'Security, card', 'env.expiry': '12', 'env.after': '-',
        }, carried);
        expect(outcome).toBeUndefined();
        expect(lastWhisper(ctx).text).toMatch(/^The environment \*prod\* is set up\./);
        expect(await kept('prod')).toEqual({
            v: 1, name: 'prod', target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert-live', hardware: { vendor: 'aws', region: 'us-east-1', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' }, minReplica: 1, maxReplica: 2 },
            approvals: 2, roles: ['ml-lead', 'security-reviewer'], reviewers: ['bo'], selfApproval: false, strict: true, gates: ['security', 'card'], expiryHours: 12,
        });
    });

    it('keeps what it showed in fields that nobody touched: clients leave those out', async () => {
        const surface = await second({ 'env.name': 'live', 'env.kind': 'branch' });
        await send({}, surface.carried);
        const { approvals, gates, expiryHours, target } = (await kept('live')) ?? NEW_ENVIRONMENT;
        expect({ 'env.ref': target.kind === 'branch' && target.ref, 'env.approvals': String(approvals), 'env.gates': gates.join(', '), 'env.expiry': String(expiryHours) }).toEqual({
            'env.ref': fieldsOf(surface)['env.ref'], 'env.approvals': fieldsOf(surface)['env.approvals'], 'env.gates': fieldsOf(surface)['env.gates'], 'env.expiry': fieldsOf(surface)['env.expiry'],
        });
    });

    it('empties what was emptied, and takes no notice of fields of the step before', async () => {
        await setEnvironment(tools(), { ...NEW_ENVIRONMENT, roles: ['ml-lead'], after: 'dev' }, 'u-admin');
        await setEnvironment(tools(), { ...NEW_ENVIRONMENT, name: 'dev', target: { kind: 'tag', ref: 'dev' } }, 'u-admin');
        const { carried } = await second({ 'env.name': 'staging', 'env.kind': 'branch' });
        await send({ 'env.name': 'other', 'env.kind': 'endpoint', 'env.namespace': 'acme', 'env.space': 'acme/demo', 'env.roles': '', 'env.after': '-' }, carried);
        expect(await kept('staging')).toEqual(NEW_ENVIRONMENT);
        expect(await kept('other')).toBeUndefined();
    });

    it.each<[string, Fields, Fields]>([
        ['numbers that are none', { 'env.approvals': 'two', 'env.expiry': '' }, { 'env.approvals': /from 1 to 10/, 'env.expiry': /from 1 to 720/ }],
        ['people and roles that are not here', { 'env.roles': 'wizard', 'env.reviewers': 'nobody' }, { 'env.roles': /wizard/, 'env.reviewers': /nobody/ }],
        ['gates that are none', { 'env.gates': 'luck' }, { 'env.gates': /one of security/ }],
        ['rules that do not go together', { 'env.strict': 'yes' }, { 'env.approvals': /at least two/ }],
        ['a branch that is none', { 'env.ref': 'a b' }, { 'env.ref': /letters, digits/ }],
    ])('refuses %s, each beside its field, and keeps nothing', async (_what, fields, expected) => {
        const { carried } = await second({ 'env.name': 'live', 'env.kind': 'branch' });
        const { outcome } = await send(fields, carried);
        expect(outcome).toEqual({ kind: 'errors', errors: Object.fromEntries(Object.entries(expected).map(([at, words]) => [at, expect.stringMatching(words as RegExp) as string])) });
        expect(await kept('live')).toBeUndefined();
    });

    it('refuses an endpoint whose hardware was not chosen, or is not offered', async () => {
        const { carried } = await second();
        expect((await send({}, carried)).outcome).toMatchObject({ kind: 'errors', errors: { 'env.hardware': expect.stringContaining('Choose hardware') as string } });
        expect((await send({ 'env.hardware': 'aws/moon/abacus/x1' }, carried)).outcome).toMatchObject({ kind: 'errors', errors: { 'env.hardware': expect.stringContaining('does not offer') as string } });
    });

    it('keeps nothing of what could not be checked in time', async () => {
        const { carried } = await second({ 'env.name': 'demo', 'env.kind': 'space' });
        hub.faults.add({ match: 'GET /api/spaces/acme/demo/variables', fault: { kind: 'slow', ms: 60_000 } });
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        const answer = send({ 'env.space': 'acme/demo' }, carried);
        await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
        await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
        vi.useRealTimers();
        expect((await answer).outcome).toEqual({ kind: 'errors', errors: { 'env.space': expect.stringContaining('takes too long') as string } });
        expect(await kept('demo')).toBeUndefined();
    });
});

describe('what is not an admin\'s to do', () => {
    it('is refused at every step', async () => {
        const { carried } = await second({ 'env.name': 'live', 'env.kind': 'branch' });
        const refused = { sentence: { key: 'env.admins_only' } };
        await expect(send({ 'env.ref': 'x' }, carried, {})).rejects.toMatchObject(refused);
        await expect(send(START, undefined, {})).rejects.toMatchObject(refused);
        await expect(interact(workspace.ctx(), { actionId: 'env.form', value: undefined })).rejects.toMatchObject(refused);
        await expect(interact(workspace.ctx(), { actionId: 'env.change', value: 'live' })).rejects.toMatchObject(refused);
        expect(await kept('live')).toBeUndefined();
    });

    it.each(['{', '{"name":"live"}', '{"name":"live","kind":"moon"}', '[]'])('is not got by a forged form: %s', async (carried) => {
        await expect(send({}, carried)).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
    });

    it('is not got by a forged name', async () => {
        expect((await send({}, '{"name":"../etc","kind":"branch"}')).outcome).toMatchObject({ kind: 'errors' });
    });
});

describe('buttons of the list', () => {
    it('open the form, empty or for an environment', async () => {
        await setEnvironment(tools(), NEW_ENVIRONMENT, 'u-admin');
        const opened = async (actionId: string, value?: string): Promise<Surface> => surfaceIn(await interact(workspace.ctx(ADMIN), { actionId, value }));
        expect(fieldsOf(await opened('env.form'))).toEqual({ 'env.name': '', 'env.kind': undefined, 'env.namespace': '' });
        expect(fieldsOf(await opened('env.change', 'staging'))).toMatchObject({ 'env.ref': 'staging', 'env.expiry': '24' });
        expect(fieldsOf(await opened('env.change', 'gone'))).toMatchObject({ 'env.name': 'gone' });
    });
});
