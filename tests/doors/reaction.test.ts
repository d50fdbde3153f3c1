import type { IMessage, IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import { setImmediate } from 'timers/promises';
import { describe, expect, it } from 'vitest';

import { createProcessState } from '../../context/engine/process-state';
import type { Accessors } from '../../doors/interaction';
import { reacted } from '../../doors/reaction';

/** Accessors that note every use, and never answer. */
function silentAccessors(): { readonly accessors: Accessors; readonly used: string[] } {
    const used: string[] = [];
    const silent: object = new Proxy(() => undefined, {
        get(_target, property) {
            used.push(String(property));
            return silent;
        },
        apply: () => silent,
    });
    const accessors = { read: silent, modify: silent, http: silent, persistence: silent, logger: silent } as unknown as Accessors;
    return { accessors, used };
}

const OURS = [{ type: 'actions', elements: [{ type: 'button', actionId: 'approval.approve', value: 'request1' }] }];
const message = (parts: object = {}): object => ({ id: 'm-1', room: { id: 'r-general' }, sender: { id: 'u-app', type: 'app' }, blocks: OURS, reactions: {}, ...parts });

/** What the app uses when this happens. */
async function usedBy(happened: object): Promise<string[]> {
    const { accessors, used } = silentAccessors();
    const context = { message: message(), user: { id: 'u-bo', username: 'bo', type: 'user' }, reaction: ':+1:', isReacted: true, ...happened } as unknown as IMessageReactionContext;
    await Promise.race([reacted(createProcessState({ id: 'app', version: '0.0.0' }), context, accessors), setImmediate()]);
    return used;
}

describe('a reaction', () => {
    it.each<[string, object]>([
        ['to a message of a user', { message: message({ sender: { id: 'u-bo', type: 'user' }, blocks: undefined }) }],
        ['to a message in which a user forged our button', { message: message({ sender: { id: 'u-bo', type: 'user' } }) }],
        ['to a message of another app', { message: message({ blocks: [{ type: 'actions', elements: [{ type: 'button', actionId: 'poll.vote', value: '1' }] }] }) }],
        ['to a message of an app without blocks', { message: message({ blocks: undefined }) }],
        ['to blocks without elements', { message: message({ blocks: [{ type: 'section' }, { type: 'divider' }] }) }],
        ['that means nothing to us', { reaction: ':tada:' }],
        ['that is a custom emoji', { reaction: ':+1-custom:' }],
        ['of a bot', { user: { id: 'u-bot', username: 'bot', type: 'bot' } }],
        ['of an app, ours too', { user: { id: 'u-app', username: 'app', type: 'app' } }],
        ['to a message without an id', { message: message({ id: undefined }) }],
    ])('%s costs nothing', async (_, happened) => {
        expect(await usedBy(happened)).toEqual([]);
    });

    it.each([true, false])('to a request is looked at (added: %s)', async (isReacted) => {
        expect(await usedBy({ isReacted })).not.toEqual([]);
        expect(await usedBy({ reaction: ':thumbsdown_tone2:' })).not.toEqual([]);
    });

    it('leaves the message as it was', async () => {
        const ours = message() as unknown as IMessage;
        const before = structuredClone(ours);
        await usedBy({ message: ours });
        expect(ours).toEqual(before);
    });
});
