import type { IRoomRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { describe, expect, it, vi } from 'vitest';
import type { EngineCall } from '../../../context/engine/call';
import { isPublic, mayRead } from '../../../context/engine/room-access';

const MEMBERS: Readonly<Record<string, readonly string[]>> = { group: ['u-alice'], team: ['u-alice'], guests: ['u-gina'] };

const ROOMS: readonly object[] = [
    { id: 'channel', type: 'c' },
    { id: 'guests', type: 'c' },
    { id: 'group', type: 'p', teamId: null, parentRoom: null, userIds: null },
    { id: 'direct', type: 'd', userIds: ['u-alice', 'u-carol'] },
    { id: 'team', type: 'c', teamId: 't1' },
    { id: 'main', type: 'c', teamId: 't2', isTeamMain: true },
    { id: 'discussion', type: 'p', parentRoom: { id: 'channel', type: 'c' } },
    { id: 'hidden', type: 'p', parentRoom: { id: 'group', type: 'p' } },
];

function aCall(username: string): { readonly call: Pick<EngineCall, 'read' | 'user'>; readonly asked: ReturnType<typeof vi.fn> } {
    const asked = vi.fn((id: string) => Promise.resolve((MEMBERS[id] ?? []).map((member) => ({ id: member }))));
    const known = ROOMS as readonly IRoom[];
    const reader = { getById: (id: string) => Promise.resolve(known.find((room) => room.id === id) ?? null), getMembers: asked } as unknown as IRoomRead;
    const user = { id: `u-${username}`, username, roles: [username === 'gina' ? 'guest' : 'user'] };
    return { call: { read: { getRoomReader: () => reader }, user } as unknown as EngineCall, asked };
}

const readable = async (username: string): Promise<string[]> => {
    const ids = ['channel', 'guests', 'group', 'direct', 'team', 'main', 'discussion', 'hidden', 'no such room'];
    const answers = await Promise.all(ids.map((id) => mayRead(aCall(username).call, id)));
    return ids.filter((_id, index) => answers[index]);
};

describe('a room can be read', () => {
    it.each([
        ['alice', ['channel', 'guests', 'group', 'direct', 'team', 'main', 'discussion', 'hidden']],
        ['bo', ['channel', 'guests', 'main', 'discussion']],
        ['carol', ['channel', 'guests', 'direct', 'main', 'discussion']],
        ['gina', ['guests']],
    ])('by %s: %j', async (username, rooms) => expect(await readable(username)).toEqual(rooms));

    it('by nobody but those it is open to where the engine tells neither members nor roles', async () => {
        const reader = { getById: (id: string) => Promise.resolve(ROOMS.find((room) => 'id' in room && room.id === id)), getMembers: () => Promise.resolve(null) };
        const call = { read: { getRoomReader: () => reader }, user: { id: 'u-alice', username: 'alice', roles: null } } as unknown as EngineCall;
        expect(await Promise.all(['channel', 'group', 'discussion'].map((id) => mayRead(call, id)))).toEqual([true, false, true]);
    });

    it('by everybody, or might be', () => {
        expect((ROOMS as readonly IRoom[]).filter(isPublic).map(({ id }) => id)).toEqual(['channel', 'guests', 'team', 'main', 'discussion']);
    });

    it('without asking for members where they do not matter, or are known', async () => {
        const { call, asked } = aCall('carol');
        await mayRead(call, 'channel');
        await mayRead(call, 'direct');
        expect(asked).not.toHaveBeenCalled();
        await mayRead(call, 'team');
        expect(asked).toHaveBeenCalledOnce();
    });
});
