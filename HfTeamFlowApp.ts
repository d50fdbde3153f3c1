import type { IAppAccessors, IConfigurationExtend, IHttp, ILogger, IMessageBuilder, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IMessage, IMessageReactionContext } from '@rocket.chat/apps-engine/definition/messages';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISettingUpdateContext } from '@rocket.chat/apps-engine/definition/settings/ISettingUpdateContext';
import type { IUIKitResponse, UIKitActionButtonInteractionContext, UIKitBlockInteractionContext, UIKitViewSubmitInteractionContext } from '@rocket.chat/apps-engine/definition/uikit';
import type { ProcessState } from './context/engine/process-state';
import { createProcessState } from './context/engine/process-state';
import { actionButton, CHECK_FILE_BUTTON } from './doors/action-button';
import { endpoints } from './doors/endpoint';
import { blockAction, viewSubmit, type Accessors } from './doors/interaction';
import { processors } from './doors/job';
import { reacted } from './doors/reaction';
import { afterMessage, concernsUs, maskMessage, needsMasking } from './doors/message-hooks';
import { engineSettings, reviewSetting } from './doors/settings';
import { HfCommand, provideCommand } from './doors/slash-command';

/** The front door: declares what the app listens to, and hands each call to its room. The engine fixes the methods' parameters. */
/* eslint-disable max-params */
export class HfTeamFlowApp extends App {
    readonly state: ProcessState;

    constructor(info: IAppInfo, logger: ILogger, accessors?: IAppAccessors) {
        super(info, logger, accessors);
        this.state = createProcessState(info);
    }

    /** The slash command comes last: after a disable and enable the engine still has it, and refuses to take it again. */
    protected override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
        for (const setting of engineSettings()) {
            await configuration.settings.provideSetting(setting);
        }
        await configuration.api.provideApi(endpoints(this));
        // Declared to answer at once: the engine knows the button before what follows, and without the permission there is none.
        configuration.ui.registerButton(CHECK_FILE_BUTTON);
        await configuration.scheduler.registerProcessors(processors(this));
        await provideCommand(configuration.slashCommands, new HfCommand(this));
    }

    override onPreSettingUpdate(context: ISettingUpdateContext): Promise<ISetting> {
        return Promise.resolve(reviewSetting(context));
    }

    override onSettingUpdated(): Promise<void> {
        this.state.workspace.forgetSettings();
        return Promise.resolve();
    }

    checkPreMessageSentModify(message: IMessage): Promise<boolean> {
        return Promise.resolve(needsMasking(message));
    }

    executePreMessageSentModify(message: IMessage, builder: IMessageBuilder, read: IRead, _http: IHttp, persistence: IPersistence): Promise<IMessage> {
        return maskMessage(this.state, { message, builder }, { read, persistence, logger: this.getLogger() });
    }

    checkPreMessageUpdatedModify(message: IMessage): Promise<boolean> {
        return Promise.resolve(needsMasking(message));
    }

    executePreMessageUpdatedModify(message: IMessage, builder: IMessageBuilder, read: IRead, _http: IHttp, persistence: IPersistence): Promise<IMessage> {
        return maskMessage(this.state, { message, builder }, { read, persistence, logger: this.getLogger() });
    }

    checkPostMessageSent(message: IMessage): Promise<boolean> {
        return Promise.resolve(concernsUs(message));
    }

    executePostMessageSent(message: IMessage, read: IRead, http: IHttp, persistence: IPersistence, modify: IModify): Promise<void> {
        return afterMessage(this.state, message, this.accessorsOf({ read, http, persistence, modify }), false);
    }

    checkPostMessageUpdated(message: IMessage): Promise<boolean> {
        return Promise.resolve(concernsUs(message));
    }

    executePostMessageUpdated(message: IMessage, read: IRead, http: IHttp, persistence: IPersistence, modify: IModify): Promise<void> {
        return afterMessage(this.state, message, this.accessorsOf({ read, http, persistence, modify }), true);
    }

    executePostMessageReacted(context: IMessageReactionContext, read: IRead, http: IHttp, persistence: IPersistence, modify: IModify): Promise<void> {
        return reacted(this.state, context, this.accessorsOf({ read, http, persistence, modify }));
    }

    executeBlockActionHandler(context: UIKitBlockInteractionContext, read: IRead, http: IHttp, persistence: IPersistence, modify: IModify): Promise<IUIKitResponse> {
        return blockAction(this.state, context, this.accessorsOf({ read, http, persistence, modify }));
    }

    executeViewSubmitHandler(context: UIKitViewSubmitInteractionContext, read: IRead, http: IHttp, persistence: IPersistence, modify: IModify): Promise<IUIKitResponse> {
        return viewSubmit(this.state, context, this.accessorsOf({ read, http, persistence, modify }));
    }

    executeActionButtonHandler(context: UIKitActionButtonInteractionContext, read: IRead, http: IHttp, persistence: IPersistence, modify: IModify): Promise<IUIKitResponse> {
        return actionButton(this.state, context, this.accessorsOf({ read, http, persistence, modify }));
    }

    private accessorsOf(accessors: Omit<Accessors, 'logger'>): Accessors {
        return { ...accessors, logger: this.getLogger() };
    }
}
