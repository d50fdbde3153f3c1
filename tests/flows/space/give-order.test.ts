import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { UserError } from '../../../context/user-error';
import { click } from '../../helpers/run';
import { TestWorkspace, type TestCtx, type TestCtxOptions } from '../../helpers/test-ctx';
import { auditedToday, TestSpaces } from '../../helpers/test-spaces';
import { buttonOf, buttonsOf, lastWhisper } from '../../helpers/views';

let hub: HubServer;
let spaces: TestSpaces;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub({ clock: () => workspace?.clock.now() ?? 0 });
    spaces = new TestSpaces(hub);
});
afterAll(() => hub.stop());
beforeEach(async () => {
    spaces.reset();
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('alice'), { name: 'alice' });
});

const TEAM = { room: { id: 'r-team', name: 'team', public: false } } satisfies TestCtxOptions;
const act = (actionId: string, value: string, options: TestCtxOptions = TEAM): Promise<TestCtx> => click(workspace, { actionId, value }, options);
const order = (value: object, options?: TestCtxOptions): Promise<TestCtx> => act('space.order', JSON.stringify(value), options);
const texts = ({ said }: TestCtx): string[] => said.map(({ text }) => text);

describe('an order that costs nothing', () => {
    it('is done at once, with the room told and the deed on record', async () => {
        const ctx = await act('space.restart', 'acme/demo');
        expect(spaces.writes).toEqual(['POST /api/spaces/acme/demo/restart']);
        expect(spaces.stage('acme/demo')).toBe('BUILDING');
        expect(texts(ctx)).toEqual([expect.stringContaining(`alice restarted <${hub.url}/spaces/acme/demo|acme/demo>.`)]);
        expect(await auditedToday(workspace)).toMatchObject([{ by: 'u-alice', what: 'space.restarted', subject: 'acme/demo', roomId: 'r-team', result: 'done' }]);
        expect(await workspace.stores.due.due(workspace.clock.now())).toMatchObject([{ kind: 'hub-change', subject: 'space:acme%2Fdemo:space' }]);
    });

    it('pauses whatever it costs', async () => {
        const ctx = await act('space.pause', 'acme/gpu-demo');
        expect(spaces.stage('acme/gpu-demo')).toBe('PAUSED');
        expect(texts(ctx)[0]).toContain('alice paused');
    });

    it('restarts what runs on paid hardware already: it costs the same as before', async () => {
        await act('space.restart', 'acme/gpu-demo');
        expect(spaces.stage('acme/gpu-demo')).toBe('BUILDING');
    });
});

describe('an order that costs something', () => {
    it('shows the price per hour and per day first, and is given by a click', async () => {
        const asked = await act('space.restart', 'acme/annotator');
        expect(spaces.writes).toEqual([]);
        expect(lastWhisper(asked).text).toContain('`cpu-upgrade` costs $0.03 per hour, $0.72 per day');
        expect(buttonsOf(lastWhisper(asked)).map(({ label }) => label)).toEqual(['Start for $0.03/h', 'Cancel']);
        await act('space.cancel', '');
        expect(spaces.stage('acme/annotator')).toBe('PAUSED');
        const done = await act('space.agree', buttonOf(lastWhisper(asked), 'space.agree').value ?? '');
        expect(spaces.stage('acme/annotator')).toBe('BUILDING');
        expect(texts(done)).toHaveLength(1);
    });

    it('asks anew when the price went up in between', async () => {
        const value = JSON.stringify({ order: { kind: 'hardware', space: 'acme/demo', flavor: 't4-small' }, agreed: 0.1 });
        const asked = await act('space.agree', value);
        expect(spaces.writes).toEqual([]);
        expect(lastWhisper(asked).text).toContain('$0.40 per hour, $9.60 per day');
        await act('space.agree', buttonOf(lastWhisper(asked), 'space.agree').value ?? '');
        expect(spaces.of('acme/demo').runtime.hardware.requested).toBe('t4-small');
    });

    it('asks by the price of this moment, and anew when there is one that was not known', async () => {
        const agree = { order: { kind: 'restart', space: 'acme/annotator', factory: false }, agreed: 0.03 };
        await act('space.restart', 'acme/annotator');
        const offered = hub.state.flavors.find(({ name }) => name === 'cpu-upgrade')!;
        const { spaceHourUsd } = offered;
        Object.assign(offered, { spaceHourUsd: 0.3 });
        const asked = [await act('space.agree', JSON.stringify(agree)), await act('space.agree', JSON.stringify({ ...agree, agreed: null }))];
        Object.assign(offered, { spaceHourUsd });
        expect(asked.map((ctx) => lastWhisper(ctx).text)).toEqual([expect.stringContaining('$0.30 per hour'), expect.stringContaining('$0.30 per hour')]);
        expect(spaces.writes).toEqual([]);
    });

    it('asks before a Space sleeps later than now', async () => {
        expect(lastWhisper(await order({ kind: 'sleep', space: 'acme/gpu-demo', seconds: 366 * 86_400 })).text).toContain('$0.40 per hour');
        expect(spaces.writes).toEqual([]);
    });

    it('counts every replica', async () => {
        spaces.of('acme/annotator').runtime.replicas.requested = 3;
        expect(lastWhisper(await act('space.restart', 'acme/annotator')).text).toContain('$0.09 per hour');
    });

    it('asks before it wakes a sleeping Space by another variable, before it never sleeps, before it is built from scratch and before a secret goes', async () => {
        spaces.put('acme/gpu-demo', 'SLEEPING');
        const questions = [
            { kind: 'variables', space: 'acme/gpu-demo', set: [{ key: 'A', value: 'b' }], remove: [] }, { kind: 'sleep', space: 'acme/gpu-demo', seconds: null },
            { kind: 'restart', space: 'acme/demo', factory: true }, { kind: 'remove-secret', space: 'acme/demo', key: 'A' },
        ];
        for (const question of questions) {
            expect(buttonOf(lastWhisper(await order(question)), 'space.agree').value).toContain(`"kind":"${question.kind}"`);
        }
        expect(spaces.writes).toEqual([]);
    });
});

