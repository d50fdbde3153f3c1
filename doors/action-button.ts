import type { IUIActionButtonDescriptor, MessageActionContext, UIActionButtonContext } from '@rocket.chat/apps-engine/definition/ui';
import type { IUIKitResponse, UIKitActionButtonInteractionContext } from '@rocket.chat/apps-engine/definition/uikit';
import { randomId } from '../context/engine/build-ctx';
import { enter } from '../context/engine/enter';
import type { ProcessState } from '../context/engine/process-state';
import { mayReadRoom } from '../context/engine/room-access';
import { checkMessage } from '../handlers/check-file';
import type { Accessors } from './interaction';
import { soon } from './soon';

/** The engine's enums are only names for these strings; the parts of it that define them at run time would have to be bundled. */
const inMenuOf = (...contexts: ReadonlyArray<`${MessageActionContext}`>): MessageActionContext[] => contexts as MessageActionContext[];

/** *Check this file* in the menu of a message. Clients show it on every message: they have no rule for those that carry files. */
export const CHECK_FILE_BUTTON: IUIActionButtonDescriptor = {
    actionId: 'check.file',
    context: 'messageAction' satisfies `${UIActionButtonContext}` as UIActionButtonContext,
    labelI18n: 'check_file',
    when: { messageActionContext: inMenuOf('message', 'message-mobile', 'threads', 'starred') },
};

/** A press of it. Room and message are what the client says: the message counts where its room may be read, which is looked up. */
export async function actionButton(state: ProcessState, context: UIKitActionButtonInteractionContext, accessors: Accessors): Promise<IUIKitResponse> {
    const { actionId, user, message, room, triggerId } = context.getInteractionData();
    const responder = context.getInteractionResponder();
    const messageId = message?.id;
    if (actionId !== CHECK_FILE_BUTTON.actionId || messageId === undefined || !(await mayReadRoom({ read: accessors.read, user }, room))) {
        return responder.errorResponse();
    }
    const threadId = message?.room.id === room.id ? message.threadId : undefined;
    const call = { ...accessors, user, room, triggerId, ephemeralId: randomId(state.rand), ...(threadId !== undefined && { threadId }) };
    await soon(enter(state, call, (ctx) => checkMessage(ctx, messageId)));
    return responder.successResponse();
}
