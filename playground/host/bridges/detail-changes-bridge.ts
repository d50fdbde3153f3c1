import { AppDetailChangesBridge } from '@rocket.chat/apps-engine/server/bridges/AppDetailChangesBridge';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';

/** Tells the other servers that share the store about a changed app setting. */
export class WorkspaceDetailChangesBridge extends AppDetailChangesBridge {
    constructor(private readonly onChange: (appId: string, setting: ISetting) => void) {
        super();
    }

    protected onAppSettingsChange(appId: string, setting: ISetting): void {
        this.onChange(appId, setting);
    }
}
