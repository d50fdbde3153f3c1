import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError, UserQuestion } from '../../context/user-error';
import { fakeToken } from '../../playground/hub/seed/ids';
import { type HubServer, startHub } from '../../playground/hub/server';
import { click, type, typeJson } from '../helpers/run';
import { GENERAL, type TestCtxOptions, TestWorkspace } from '../helpers/test-ctx';
import { buttonsOf, lastWhisper } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;
beforeAll(async () => {
    hub = await startHub();
});
beforeEach(async () => {
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('alice'));
});
afterAll(() => hub.stop());

/** The key of what the command is refused with. */
async function refused(line: string, options?: TestCtxOptions): Promise<string> {
    const error: unknown = await type(workspace, line, options).catch((thrown: unknown) => thrown);
    return error instanceof UserError ? error.sentence.key : 'done';
}

describe('space monitor', () => {
    it('takes what was left out as usual, and keeps it when only a part is changed', async () => {
        expect((await type(workspace, 'space monitor acme/demo --notify @carol')).text).toContain('CPU, memory, errors in the log, and stage');
        expect(await typeJson(workspace, 'space monitors')).toMatchObject({ monitors: [{ space: 'acme/demo', alerts: ['cpu', 'memory', 'error', 'stage'], threshold: 90, forSeconds: 120, notify: '@carol', by: 'alice' }] });
        await type(workspace, 'space monitor acme/demo --threshold 50 --alerts cpu,cpu,stage');
        expect(await typeJson(workspace, 'space monitors')).toMatchObject({ monitors: [{ alerts: ['cpu', 'stage'], threshold: 50, forSeconds: 120, notify: '@carol', mutedUntil: null, trouble: null, stage: null, open: [] }] });
    });

    it.each([
        ['--threshold 90 --alerts stage', 'monitor.bad.threshold'], ['--threshold 0', 'error.bad_number'], ['--threshold 101', 'error.bad_number'], ['--alerts gpu', 'error.bad_choice'],
        ['--for soon', 'monitor.bad.for'], ['--for 2w', 'monitor.bad.for'], ['--off --threshold 90', 'monitor.bad.off'], ['--off', 'monitor.bad.none'],
        ['--notify carol', 'monitor.bad.notify'], ['--notify @nobody', 'monitor.bad.user'], ['--notify #nowhere', 'monitor.bad.room'],
    ])('refuses %s', async (options, key) => {
        expect(await refused(`space monitor acme/demo ${options}`)).toBe(key);
        expect(await typeJson(workspace, 'space monitors')).toEqual({ monitors: [] });
    });

    it('has nothing but the stage to watch of a static Space', async () => {
        expect(await refused('space monitor huggingface/hf-docs-search --alerts cpu')).toBe('monitor.bad.static');
        expect(await refused('space monitor huggingface/hf-docs-search')).toBe('done');
        expect(await typeJson(workspace, 'space monitors')).toMatchObject({ monitors: [{ alerts: ['stage'] }] });
    });

    it('is for who is signed in, of Spaces, and of rooms they may read', async () => {
        expect(await refused('space monitor acme/demo', { user: { id: 'u-bo', username: 'bo' } })).toBe('monitor.bad.signed_out');
        expect(await refused(`space monitor ${hub.url}/acme/bert-prod`)).toBe('monitor.bad.not_space');
        workspace.people.closedRooms.add('r-ops');
        expect(await refused('space monitor acme/demo --notify #ops')).toBe('monitor.bad.room');
    });

    it('asks before a private Space is shown where everybody may read', async () => {
        const inside = { room: { ...GENERAL, id: 'r-inside', public: false } };
        expect(await refused('space monitor acme/gpu-demo', inside)).toBe('done');
        expect(await refused('space monitor acme/gpu-demo --notify #ops', inside)).toBe('monitor.private');
        const question: unknown = await type(workspace, 'space monitor acme/gpu-demo --alerts stage').catch((error: unknown) => error);
        if (!(question instanceof UserQuestion)) {
            throw new Error('Nothing was asked.');
        }
        expect(lastWhisper(await click(workspace, question.button)).text).toContain('acme/gpu-demo is monitored');
        expect(await typeJson(workspace, 'space monitors')).toMatchObject({ monitors: [{ space: 'acme/gpu-demo', alerts: ['stage'] }] });
    });

    it('stops by its name alone, and by the button in the list', async () => {
        await type(workspace, 'space monitor acme/demo');
        const list = await type(workspace, 'space monitors');
        expect(list.text).toContain('acme/demo');
        expect((await type(workspace, 'space monitor demo --off')).text).toContain('acme/demo stops');
        const [stop] = buttonsOf(list);
        await expect(click(workspace, stop ?? { actionId: '' })).rejects.toThrow('monitor.bad.gone');
        expect((await type(workspace, 'space monitors')).text).toContain('monitors no Space');
    });

    it('is stopped and muted only by who may read its room', async () => {
        await type(workspace, 'space monitor acme/demo');
        const [stop] = buttonsOf(await type(workspace, 'space monitors'));
        workspace.people.closedRooms.add(GENERAL.id);
        for (const actionId of ['monitor.stop', 'monitor.mute']) {
            await expect(click(workspace, { ...stop, actionId })).rejects.toThrow('monitor.bad.gone');
        }
    });
});
