import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe();
});

afterAll(() => probe.stop());

beforeEach(async () => {
    for (const surface of await probe.host.surfaces('alice')) {
        await probe.host.close({ user: 'alice', surfaceId: surface.id });
    }
    probe.events.length = 0;
});

const run = (text: string): ReturnType<Probe['host']['command']> => probe.host.command({ user: 'alice', room: 'general', text });
const last = async (kind: string): Promise<Record<string, unknown> | undefined> => (await probe.seen(kind)).at(-1);

describe('opening a surface', () => {
    it('shows a modal to the user of the trigger', async () => {
        await run('/probe open');
        expect(await probe.host.surfaces('alice')).toMatchObject([{ id: 'form', kind: 'modal', view: { title: { text: 'First' } } }]);
        expect(await probe.host.surfaces('bo')).toEqual([]);
        expect(probe.events).toContainEqual(expect.objectContaining({ type: 'surface', user: 'alice', kind: 'modal', mode: 'open' }));
    });

    it('shows a contextual bar', async () => {
        await run('/probe bar');
        expect(await probe.host.surfaces('alice')).toMatchObject([{ kind: 'contextualBar' }]);
    });

    it('works once per trigger: the second is dropped without a word', async () => {
        const before = (await probe.host.droppedTriggers()).length;
        const { triggerId, error } = await run('/probe open-twice');
        expect(error).toBeUndefined();
        expect((await probe.host.droppedTriggers()).slice(before)).toEqual([{ user: 'alice', type: 'modal.open', triggerId }]);
        expect(probe.events.filter((event) => event.type === 'surface')).toHaveLength(1);
    });

    it('works within five seconds', async () => {
        const before = (await probe.host.droppedTriggers()).length;
        const opened = probe.host.command({ user: 'alice', room: 'general', text: '/probe open-after 100' });
        await probe.host.advanceClock(5001);
        await opened;
        expect((await probe.host.droppedTriggers()).length).toBe(before + 1);
        expect(await probe.host.surfaces('alice')).toEqual([]);
    });
});

describe('actions in a message', () => {
    it('carry the room, the message, the block and the value', async () => {
        const message = await probe.host.post({ user: 'bo', room: 'ml-models', text: 'with a button' });
        await probe.host.click({ user: 'alice', messageId: message?.id, blockId: 'b1', actionId: 'probe.press', value: 'subject-1' });
        expect(await last('action')).toEqual({
            actionId: 'probe.press', blockId: 'b1', value: 'subject-1', user: 'alice', room: 'ml-models', message: 'with a button',
            container: { type: 'message', id: message?.id },
        });
    });

    it('carry no message when it is an ephemeral one', async () => {
        await probe.host.click({ user: 'alice', messageId: 'was-ephemeral', room: 'general', blockId: 'b1', actionId: 'probe.press' });
        expect(await last('action')).toMatchObject({ room: 'general', message: null });
    });

    it('can be answered with a modal', async () => {
        await probe.host.click({ user: 'alice', room: 'general', messageId: 'm', actionId: 'probe.open' });
        expect(await probe.host.surfaces('alice')).toMatchObject([{ id: 'form' }]);
    });

    it('can open one through the controller', async () => {
        await probe.host.click({ user: 'alice', room: 'general', messageId: 'm', actionId: 'probe.open-by-controller' });
        expect(await probe.host.surfaces('alice')).toMatchObject([{ id: 'form' }]);
    });
});

describe('an open surface', () => {
    beforeEach(async () => {
        await run('/probe open');
    });

    it('sends its actions without a room', async () => {
        await probe.host.click({ user: 'alice', surfaceId: 'form', actionId: 'probe.press' });
        expect(await last('action')).toMatchObject({ room: null, message: null, container: { type: 'view', id: 'form' } });
    });

    it('can be updated by the answer to a new action, keeping what was entered', async () => {
        await probe.host.pick({ user: 'alice', surfaceId: 'form', actionId: 'reason', value: 'because' });
        await probe.host.click({ user: 'alice', surfaceId: 'form', actionId: 'probe.update' });
        expect(await last('action')).toMatchObject({ blockId: 'doing', value: 'v1' });
        expect(await probe.host.surfaces('alice')).toMatchObject([{ view: { title: { text: 'Second' } }, values: { reason: 'because', name: 'nobody' } }]);
    });

    it('is submitted with its state by block and action, initial values included', async () => {
        await probe.host.submit({ user: 'alice', surfaceId: 'form', values: { reason: 'because', unknown: 1 } });
        expect(await last('submit')).toEqual({ id: 'form', user: 'alice', state: { who: { name: 'nobody' }, why: { reason: 'because' } } });
        expect(await probe.host.surfaces('alice')).toEqual([]);
    });

    it('stays open with its errors when the app answers some', async () => {
        await probe.host.submit({ user: 'alice', surfaceId: 'form' });
        expect(await probe.host.surfaces('alice')).toMatchObject([{ errors: { reason: 'Say why' } }]);
        expect(probe.events).toContainEqual({ type: 'viewErrors', user: 'alice', surfaceId: 'form', errors: { reason: 'Say why' } });
        await probe.host.submit({ user: 'alice', surfaceId: 'form', values: { reason: 'because' } });
        expect(await probe.host.surfaces('alice')).toEqual([]);
    });

    it('shows errors that the controller sets', async () => {
        await probe.host.click({ user: 'alice', surfaceId: 'form', actionId: 'probe.view-error' });
        expect(await probe.host.surfaces('alice')).toMatchObject([{ errors: { name: 'unknown' } }]);
    });

    it('tells the app when it is closed', async () => {
        await probe.host.close({ user: 'alice', surfaceId: 'form', values: { reason: 'half' } });
        expect(await last('closed')).toEqual({ id: 'form', isCleared: true, state: { who: { name: 'nobody' }, why: { reason: 'half' } } });
        expect(probe.events).toContainEqual({ type: 'surfaceClosed', user: 'alice', surfaceId: 'form' });
        await expect(probe.host.submit({ user: 'alice', surfaceId: 'form' })).rejects.toThrow('no open view');
    });
});

describe('action buttons', () => {
    it('are listed, and carry the message they were used on', async () => {
        expect(await probe.host.actionButtons()).toContainEqual(expect.objectContaining({ actionId: 'probe.button', context: 'messageAction' }));
        const message = await probe.host.post({ user: 'bo', room: 'general', text: 'decide' });
        await probe.host.actionButton({ user: 'alice', actionId: 'probe.button', context: 'messageAction', messageId: message?.id });
        expect(await last('button')).toMatchObject({ actionId: 'probe.button', buttonContext: 'messageAction', message: 'decide', room: 'general', user: 'alice' });
    });
});
