import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { checkSetting, parseSettings, SETTINGS, type Settings } from '../settings';

/** How long what is read from the server's settings counts, milliseconds: they hardly ever change, and nothing tells us when. */
const SERVER_SETTING_MS = 5 * 60_000;

/** What is read from the server once and remembered for the life of the process: it saves a round trip per command. */
export class Workspace {
    private settings: Promise<Settings> | undefined;
    private user: Promise<IUser> | undefined;
    private readonly serverSettings = new Map<string, { readonly value: Promise<string | undefined>; readonly at: number }>();

    constructor(private readonly clock: () => number) {}

    /** The admin's settings. Every server instance is told when they change, and calls `forgetSettings`. */
    adminSettings(read: IRead): Promise<Settings> {
        this.settings ??= remembered(readSettings(read), () => (this.settings = undefined));
        return this.settings;
    }

    forgetSettings(): void {
        this.settings = undefined;
    }

    /** The app's own user, as whom it speaks. */
    appUser(read: IRead): Promise<IUser> {
        this.user ??= remembered(readAppUser(read), () => (this.user = undefined));
        return this.user;
    }

    /** The workspace's language, when it is set. */
    language(read: IRead): Promise<string | undefined> {
        return this.serverSetting(read, 'Language');
    }

    /** The workspace's own address, when it is set. */
    siteUrl(read: IRead): Promise<string | undefined> {
        return this.serverSetting(read, 'Site_Url');
    }

    private serverSetting(read: IRead, id: string): Promise<string | undefined> {
        const known = this.serverSettings.get(id);
        if (known && this.clock() - known.at < SERVER_SETTING_MS) {
            return known.value;
        }
        const value = remembered(readServerSetting(read, id), () => this.serverSettings.delete(id));
        this.serverSettings.set(id, { value, at: this.clock() });
        return value;
    }
}

/** A failed read is not remembered: the next call tries again. */
function remembered<T>(reading: Promise<T>, forget: () => void): Promise<T> {
    reading.catch(forget);
    return reading;
}

async function readSettings(read: IRead): Promise<Settings> {
    return parseSettings(await storedSettings(read));
}

/** The ids of settings whose stored value does not pass its check and therefore counts as its default. */
export async function refusedSettings(read: IRead): Promise<string[]> {
    const stored = await storedSettings(read);
    return SETTINGS.filter(({ id }) => checkSetting(id, stored[id]) !== undefined).map(({ id }) => id);
}

async function storedSettings(read: IRead): Promise<Record<string, unknown>> {
    const reader = read.getEnvironmentReader().getSettings();
    const entries = await Promise.all(SETTINGS.map(async ({ id }) => [id, (await reader.getValueById(id)) as unknown] as const));
    return Object.fromEntries(entries);
}

async function readAppUser(read: IRead): Promise<IUser> {
    const user = await read.getUserReader().getAppUser();
    if (!user) {
        throw new Error('The app has no user of its own: the permission user.read is missing.');
    }
    return user;
}

async function readServerSetting(read: IRead, id: string): Promise<string | undefined> {
    const value: unknown = await read.getEnvironmentReader().getServerSettings().getValueById(id);
    return typeof value === 'string' && value !== '' ? value : undefined;
}
