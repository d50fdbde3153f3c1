import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { AppBridges } from '@rocket.chat/apps-engine/server/bridges';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import type { IPermission } from '@rocket.chat/apps-engine/definition/permissions/IPermission';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { StoreDatabase } from '../store/database';
import { AppStorage } from './app-storage';
import { findDeno, useDeno } from './deno-runtime';
import type { AppProcess } from './deno-runtime';
import { LogStorage } from './log-storage';
import { SourceStorage } from './source-storage';
import { Traffic } from './traffic';

export interface EngineParts {
    store: StoreDatabase;
    bridges: AppBridges;
    instanceId: string;
    /** Who installs the app. */
    admin: IUser;
    /** Names of permissions that the app asks for and does not get. */
    withheldPermissions: readonly string[];
}

/** Rocket.Chat's Apps-Engine with one app. A process can have one only at a time. */
export class Engine {
    readonly traffic = new Traffic();
    readonly logs: LogStorage;
    readonly manager: AppManager;
    private readonly sources: SourceStorage;
    private readonly storage: AppStorage;
    private readonly processes: Map<string, AppProcess>;
    private readonly tempFilePath = mkdtempSync(join(tmpdir(), 'apps-engine-'));
    private installed?: ProxiedApp;

    constructor(private readonly parts: EngineParts) {
        grantNothingForTests();
        findDeno();
        this.logs = new LogStorage(parts.store, parts.instanceId);
        this.sources = new SourceStorage(parts.store);
        this.storage = new AppStorage(parts.store);
        this.manager = new AppManager({
            metadataStorage: this.storage, logStorage: this.logs, sourceStorage: this.sources, bridges: parts.bridges, tempFilePath: this.tempFilePath,
        });
        this.processes = useDeno(this.manager, this.traffic);
    }

    /** Installs the package, or loads it when the store has it, or updates to it when the store has another one. */
    async start(zip: Buffer): Promise<void> {
        const { info } = await this.manager.getParser().unpackageApp(zip);
        const stored = await this.storage.retrieveOne(info.id);
        const permissions = this.granted(info.permissions);
        if (!stored) {
            await this.manager.load();
            await this.manager.add(zip, { enable: true, permissionsGranted: permissions, user: this.parts.admin });
        } else {
            await this.manager.load();
            await this.manager.enableAll();
            if (digest(await this.sources.fetch(stored)) !== digest(zip)) {
                await this.manager.update(zip, permissions as IPermission[], { loadApp: true, user: this.parts.admin });
            }
        }
        this.installed = this.manager.getOneById(info.id);
    }

    get app(): ProxiedApp {
        if (!this.installed) {
            throw new Error('No app is installed');
        }
        return this.manager.getOneById(this.installed.getID()) ?? this.installed;
    }

    get process(): AppProcess {
        const process = this.processes.get(this.app.getID());
        if (!process) {
            throw new Error('The app has no process');
        }
        return process;
    }

    /** Ends the app's process as a server shutdown does: no hook is called, nothing is stored. */
    async stop(): Promise<void> {
        await Promise.all([...this.processes.values()].map(({ controller }) => controller.stopApp()));
        rmSync(this.tempFilePath, { recursive: true, force: true });
        // The engine refuses a second manager in a process as long as it remembers the first.
        Reflect.deleteProperty(AppManager, 'Instance');
    }

    /** Undefined lets the engine grant its default set, as for an app.json without a list. */
    private granted(asked: IPermission[] | undefined): IPermission[] | undefined {
        return asked?.filter((permission) => !this.parts.withheldPermissions.includes(permission.name));
    }
}

/** Under NODE_ENV=test, which test runners set, the engine skips every permission check. */
function grantNothingForTests(): void {
    if (process.env.NODE_ENV === 'test') {
        process.env.NODE_ENV = 'production';
    }
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
