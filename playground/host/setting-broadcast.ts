import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { StoreDatabase } from './store/database';
import { fromStored, toStored } from './store/stored-value';

/** Delay with which a server hears of another one's change. */
const POLL_MS = 100;

interface Notice {
    appId: string;
    setting: ISetting;
}

/**
 * Carries changed app settings between the servers of a store. Every server writes the value into its own copy
 * and runs the app's setting hooks, so the hooks run once per server.
 */
export class SettingBroadcast {
    private last: number;
    private timer?: NodeJS.Timeout;
    private readonly applying = new Set<string>();

    constructor(private readonly store: StoreDatabase, private readonly origin: string) {
        this.last = store.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM broadcasts')?.seq ?? 0;
    }

    send(appId: string, setting: ISetting): void {
        if (!this.applying.has(setting.id)) {
            this.store.run('INSERT INTO broadcasts (origin, json) VALUES (?, ?)', this.origin, toStored({ appId, setting }));
        }
    }

    listen(manager: AppManager): void {
        this.timer = setInterval(() => void this.receive(manager), POLL_MS);
        this.timer.unref();
    }

    stop(): void {
        clearInterval(this.timer);
    }

    private async receive(manager: AppManager): Promise<void> {
        const rows = this.store.all<{ seq: number; origin: string; json: string }>('SELECT * FROM broadcasts WHERE seq > ? ORDER BY seq', this.last);
        this.last = rows.at(-1)?.seq ?? this.last;
        for (const row of rows.filter(({ origin }) => origin !== this.origin)) {
            await this.apply(manager, fromStored<Notice>(row.json));
        }
    }

    private async apply(manager: AppManager, { appId, setting }: Notice): Promise<void> {
        const current = manager.getOneById(appId)?.getStorageItem().settings[setting.id];
        if (!current || toStored(current.value) === toStored(setting.value)) {
            return;
        }
        this.applying.add(setting.id);
        try {
            await manager.getSettingsManager().updateAppSetting(appId, setting);
        } catch (error) {
            console.error(`Another server's change of the setting ${setting.id} was refused here`, error);
        } finally {
            this.applying.delete(setting.id);
        }
    }
}
