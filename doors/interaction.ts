import type { IHttp, ILogger, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUIKitResponse, UIKitBlockInteractionContext, UIKitViewSubmitInteractionContext } from '@rocket.chat/apps-engine/definition/uikit';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { ProcessState } from '../context/engine/process-state';
import type { EngineCall } from '../context/engine/call';
import { enter } from '../context/engine/enter';
import { originOf, splitOrigin, withOrigin } from '../context/engine/origin';
import { mayReadRoom } from '../context/engine/room-access';
import { ephemeralOrigin } from '../context/engine/to-message';
import { toSurface } from '../context/engine/to-surface';
import type { Outcome } from '../handlers/action';
import { interact, submit } from '../handlers/interact';
import { soon } from './soon';

export interface Accessors {
    readonly read: IRead;
    readonly modify: IModify;
    readonly http: IHttp;
    readonly persistence: IPersistence;
    readonly logger: ILogger;
}

/** A click in a message or in a surface. The room is what the client says: it counts where the user may read it. */
export async function blockAction(state: ProcessState, context: UIKitBlockInteractionContext, accessors: Accessors): Promise<IUIKitResponse> {
    const data = context.getInteractionData();
    const container: string = data.container.type;
    const view = container === 'view' ? splitOrigin(data.container.id) : undefined;
    const room = data.room ?? (await roomOf(accessors.read, view?.origin?.roomId));
    if (!room || !(await mayReadRoom({ read: accessors.read, user: data.user }, room))) {
        return context.getInteractionResponder().errorResponse();
    }
    const ephemeral = data.message ? {} : ephemeralOrigin(data.blockId);
    // The message is the server's, and so is its thread, if it stands in that room; everything else is what the client says.
    const checked = data.message?.room.id === room.id ? data.message.threadId : undefined;
    const threadId = checked ?? data.threadId ?? view?.origin?.threadId ?? ephemeral.threadId;
    const call = makeCall(accessors, { user: data.user, room, threadId, triggerId: data.triggerId, ephemeralId: ephemeral.ephemeralId, threadUnchecked: checked === undefined });
    let outcome: Outcome | undefined;
    const work = enter(state, call, async (ctx) => {
        outcome = await interact(ctx, { actionId: data.actionId, value: data.value });
    });
    await soon(work);
    return respond(context, { outcome, viewId: data.container.id, call, appId: state.appId });
}

/** A submitted modal or contextual bar. Its room stands in its id, which went through the client as well. */
export async function viewSubmit(state: ProcessState, context: UIKitViewSubmitInteractionContext, accessors: Accessors): Promise<IUIKitResponse> {
    const data = context.getInteractionData();
    const { surfaceId, origin } = splitOrigin(data.view.id);
    const room = await roomOf(accessors.read, origin?.roomId);
    if (!room || !(await mayReadRoom({ read: accessors.read, user: data.user }, room))) {
        return context.getInteractionResponder().errorResponse();
    }
    const call = makeCall(accessors, { user: data.user, room, threadId: origin?.threadId, triggerId: data.triggerId, ephemeralId: undefined, threadUnchecked: true });
    let outcome: Outcome | undefined;
    await enter(state, call, async (ctx) => {
        outcome = await submit(ctx, { surfaceId, fields: flatten(data.view.state), carried: data.view.submit?.value });
    });
    return respond(context, { outcome, viewId: data.view.id, call, appId: state.appId });
}

interface Where {
    readonly user: IUser;
    readonly room: IRoom;
    readonly threadId: string | undefined;
    readonly triggerId: string | undefined;
    readonly ephemeralId: string | undefined;
    readonly threadUnchecked: boolean;
}

function makeCall(accessors: Accessors, { user, room, threadId, triggerId, ephemeralId, threadUnchecked }: Where): EngineCall {
    return { ...accessors, user, room, threadUnchecked, ...(threadId && { threadId }), ...(triggerId && { triggerId }), ...(ephemeralId && { ephemeralId }) };
}

async function roomOf(read: IRead, roomId: string | undefined): Promise<IRoom | undefined> {
    return roomId === undefined ? undefined : read.getRoomReader().getById(roomId);
}

/** `state[blockId][actionId]` as values by action id: action ids are unique in a view. */
function flatten(state: object | undefined): Record<string, unknown> {
    const groups: unknown[] = Object.values(state ?? {});
    return Object.assign({}, ...groups.filter((group) => typeof group === 'object' && group !== null)) as Record<string, unknown>;
}

interface Reply {
    readonly outcome: Outcome | undefined;
    readonly viewId: string;
    readonly call: EngineCall;
    readonly appId: string;
}

function respond(context: UIKitBlockInteractionContext | UIKitViewSubmitInteractionContext, { outcome, viewId, call, appId }: Reply): IUIKitResponse {
    const responder = context.getInteractionResponder();
    if (!outcome) {
        return responder.successResponse();
    }
    if (outcome.kind === 'errors') {
        return responder.viewErrorResponse({ viewId, errors: { ...outcome.errors } });
    }
    const view = toSurface(withOrigin(outcome.surface, originOf(call)), appId);
    if (outcome.surface.kind === 'modal') {
        return outcome.kind === 'open' ? responder.openModalViewResponse(view) : responder.updateModalViewResponse(view);
    }
    return outcome.kind === 'open' ? responder.openContextualBarViewResponse(view) : responder.updateContextualBarViewResponse(view);
}
