import type { JobCtx } from '../../context/job-ctx';
import type { Actor, Ctx } from '../../context/ctx';
import { GENERAL, type TestCtx, type TestWorkspace } from './test-ctx';

/** What a scheduler job gets over a test's workspace. */
export interface TestJob {
    readonly job: JobCtx;
    /** The contexts in which the job acted for somebody, in order. */
    readonly acted: readonly TestCtx[];
    readonly wakeUps: readonly number[];
    readonly logged: readonly object[];
}

/** As whom the app speaks. */
export const APP_USER: Actor = { id: 'app-user', username: 'hf-teamflow.bot', roles: ['app'] };

/** `gone`: users and rooms that do not exist any more. `room`: what all others are like. */
export function testJob(workspace: TestWorkspace, { gone = [], settings = {}, room = GENERAL }: { readonly gone?: readonly string[]; readonly settings?: Partial<JobCtx['settings']>; readonly room?: Ctx['room'] } = {}): TestJob {
    const acted: TestCtx[] = [];
    const wakeUps: number[] = [];
    const logged: object[] = [];
    const base = workspace.ctx({ user: { id: 'nobody' }, settings });
    const job: JobCtx = {
        stores: base.stores,
        settings: base.settings,
        hub: base.hub,
        workspaceHub: base.hub,
        log: { info: () => undefined, error: (message, facts) => void logged.push({ message, ...facts }) },
        clock: () => base.clock(),
        wakeAt: async (at) => {
            await base.wakeAt(at);
            wakeUps.push(at);
        },
        async as({ userId, roomId, threadId }): Promise<Ctx | undefined> {
            if (gone.includes(userId) || gone.includes(roomId)) {
                return undefined;
            }
            const ctx = workspace.ctx({ user: (await workspace.people.userById(userId)) ?? { id: userId }, room: { ...room, id: roomId }, settings, ...(threadId !== undefined && { threadId }) });
            acted.push(ctx);
            return ctx;
        },
        inRoom(roomId) {
            if (gone.includes(roomId)) {
                return Promise.resolve(undefined);
            }
            const ctx = workspace.ctx({ user: APP_USER, room: { ...room, id: roomId }, settings });
            acted.push(ctx);
            return Promise.resolve(ctx);
        },
    };
    return { job, acted, wakeUps, logged };
}
