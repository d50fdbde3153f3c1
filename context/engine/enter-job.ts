import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { accountId } from '../../persistence';
import { createHub, type Token } from '../../services/hub';
import { logFailure } from '../boundary';
import type { JobCtx, JobPlace } from '../job-ctx';
import type { Ctx } from '../ctx';
import { buildCtx, chooseCarrier, hubOptions, wakeAt } from './build-ctx';
import type { ProcessState } from './process-state';
import type { EngineCall } from './call';
import { environmentValue } from './environment-value';
import { engineLog } from './log';
import { openStores } from './stores';

/** What the scheduler hands to a processor. */
export type JobCall = Pick<EngineCall, 'read' | 'modify' | 'http' | 'persistence' | 'logger'>;

/**
 * How often a job's request to Hugging Face is repeated. A server runs its jobs one after another, so that who waits here keeps all
 * others waiting; what fails is done again by the due-list, later.
 */
const RETRIES = 1;

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
    const options = hubOptions({ settings, carrier, state, retries: RETRIES });
    const workspaceHub = createHub({ ...options, token: () => workspaceToken(state, call) });
    return {
        stores,
        settings,
        hub: createHub(options),
        workspaceHub,
        log: engineLog(call.logger),
        clock: state.clock,
        wakeAt: (at) => wakeAt(call, at),
        as: (place) => ctxFor(state, call, place),
        async inRoom(roomId) {
            const [user, room] = await Promise.all([state.workspace.appUser(call.read), roomById(call, roomId)]);
            return room && buildCtx(state, { ...call, user, room }, { hub: workspaceHub });
        },
    };
}

async function ctxFor(state: ProcessState, call: JobCall, place: JobPlace): Promise<Ctx | undefined> {
    const [user, room] = await Promise.all([call.read.getUserReader().getById(place.userId), roomById(call, place.roomId)]);
    if (!user?.isEnabled || !room) {
        return undefined;
    }
    return buildCtx(state, { ...call, user, room, ...(place.threadId !== undefined && { threadId: place.threadId }) }, { retries: RETRIES });
}

const roomById = ({ read }: JobCall, id: string): Promise<IRoom | undefined> => read.getRoomReader().getById(id);

async function workspaceToken(state: ProcessState, call: JobCall): Promise<Token | undefined> {
    const token = await environmentValue(state, call, 'HF_TOKEN');
    return token === undefined ? undefined : { token, id: accountId('workspace', token) };
}
