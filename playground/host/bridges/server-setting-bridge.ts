import { ServerSettingBridge } from '@rocket.chat/apps-engine/server/bridges/ServerSettingBridge';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ServerSetting, ServerSettings } from '../workspace/server-settings';

/** The server's settings; secret ones are hidden from apps. */
export class WorkspaceServerSettingBridge extends ServerSettingBridge {
    constructor(private readonly settings: ServerSettings) {
        super();
    }

    protected async getAll(): Promise<ISetting[]> {
        return Promise.resolve(this.settings.all().filter((setting) => !setting.secret).map(toAppSetting));
    }

    protected async getOneById(id: string): Promise<ISetting> {
        const setting = this.settings.byId(id);
        if (!setting || setting.secret) {
            throw new Error(`The setting "${id}" is not readable.`);
        }
        return Promise.resolve(toAppSetting(setting));
    }

    protected async isReadableById(id: string): Promise<boolean> {
        const setting = this.settings.byId(id);
        return Promise.resolve(setting !== undefined && !setting.secret);
    }

    protected async hideGroup(): Promise<void> {
        return Promise.reject(new Error('Method not implemented'));
    }

    protected async hideSetting(id: string): Promise<void> {
        await this.getOneById(id);
    }

    protected async updateOne(setting: ISetting): Promise<void> {
        await this.getOneById(setting.id);
        this.settings.set(setting.id, setting.value as ServerSetting['value']);
    }

    protected async incrementValue(id: string, value: number): Promise<void> {
        await this.getOneById(id);
        this.settings.set(id, this.settings.number(id) + value);
    }
}

function toAppSetting(setting: ServerSetting): ISetting {
    return {
        id: setting.id,
        type: setting.type as ISetting['type'],
        packageValue: setting.value,
        value: setting.value,
        required: false,
        public: true,
        i18nLabel: setting.id,
    };
}
