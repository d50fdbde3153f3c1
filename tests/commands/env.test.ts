import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { UserError } from '../../context/user-error';
import { findEnvironment, lockEnvironment, readEnvironments } from '../../flows/environments';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { language } from '../../ui/language';
import type { View } from '../../ui/view';
import { suggest } from '../../commands/suggest';
import { click, type, typeJson } from '../helpers/run';
import { TestWorkspace, type TestCtxOptions } from '../helpers/test-ctx';
import { buttonOf, buttonsOf, lastWhisper, visibleText } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(async () => {
    hub.faults.clear();
    workspace = new TestWorkspace(hub);
    // Of the Hub's people, carol may run endpoints of acme, and alice may write to its Spaces.
    await workspace.signIn(fakeToken('carol'), { userId: ADA.user.id });
    await workspace.signIn(fakeToken('alice'), { userId: ALBA.user.id });
});

const ADA = { user: { id: 'u-admin', username: 'admin', roles: ['user', 'admin'] } } satisfies TestCtxOptions;
/** Another admin, with another account at Hugging Face. */
const ALBA = { user: { ...ADA.user, id: 'u-alba', username: 'alba' } } satisfies TestCtxOptions;

const STAGING = 'env set staging --target branch --ref staging';
const PROD = 'env set prod --target endpoint --name acme/bert-live --hardware aws/us-east-1/nvidia-l4/x1';

/** Types a line a second later than the one before: what is set is ordered by time. */
async function admin(line: string, options: TestCtxOptions = ADA): Promise<View> {
    workspace.clock.advance(1000);
    return type(workspace, line, options);
}

/** The sentences with which a line is refused. */
async function refusal(line: string, options: TestCtxOptions = ADA): Promise<string> {
    const error: unknown = await admin(line, options).catch((thrown: unknown) => thrown);
    if (!(error instanceof UserError)) {
        throw new Error(`${line} was not refused: ${JSON.stringify(error)}`, { cause: error });
    }
    return [error.sentence, ...error.steps].map(({ key, values }) => language('en').t(key, values)).join('\n');
}

const kept = async (name: string) => (await findEnvironment({ stores: workspace.stores, clock: workspace.clock.now }, name))?.environment;

/** What the audit record has, oldest first. */
async function audited(): Promise<unknown[]> {
    const day = new Date(workspace.clock.now()).toISOString().slice(0, 10);
    return (await workspace.stores.ledger.read(`audit:${day}`)).map(({ data }) => data);
}

