import type { StoreDatabase } from '../store/database';
import { fromStored, toStored } from '../store/stored-value';

export interface ServerSetting {
    id: string;
    type: 'string' | 'int' | 'boolean';
    value: string | number | boolean;
    /** A secret one is not readable by apps. */
    secret?: boolean;
}

/** The settings that rules of this workspace read, with Rocket.Chat's defaults. */
const DEFAULTS: ServerSetting[] = [
    { id: 'Language', type: 'string', value: 'en' },
    { id: 'Site_Url', type: 'string', value: 'http://localhost:3000' },
    { id: 'Site_Name', type: 'string', value: 'Playground' },
    { id: 'Message_MaxAllowedSize', type: 'int', value: 5000 },
    { id: 'Message_AllowEditing', type: 'boolean', value: true },
    { id: 'Message_AllowDeleting', type: 'boolean', value: true },
    { id: 'Message_CustomFields_Enabled', type: 'boolean', value: false },
    { id: 'Threads_enabled', type: 'boolean', value: true },
    { id: 'Discussion_enabled', type: 'boolean', value: true },
    { id: 'FileUpload_Enabled', type: 'boolean', value: true },
    { id: 'FileUpload_Enabled_Direct', type: 'boolean', value: true },
    { id: 'FileUpload_MaxFileSize', type: 'int', value: 104_857_600 },
    { id: 'FileUpload_MediaTypeWhiteList', type: 'string', value: '' },
    { id: 'FileUpload_MediaTypeBlackList', type: 'string', value: 'image/svg+xml' },
    { id: 'SMTP_Password', type: 'string', value: '', secret: true },
];

/** The server's own settings (not an app's). */
export class ServerSettings {
    constructor(private readonly store: StoreDatabase) {}

    byId(id: string): ServerSetting | undefined {
        const row = this.store.get<{ json: string }>('SELECT json FROM server_settings WHERE id = ?', id);
        return row ? fromStored<ServerSetting>(row.json) : DEFAULTS.find((setting) => setting.id === id);
    }

    set(id: string, value: ServerSetting['value']): void {
        const setting = { ...(this.byId(id) ?? { id, type: 'string' as const }), value };
        this.store.run('INSERT OR REPLACE INTO server_settings (id, json) VALUES (?, ?)', id, toStored(setting));
    }

    all(): ServerSetting[] {
        return DEFAULTS.map((setting) => this.byId(setting.id) ?? setting);
    }

    flag(id: string): boolean {
        return this.byId(id)?.value === true;
    }

    number(id: string): number {
        return Number(this.byId(id)?.value ?? 0);
    }

    text(id: string): string {
        return String(this.byId(id)?.value ?? '');
    }
}
