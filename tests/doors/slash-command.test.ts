import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { SlashCommandContext, SlashCommandPreviewItemType } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { expect, it, vi } from 'vitest';
import { createProcessState } from '../../context/engine/process-state';
import type { AppDoor } from '../../doors/app-door';
import { HfCommand } from '../../doors/slash-command';

const ALICE = { id: 'u-alice', username: 'alice', roles: ['user'] } as IUser;
const GROUP = { id: 'board', slugifiedName: 'board', type: 'p' } as IRoom;

/** How often what a command needs was asked for, and the app's voice was used. */
async function usedBy(run: 'executor' | 'executePreviewItem', members: readonly string[]): Promise<number> {
    const used = vi.fn(() => {
        throw new Error('There is no more of this server.');
    });
    const read = { getRoomReader: () => ({ getMembers: () => Promise.resolve(members.map((id) => ({ id }))) }), getEnvironmentReader: used, getPersistenceReader: () => ({}) } as unknown as IRead;
    const modify = { getNotifier: used, getCreator: used } as never;
    const app = { state: createProcessState({ id: 'app', version: '1.0.0' }), getLogger: () => ({ error: () => undefined, info: () => undefined }) } as unknown as AppDoor;
    const context = new SlashCommandContext(ALICE, GROUP, ['help']);
    const command = new HfCommand(app);
    const done = run === 'executor'
        ? command.executor(context, read, modify, {} as never, {} as never)
        : command.executePreviewItem({ id: 'help', type: SlashCommandPreviewItemType.TEXT, value: 'help' }, context, read, modify, {} as never, {} as never);
    await done.catch(() => undefined);
    return used.mock.calls.length;
}

it.each(['executor', 'executePreviewItem'] as const)('A command is not run in a room that its user may not read (%s)', async (run) => {
    expect(await usedBy(run, ['u-bo'])).toBe(0);
    expect(await usedBy(run, ['u-bo', 'u-alice'])).toBeGreaterThan(0);
});