describe('/hf env set', () => {
    it('makes an endpoint environment out of options alone', async () => {
        await admin(STAGING);
        const view = await admin(`${PROD} --min-replicas 1 --max-replicas 2 --approvals 2 --roles ml-lead,security-reviewer --reviewers @bo --strict --gates security,card --expiry 24 --after staging`);
        expect(view.text).toMatch(/^The environment \*prod\* is set up\./);
        expect(view.text).toContain('the Inference Endpoint `acme/bert-live` on `aws/us-east-1/nvidia-l4/x1`, 1 to 2 replicas – $0.80 an hour, $19.20 a day per replica');
        expect(await kept('prod')).toEqual({
            v: 1, name: 'prod',
            target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert-live', hardware: { vendor: 'aws', region: 'us-east-1', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' }, minReplica: 1, maxReplica: 2 },
            approvals: 2, roles: ['ml-lead', 'security-reviewer'], reviewers: ['bo'], selfApproval: false, strict: true, gates: ['security', 'card'], expiryHours: 24, after: 'staging',
        });
        expect((await audited()).at(-1)).toMatchObject({
            by: 'u-admin', what: 'env.set', subject: 'prod', roomId: 'r-general', result: 'done',
            details: { target: 'endpoint acme/bert-live on aws/us-east-1/nvidia-l4/x1, 1 to 2 replicas', approvals: 2, roles: 'ml-lead, security-reviewer', strict: true, after: 'staging' },
        });
    });

    it('takes the workspace\'s organisation for an endpoint without an account', async () => {
        await admin(PROD.replace('acme/', ''), { ...ADA, settings: { defaultOrg: 'acme' } });
        expect(await kept('prod')).toMatchObject({ target: { namespace: 'acme', endpoint: 'bert-live' } });
    });

    it('makes one for a Space and one for a tag', async () => {
        await admin('env set demo --target space --space acme/demo', ALBA);
        await admin('env set released --target tag --ref v/live');
        expect(await kept('demo')).toMatchObject({ target: { kind: 'space', space: 'acme/demo', variable: 'MODEL_REVISION' } });
        expect(await kept('released')).toMatchObject({ target: { kind: 'tag', ref: 'v/live' } });
    });

    it('changes only what is given, and says what', async () => {
        await admin(`${STAGING} --roles ml-lead --reviewers bo --after none`);
        const view = await admin('env set STAGING --approvals 2 --roles none --gates none');
        expect(view.text).toMatch(/^The environment \*staging\* was changed: Approvals needed, Roles that have to approve, and Gates\./);
        expect(await kept('staging')).toMatchObject({ target: { kind: 'branch', ref: 'staging' }, approvals: 2, roles: [], reviewers: ['bo'], gates: [] });
        const records = (await audited()).length;
        expect((await admin('env set staging --approvals 2')).text).toMatch(/^The environment \*staging\* is like this already/);
        expect(await audited()).toHaveLength(records);
    });

    it('lets an endpoint keep hardware that is set, without asking for it again', async () => {
        await admin(PROD);
        hub.faults.add({ match: 'GET /v2/provider/*', fault: { status: 403 } });
        await admin('env set prod --approvals 3');
        expect(await kept('prod')).toMatchObject({ approvals: 3, target: { hardware: { instanceType: 'nvidia-l4' } } });
    });

    it('stores roles and users as the workspace writes them', async () => {
        workspace.people.roles.push({ id: 'r-9', name: 'Release Manager' });
        await admin(`${STAGING} --roles "r-9,Release Manager" --reviewers @carol`);
        expect(await kept('staging')).toMatchObject({ roles: ['Release Manager'], reviewers: ['carol'] });
    });

    it.each<[string, string, RegExp]>([
        ['a name that is no word', 'env set Bad_Name --target branch --ref x', /small letters, digits and dashes/],
        ['no target for a new one', 'env set fresh --approvals 2', /say what it deploys to with `--target`/],
        ['an unknown role', `${STAGING} --roles ml-lead,wizard`, /no such role: wizard/],
        ['an unknown reviewer', `${STAGING} --reviewers bo,nobody`, /this username: nobody/],
        ['strict with one approval', `${STAGING} --strict`, /at least two approvals/],
        ['strict with self-approval', `${STAGING} --strict --approvals 2 --self-approval`, /nobody approves their own/],
        ['strict without gates', `${STAGING} --strict --approvals 2 --gates none`, /at least one gate/],
        ['more reviewers than approvals', `${STAGING} --reviewers bo,carol`, /More people have to approve/],
        ['too many roles', `${STAGING} --roles a,b,c,d,e,f,g,h,i,j,k`, /at most 10/],
        ['the licence gate without a list', `${STAGING} --gates license`, /license_allow_list/],
        ['the default branch', 'env set staging --target branch --ref main', /Work goes on in the branch main/],
        ['a branch that git would not take', 'env set staging --target branch --ref a..b', /letters, digits, dots/],
        ['a promotion after nothing', `${STAGING} --after nowhere`, /no environment nowhere/],
        ['a promotion after itself', `${STAGING} --after staging`, /after itself/],
        ['an endpoint name with capitals', PROD.replace('bert-live', 'BERT'), /name of an endpoint/],
        ['an account that is none', PROD.replace('acme', '..'), /user or organisation/],
        ['hardware that does not exist', PROD.replace('nvidia-l4', 'abacus'), /does not offer aws\/us-east-1\/abacus\/x1 to acme/],
        ['hardware that is taken', PROD.replace('nvidia-l4', 'nvidia-h200'), /no aws\/us-east-1\/nvidia-h200\/x1 left/],
        ['fewer replicas at most than at least', `${PROD} --min-replicas 3 --max-replicas 2`, /most replicas can't be fewer/],
        ['a Space without an owner', 'env set demo --target space --space demo', /owner\/name/],
        ['a Space that does not exist', 'env set demo --target space --space acme/nothing', /no Space acme\/nothing/],
        ['a Space that may not be written', 'env set demo --target space --space acme/demo', /may not write to the Space acme\/demo/],
        ['a variable that is none', 'env set demo --target space --space acme/demo --variable 1st', /begins with a letter/],
        ['an option of another kind of target', `${STAGING} --space acme/demo`, /this one is a branch/],
    ])('refuses %s, and keeps nothing', async (_what, line, reason) => {
        expect(await refusal(line)).toMatch(reason);
        expect(await readEnvironments({ stores: workspace.stores, clock: workspace.clock.now })).toEqual([]);
    });

    it('says all that is wrong at once', async () => {
        expect((await refusal(`${STAGING} --strict --roles wizard --after nowhere`)).split('\n')).toHaveLength(3);
    });

    it('refuses a circle, and a target that another one has', async () => {
        await admin(STAGING);
        await admin(`${PROD} --after staging`);
        expect(await refusal('env set staging --after prod')).toMatch(/goes in a circle/);
        expect(await refusal('env set copy --target branch --ref staging')).toMatch(/staging deploys to the same place/);
    });

    it('tells the caller which permission is missing for the hardware', async () => {
        await workspace.signIn(fakeToken('sec'), { userId: ADA.user.id });
        await expect(admin(PROD)).rejects.toMatchObject({ name: 'HubError', scope: 'inference.endpoints.write' });
    });

    it('is for admins: others are refused, on record', async () => {
        expect(await refusal(STAGING, {})).toMatch(/Only admins/);
        expect(await kept('staging')).toBeUndefined();
        expect(await audited()).toMatchObject([{ by: 'u-alice', what: 'env.set', subject: 'staging', result: 'refused' }]);
    });
});

