import { AppActivationBridge } from '@rocket.chat/apps-engine/server/bridges/AppActivationBridge';

/** The engine reports changes of an app here; there is nobody to tell. */
export class WorkspaceActivationBridge extends AppActivationBridge {
    protected appAdded(): Promise<void> {
        return Promise.resolve();
    }

    protected appUpdated(): Promise<void> {
        return Promise.resolve();
    }

    protected appRemoved(): Promise<void> {
        return Promise.resolve();
    }

    protected appStatusChanged(): Promise<void> {
        return Promise.resolve();
    }

    protected actionsChanged(): Promise<void> {
        return Promise.resolve();
    }
}