describe('an order that is refused', () => {
    it.each<[string, object, string]>([
        ['a static Space', { kind: 'restart', space: 'huggingface/hf-docs-search', factory: false }, 'space.static'],
        ['unknown hardware', { kind: 'hardware', space: 'acme/demo', flavor: 'h100' }, 'space.hardware.unknown'],
        ['the hardware it has', { kind: 'hardware', space: 'acme/demo', flavor: 'cpu-basic' }, 'space.hardware.same'],
        ['another sleep time on free hardware', { kind: 'sleep', space: 'acme/demo', seconds: 600 }, 'space.sleep.fixed'],
        ['Dev Mode that is off', { kind: 'dev-mode', space: 'acme/demo', enabled: false }, 'space.dev.is_off'],
    ])('%s: before Hugging Face is asked', async (_name, wanted, key) => {
        await expect(order(wanted)).rejects.toMatchObject({ sentence: { key } });
        expect(spaces.writes).toEqual([]);
    });

    it('says whose move it is when the account has no right, and is on record as refused', async () => {
        const ctx = order({ kind: 'pause', space: 'gradio/hello_world' });
        await expect(ctx).rejects.toBeInstanceOf(UserError);
        await expect(ctx).rejects.toMatchObject({ sentence: { key: 'space.refused.rights', values: { owner: 'gradio' } } });
        expect(await auditedToday(workspace)).toMatchObject([{ what: 'space.paused', subject: 'gradio/hello_world', result: 'refused' }]);
    });

    it('says who has to pay', async () => {
        hub.change({ kind: 'credits', account: 'acme', out: true });
        const value = JSON.stringify({ order: { kind: 'hardware', space: 'acme/demo', flavor: 't4-small' }, agreed: 1 });
        await expect(act('space.agree', value)).rejects.toMatchObject({ sentence: { key: 'space.refused.payment', values: { owner: 'acme' } } });
        hub.change({ kind: 'credits', account: 'acme', out: false });
        expect(spaces.of('acme/demo').runtime.hardware.requested).toBe('cpu-basic');
    });

    it('is forged: no id that climbs out of the path, no order of another kind', async () => {
        for (const value of ['../../settings', 'acme/..', 'acme', 'acme/demo/restart', 'a b/c', '']) {
            await expect(act('space.restart', value)).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
        }
        await expect(order({ kind: 'delete', space: 'acme/demo' })).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
        expect(hub.requests).toEqual([]);
    });
});

it('a private Space is not named to a room that everybody may read', async () => {
    const ctx = await act('space.pause', 'acme/gpu-demo', {});
    expect(spaces.stage('acme/gpu-demo')).toBe('PAUSED');
    expect(texts(ctx)).toEqual([]);
    expect(lastWhisper(ctx).text).toContain('only you see this');
});