describe('/hf env set without all it needs', () => {
    async function opened(line: string, options: TestCtxOptions = {}) {
        const ctx = workspace.ctx({ ...ADA, ...options });
        await runCommand(ctx, line.split(' '));
        return ctx;
    }

    it('opens the first step of the form', async () => {
        const { opened: [surface] } = await opened('env set', { settings: { defaultOrg: 'acme' } });
        expect(surface).toMatchObject({ kind: 'modal', id: 'env.set' });
        expect(JSON.stringify(surface)).toContain('"actionId":"env.namespace","placeholder":"acme","initial":"acme"');
        expect(surface?.carried).toBeUndefined();
    });

    it('opens the second step where the kind of target is known, with what was given in its fields', async () => {
        const { opened: [surface] } = await opened('env set prod --target endpoint --name acme/bert-live --approvals 3');
        expect(JSON.parse(surface?.carried ?? '')).toEqual({ name: 'prod', kind: 'endpoint', namespace: 'acme' });
        expect(JSON.stringify(surface)).toMatch(/"env.endpoint","initial":"bert-live".*"env.approvals","initial":"3"/);
    });

    it('opens it for one that exists', async () => {
        await admin(STAGING);
        const { opened: [surface] } = await opened('env set staging');
        expect(JSON.parse(surface?.carried ?? '')).toEqual({ name: 'staging', kind: 'branch' });
    });

    it('offers a button where nothing can be opened', async () => {
        const view = lastWhisper(await opened('env set staging', { trigger: false }));
        expect(buttonOf(view, 'env.form').value).toBe('staging');
    });
});

