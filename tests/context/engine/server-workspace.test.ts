import type { IUserRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { describe, expect, it } from 'vitest';
import type { EngineCall } from '../../../context/engine/call';
import { serverWorkspace } from '../../../context/engine/server-workspace';

/** A server that knows these users by their names. */
function withUsers(...users: readonly object[]): EngineCall {
    const known = users as readonly IUser[];
    const reader: Partial<IUserRead> = { getByUsername: (name) => Promise.resolve(known.find(({ username }) => username === name) as IUser) };
    return { read: { getUserReader: () => reader } } as unknown as EngineCall;
}

describe('who is human', () => {
    it.each([
        ['somebody', { type: 'user', isEnabled: true }, true],
        ['somebody who was deactivated', { type: 'user', isEnabled: false }, false],
        ['a bot', { type: 'bot', isEnabled: true }, false],
        ['an app', { type: 'app', isEnabled: true }, false],
    ])('%s', async (_who, facts, human) => {
        const workspace = serverWorkspace(withUsers({ id: 'u', username: 'name', roles: ['ml-lead'], ...facts }), 'app', () => Promise.resolve(undefined));
        expect(await workspace.userByName('@name')).toEqual({ id: 'u', username: 'name', roles: ['ml-lead'], human });
    });
});
