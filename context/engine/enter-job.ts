import { createHub } from '../../services/hub';
import { logFailure } from '../boundary';
import type { JobCtx, JobPlace } from '../job-ctx';
import type { Ctx } from '../ctx';
import { buildCtx, chooseCarrier, hubOptions, wakeAt } from './build-ctx';
import type { ProcessState } from './process-state';
import type { EngineCall } from './call';
import { engineLog } from './log';
import { openStores } from './stores';

/** What the scheduler hands to a processor. */
export type JobCall = Pick<EngineCall, 'read' | 'modify' | 'http' | 'persistence' | 'logger'>;

/** The way in for scheduler jobs. Nothing leaves: an error that reaches the scheduler would end the job for good. */
export async function enterJob(state: ProcessState, call: JobCall, work: (ctx: JobCtx) => Promise<void>): Promise<void> {
    const log = engineLog(call.logger);
    try {
        await work(await buildJobCtx(state, call));
    } catch (error) {
        logFailure(log, error, 'job');
    }
}

async function buildJobCtx(state: ProcessState, call: JobCall): Promise<JobCtx> {
    const [settings, stores] = await Promise.all([state.workspace.adminSettings(call.read), openStores(state, call)]);
    const carrier = chooseCarrier(settings, call, state.hubShared);
    return {
        stores,
        settings,
        hub: createHub(hubOptions({ settings, carrier, state })),
        log: engineLog(call.logger),
        clock: state.clock,
        wakeAt: (at) => wakeAt(call, at),
        as: (place) => ctxFor(state, call, place),
    };
}

async function ctxFor(state: ProcessState, call: JobCall, place: JobPlace): Promise<Ctx | undefined> {
    const [user, room] = await Promise.all([call.read.getUserReader().getById(place.userId), call.read.getRoomReader().getById(place.roomId)]);
    if (!user?.isEnabled || !room) {
        return undefined;
    }
    return buildCtx(state, { ...call, user, room, ...(place.threadId !== undefined && { threadId: place.threadId }) });
}
