import { UiInteractionBridge } from '@rocket.chat/apps-engine/server/bridges/UiInteractionBridge';
import type { IUIKitInteraction } from '@rocket.chat/apps-engine/definition/uikit';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Surfaces } from '../client/surfaces';

/** Hands what the app opens, updates or marks as wrong to the user's client. */
export class WorkspaceUiInteractionBridge extends UiInteractionBridge {
    constructor(private readonly surfaces: Surfaces) {
        super();
    }

    protected async notifyUser(user: IUser, interaction: IUIKitInteraction): Promise<void> {
        this.surfaces.receive(user.username, interaction);
        return Promise.resolve();
    }
}
