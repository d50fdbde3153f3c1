import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { expect, it } from 'vitest';
import type { Ctx } from '../../../context/ctx';
import { enterJob, type JobCall } from '../../../context/engine/enter-job';
import { createProcessState } from '../../../context/engine/process-state';

const ALICE = { id: 'u-alice', username: 'alice', roles: ['user'], type: 'user', isEnabled: true };
const PLACE = { userId: 'u-alice', roomId: 'r' };

/** A server with one room and this user, where nothing is stored and nothing is set. */
function aCall(user: object | undefined): JobCall {
    const nothing = { getValueById: () => Promise.resolve(undefined), getValueByName: () => Promise.resolve(undefined) };
    const read: Partial<IRead> = {
        getPersistenceReader: () => ({ readByAssociation: () => Promise.resolve([]), readByAssociations: () => Promise.resolve([]) }) as never,
        getEnvironmentReader: () => ({ getEnvironmentVariables: () => nothing, getSettings: () => nothing, getServerSettings: () => nothing }) as never,
        getUserReader: () => ({ getById: () => Promise.resolve(user as IUser) }) as never,
        getRoomReader: () => ({ getById: () => Promise.resolve({ id: 'r', slugifiedName: 'general', type: 'c' }) }) as never,
    };
    const logger = { error: (line: string) => expect.unreachable(line) };
    return { read: read as IRead, modify: {}, http: {}, persistence: {}, logger } as unknown as JobCall;
}

async function actingAs(user: object | undefined): Promise<Ctx | undefined> {
    let ctx: Ctx | undefined;
    await enterJob(createProcessState({ id: 'app', version: '1.0.0' }), aCall(user), async (job) => {
        ctx = await job.as(PLACE);
    });
    return ctx;
}

it('A job acts for a user who is there, and for nobody who is gone or was deactivated', async () => {
    expect((await actingAs(ALICE))?.user).toEqual({ id: 'u-alice', username: 'alice', roles: ['user'] });
    expect(await actingAs({ ...ALICE, isEnabled: false })).toBeUndefined();
    expect(await actingAs(undefined)).toBeUndefined();
});