describe('/hf env list', () => {
    it('says how the first one is made when there is none', async () => {
        expect((await type(workspace, 'env list')).text).toMatch(/no environments yet[\s\S]*An admin makes the first one/);
        const view = await type(workspace, 'env list', ADA);
        expect(buttonsOf(view).map(({ actionId }) => actionId)).toEqual(['env.form']);
    });

    it('shows everybody the rules, in words', async () => {
        await admin(STAGING);
        await admin(`${PROD} --approvals 2 --strict --roles ml-lead --reviewers bo,carol --after staging`);
        await lockEnvironment({ stores: workspace.stores, clock: workspace.clock.now }, { name: 'prod', reason: 'audit *now*', until: Date.UTC(2030, 0, 1) }, 'u-sec');
        const view = await type(workspace, 'env', ADA);
        expect(view.text).toMatchSnapshot();
        expect(visibleText(view).join('\n')).not.toMatch(/[*`]/);
        const seenByAlice = await type(workspace, 'env list');
        expect(buttonsOf(seenByAlice)).toEqual([]);
        expect(seenByAlice.text).toContain('`acme/bert-live`');
        expect(seenByAlice.text).not.toContain('$');
        expect(seenByAlice.text).toContain('Prices of endpoints need a token');
    });

    it('gives the same as data', async () => {
        await admin(STAGING);
        await admin(PROD);
        expect(await typeJson(workspace, 'env list', ADA)).toMatchObject({
            environments: [
                { name: 'prod', target: { kind: 'endpoint', endpoint: 'bert-live' }, pricePerReplicaHour: 0.8, after: null, lock: null },
                { name: 'staging', target: { kind: 'branch', ref: 'staging' }, approvals: 1, expiryHours: 48 },
            ],
        });
    });

    it('does without a price that is not listed any more', async () => {
        await admin(PROD);
        hub.faults.add({ match: 'GET /v2/provider/*', fault: { status: 200, body: { vendors: [] } } });
        workspace.hubClockAhead = 3_600_000 * 24;
        expect((await type(workspace, 'env list', ADA)).text).toContain('not offered any more');
    });
});

describe('/hf env remove', () => {
    it('asks first, and then forgets it for good', async () => {
        await admin(STAGING);
        const question = await admin('env remove Staging');
        expect(await kept('staging')).toBeDefined();
        workspace.clock.advance(1000);
        const ctx = await click(workspace, buttonOf(question, 'env.remove'), ADA);
        expect(lastWhisper(ctx).text).toBe('The environment *staging* is removed.');
        expect(await kept('staging')).toBeUndefined();
        expect((await audited()).at(-1)).toMatchObject({ what: 'env.removed', subject: 'staging', result: 'done' });
        await expect(click(workspace, buttonOf(question, 'env.remove'), ADA)).rejects.toMatchObject({ sentence: { key: 'env.unknown' } });
    });

    it('is refused while another one comes after it, at the click as well', async () => {
        await admin(STAGING);
        const question = await admin('env remove staging');
        await admin(`${PROD} --after staging`);
        expect(await refusal('env remove staging')).toMatch(/prod comes after it/);
        await expect(click(workspace, buttonOf(question, 'env.remove'), ADA)).rejects.toMatchObject({ sentence: { key: 'env.remove.followed' } });
        expect(await kept('staging')).toBeDefined();
    });

    it('is for admins, and for what there is', async () => {
        await admin(STAGING);
        expect(await refusal('env remove staging', {})).toMatch(/Only admins/);
        await expect(click(workspace, { actionId: 'env.remove', value: 'staging' })).rejects.toMatchObject({ sentence: { key: 'env.admins_only' } });
        expect(await refusal('env remove moon')).toBe('There is no environment `moon`.\nThere are: staging.');
        expect(await kept('staging')).toBeDefined();
    });
});

describe('while typing', () => {
    it('the names of the environments are offered', async () => {
        await admin(STAGING);
        expect((await suggest(workspace.ctx(ADA), ['env', 'remove', 'st'])).map(({ command }) => command)).toContain('env remove staging');
        expect((await suggest(workspace.ctx(ADA), ['deploy', 'lock', 'staging', 'audit'])).map(({ command }) => command)).toEqual(['deploy lock staging audit']);
    });
});
