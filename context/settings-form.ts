import { AUTO_LANGUAGE, type SettingsForm } from '../ui/settings-view';
import { matchLocale } from '../ui/language';
import type { Ctx } from './ctx';

/** What the settings bar shows to this user in this room. */
export async function settingsForm(ctx: Ctx): Promise<SettingsForm> {
    const [preferences, manages, adminUrl] = await Promise.all([ctx.stores.preferences.get(ctx.user.id), ctx.isRoomManager(), appSettingsUrl(ctx)]);
    return {
        defaultOrg: preferences.defaultOrg ?? '',
        language: matchLocale(preferences.language) ?? AUTO_LANGUAGE,
        notifications: preferences.notifications,
        workspaceOrg: ctx.settings.defaultOrg,
        ...(manages && { room: await roomPart(ctx) }),
        ...(adminUrl !== undefined && { adminUrl }),
    };
}

async function roomPart({ stores, room, settings }: Ctx): Promise<NonNullable<SettingsForm['room']>> {
    return { name: room.name, linkCards: linkCardChoice((await stores.roomSettings.get(room.id)).linkCards), workspaceLinkCards: settings.linkCards };
}

export function linkCardChoice(chosen: boolean | undefined): NonNullable<SettingsForm['room']>['linkCards'] {
    return chosen === undefined ? 'workspace' : chosen ? 'on' : 'off';
}

/**
 * The page of the app's settings, for admins of a workspace that knows its own address.
 * Source of the path: Rocket.Chat's marketplace routes (apps/meteor/client/views/marketplace/routes.tsx).
 */
async function appSettingsUrl({ user, runtime }: Ctx): Promise<string | undefined> {
    const site = user.roles.includes('admin') ? await runtime.siteUrl() : undefined;
    return site && URL.canParse(site) ? `${site.replace(/\/+$/, '')}/marketplace/private/info/${runtime.appId}/${runtime.appVersion}/settings` : undefined;
}
