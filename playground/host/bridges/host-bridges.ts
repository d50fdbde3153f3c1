import { AppBridges } from '@rocket.chat/apps-engine/server/bridges/AppBridges';
import type {
    CloudWorkspaceBridge, ContactBridge, EmailBridge, IInternalFederationBridge, IListenerBridge, LivechatBridge, ModerationBridge, OutboundMessageBridge,
    VideoConferenceBridge,
} from '@rocket.chat/apps-engine/server/bridges';
import type { OAuthAppsBridge } from '@rocket.chat/apps-engine/server/bridges/OAuthAppsBridge';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { Surfaces } from '../client/surfaces';
import type { JobRunner } from '../jobs/job-runner';
import type { PersistenceRecords } from '../store/persistence-records';
import type { Workspace } from '../workspace/workspace';
import { WorkspaceActivationBridge } from './activation-bridge';
import { WorkspaceCommandBridge } from './command-bridge';
import { WorkspaceDetailChangesBridge } from './detail-changes-bridge';
import type { EndpointBridge } from './endpoint-bridge';
import { WorkspaceEnvironmentBridge } from './environment-bridge';
import { WorkspaceExperimentalBridge } from './experimental-bridge';
import { WorkspaceHttpBridge } from './http-bridge';
import { WorkspaceInternalBridge } from './internal-bridge';
import { WorkspaceMessageBridge } from './message-bridge';
import { WorkspacePersistenceBridge } from './persistence-bridge';
import { WorkspaceRoleBridge } from './role-bridge';
import { WorkspaceRoomBridge } from './room-bridge';
import { WorkspaceSchedulerBridge } from './scheduler-bridge';
import { WorkspaceServerSettingBridge } from './server-setting-bridge';
import { WorkspaceThreadBridge } from './thread-bridge';
import { WorkspaceUiInteractionBridge } from './ui-interaction-bridge';
import { unsupported } from './unsupported';
import { WorkspaceUploadBridge } from './upload-bridge';
import { WorkspaceUserBridge } from './user-bridge';

export interface BridgeParts {
    workspace: Workspace;
    persistence: PersistenceRecords;
    jobs: JobRunner;
    surfaces: Surfaces;
    endpoints: EndpointBridge;
    env: Readonly<Record<string, string>>;
    keys: { privateKey: string; publicKey: string };
    onAppSetting(appId: string, setting: ISetting): void;
}

/** Everything the engine asks of a server. Livechat, e-mail, video calls and other areas that no team app needs are refused by name. */
export class HostBridges extends AppBridges {
    private readonly command = new WorkspaceCommandBridge();
    private readonly activation = new WorkspaceActivationBridge();
    private readonly experimental = new WorkspaceExperimentalBridge();
    private readonly http = new WorkspaceHttpBridge();
    private readonly message: WorkspaceMessageBridge;
    private readonly persistence: WorkspacePersistenceBridge;
    private readonly room: WorkspaceRoomBridge;
    private readonly user: WorkspaceUserBridge;
    private readonly upload: WorkspaceUploadBridge;
    private readonly thread: WorkspaceThreadBridge;
    private readonly role: WorkspaceRoleBridge;
    private readonly internal: WorkspaceInternalBridge;
    private readonly scheduler: WorkspaceSchedulerBridge;
    private readonly uiInteraction: WorkspaceUiInteractionBridge;
    private readonly environment: WorkspaceEnvironmentBridge;
    private readonly serverSettings: WorkspaceServerSettingBridge;
    private readonly detailChanges: WorkspaceDetailChangesBridge;

    constructor(private readonly parts: BridgeParts) {
        super();
        this.message = new WorkspaceMessageBridge(parts.workspace);
        this.persistence = new WorkspacePersistenceBridge(parts.persistence);
        this.room = new WorkspaceRoomBridge(parts.workspace);
        this.user = new WorkspaceUserBridge(parts.workspace);
        this.upload = new WorkspaceUploadBridge(parts.workspace);
        this.thread = new WorkspaceThreadBridge(parts.workspace);
        this.role = new WorkspaceRoleBridge(parts.workspace);
        this.internal = new WorkspaceInternalBridge(parts.workspace, parts.keys.publicKey);
        this.scheduler = new WorkspaceSchedulerBridge(parts.jobs);
        this.uiInteraction = new WorkspaceUiInteractionBridge(parts.surfaces);
        this.environment = new WorkspaceEnvironmentBridge(parts.env);
        this.serverSettings = new WorkspaceServerSettingBridge(parts.workspace.settings);
        this.detailChanges = new WorkspaceDetailChangesBridge((appId, setting) => parts.onAppSetting(appId, setting));
    }

    getCommandBridge(): WorkspaceCommandBridge {
        return this.command;
    }

    getApiBridge(): EndpointBridge {
        return this.parts.endpoints;
    }

    getAppDetailChangesBridge(): WorkspaceDetailChangesBridge {
        return this.detailChanges;
    }

    getEnvironmentalVariableBridge(): WorkspaceEnvironmentBridge {
        return this.environment;
    }

    getHttpBridge(): WorkspaceHttpBridge {
        return this.http;
    }

    getMessageBridge(): WorkspaceMessageBridge {
        return this.message;
    }

    getPersistenceBridge(): WorkspacePersistenceBridge {
        return this.persistence;
    }

    getAppActivationBridge(): WorkspaceActivationBridge {
        return this.activation;
    }

    getRoomBridge(): WorkspaceRoomBridge {
        return this.room;
    }

    getInternalBridge(): WorkspaceInternalBridge {
        return this.internal;
    }

    getInternalFederationBridge(): IInternalFederationBridge {
        const { privateKey, publicKey } = this.parts.keys;
        return { getPrivateKey: () => Promise.resolve(privateKey), getPublicKey: () => Promise.resolve(publicKey) };
    }

    getServerSettingBridge(): WorkspaceServerSettingBridge {
        return this.serverSettings;
    }

    getUploadBridge(): WorkspaceUploadBridge {
        return this.upload;
    }

    getUserBridge(): WorkspaceUserBridge {
        return this.user;
    }

    getUiInteractionBridge(): WorkspaceUiInteractionBridge {
        return this.uiInteraction;
    }

    getSchedulerBridge(): WorkspaceSchedulerBridge {
        return this.scheduler;
    }

    getThreadBridge(): WorkspaceThreadBridge {
        return this.thread;
    }

    getRoleBridge(): WorkspaceRoleBridge {
        return this.role;
    }

    getExperimentalBridge(): WorkspaceExperimentalBridge {
        return this.experimental;
    }

    getContactBridge(): ContactBridge {
        return unsupported('contacts');
    }

    getListenerBridge(): IListenerBridge {
        return unsupported('listeners');
    }

    getLivechatBridge(): LivechatBridge {
        return unsupported('livechat');
    }

    getEmailBridge(): EmailBridge {
        return unsupported('e-mail');
    }

    getCloudWorkspaceBridge(): CloudWorkspaceBridge {
        return unsupported('cloud workspace');
    }

    getVideoConferenceBridge(): VideoConferenceBridge {
        return unsupported('video conferences');
    }

    getOAuthAppsBridge(): OAuthAppsBridge {
        return unsupported('OAuth apps');
    }

    getModerationBridge(): ModerationBridge {
        return unsupported('moderation');
    }

    getOutboundMessageBridge(): OutboundMessageBridge {
        return unsupported('outbound messages');
    }
}
