import type { IUIKitInteraction, UIKitIncomingInteraction } from '@rocket.chat/apps-engine/definition/uikit';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import type { IUIActionButton, UIActionButtonContext } from '@rocket.chat/apps-engine/definition/ui';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { toAppMessage, toAppRoom, toAppUser } from '../bridges/to-app';
import { findElement } from './surface-state';
import type { Surfaces } from './surfaces';
import type { Triggers } from './triggers';
import type { Workspace } from '../workspace/workspace';

export interface Click {
    user: string;
    actionId: string;
    /** Taken from the element's surface when absent. */
    blockId?: string;
    /** String, or what a select, toggle or picker gives. */
    value?: unknown;
    /** The message that holds the element. An ephemeral one is not stored: the app gets no message then. */
    messageId?: string;
    /** Room of that message. */
    room?: string;
    /** Or the open surface that holds it. */
    surfaceId?: string;
}

export interface Submit {
    user: string;
    surfaceId: string;
    /** Entered values by action id, over what the view started with. */
    values?: Record<string, unknown>;
}

export interface Leave {
    user: string;
    surfaceId: string;
    /** As at a submit. */
    values?: Record<string, unknown>;
    /** False when the view's own button was used to leave it. Default: true. */
    isCleared?: boolean;
}

export interface ActionButtonClick {
    user: string;
    actionId: string;
    context: `${UIActionButtonContext}`;
    room?: string;
    messageId?: string;
    threadId?: string;
    /** Text in the message box, for that kind of button. */
    text?: string;
}

/** What the app answered; the engine swallows most of an app's errors and answers nothing then. */
export type InteractionResult = ({ success?: boolean; type?: string } & Record<string, unknown>) | undefined;

/** Buttons, selects, modals and bars, as the web client sends them to `POST /api/apps/ui.interaction/:appId`. */
export class Interactions {
    constructor(
        private readonly parts: { workspace: Workspace; manager: AppManager; triggers: Triggers; surfaces: Surfaces; appId: () => string },
    ) {}

    async click(click: Click): Promise<InteractionResult> {
        const surface = click.surfaceId ? this.parts.surfaces.demand(click.user, click.surfaceId) : undefined;
        const found = surface && findElement(surface.view.blocks, click.actionId);
        if (surface && found && click.value !== undefined) {
            surface.values[click.actionId] = click.value;
        }
        return this.send(click.user, {
            type: 'blockAction',
            actionId: click.actionId,
            payload: { blockId: click.blockId ?? found?.blockId, value: click.value ?? found?.element.value },
            container: surface ? { type: 'view', id: surface.id } : { type: 'message', id: click.messageId },
            // The client names no room for what is in a surface.
            ...(surface ? {} : this.place(click)),
        });
    }

    async submit({ user, surfaceId, values }: Submit): Promise<InteractionResult> {
        const surface = this.parts.surfaces.demand(user, surfaceId);
        Object.assign(surface.values, values);
        surface.errors = undefined;
        const result = await this.send(user, {
            type: 'viewSubmit', actionId: surfaceId, payload: { view: this.parts.surfaces.viewWithState(surface) },
        });
        if (result?.type !== 'errors' && !result?.type?.endsWith('.update')) {
            this.parts.surfaces.close(user, surfaceId);
        }
        return result;
    }

    async close({ user, surfaceId, values, isCleared = true }: Leave): Promise<InteractionResult> {
        const surface = this.parts.surfaces.demand(user, surfaceId);
        Object.assign(surface.values, values);
        const view = this.parts.surfaces.viewWithState(surface);
        this.parts.surfaces.close(user, surfaceId);
        return this.send(user, { type: 'viewClosed', payload: { view, isCleared } });
    }

    async actionButton(click: ActionButtonClick): Promise<InteractionResult> {
        return this.send(click.user, {
            type: 'actionButton',
            actionId: click.actionId,
            tmid: click.threadId,
            payload: { context: click.context, ...(click.text ? { message: click.text } : {}) },
            ...this.place(click),
        });
    }

    /** Buttons that the app has registered. */
    buttons(): Promise<IUIActionButton[]> {
        return this.parts.manager.getUIActionButtonManager().getAllActionButtons();
    }

    /** Room and message as the client names them, although they may not belong together: the server does not ask. */
    private place({ room, messageId }: { room?: string; messageId?: string }): Record<string, unknown> {
        const { workspace } = this.parts;
        const message = messageId ? workspace.messages.byId(messageId) : undefined;
        const record = room === undefined ? message && workspace.rooms.byId(message.roomId) : workspace.rooms.demand(room);
        return { room: record && toAppRoom(workspace, record), message: message && toAppMessage(workspace, message) };
    }

    private async send(user: string, interaction: Record<string, unknown>): Promise<InteractionResult> {
        const { workspace, manager, triggers, surfaces, appId } = this.parts;
        const data = { ...interaction, appId: appId(), user: toAppUser(workspace.users.demand(user)), triggerId: triggers.create(user) };
        // The shapes of interactions are the client's; the engine passes them on as they are.
        const incoming = data as unknown as UIKitIncomingInteraction;
        const result = (await manager.getListenerManager().executeListener(AppInterface.IUIKitInteractionHandler, incoming)) as unknown;
        if (isInteraction(result)) {
            surfaces.receive(user, result);
        }
        return (result ?? undefined) as InteractionResult;
    }
}

function isInteraction(result: unknown): result is IUIKitInteraction {
    return typeof result === 'object' && result !== null && 'type' in result && 'triggerId' in result;
}
