import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { checkSetting } from '../context/settings';
import { linkCardChoice, settingsForm } from '../context/settings-form';
import type { UserPreferences } from '../persistence';
import { LOCALES } from '../ui/catalogue';
import { language } from '../ui/language';
import { AUTO_LANGUAGE, LINK_CARD_CHOICES, NOTIFICATION_MODES, SETTINGS_FIELDS, settingsSavedView, settingsSurface, type SettingsChange } from '../ui/settings-view';
import { plainAction, submission, type Action, type Outcome, type Submission } from './action';

/** A field that was never touched may be missing: it stays as it is. */
const fields = z.object({
    [SETTINGS_FIELDS.org]: z.nullish(z.string()),
    [SETTINGS_FIELDS.language]: z.nullish(z.enum([AUTO_LANGUAGE, ...LOCALES])),
    [SETTINGS_FIELDS.notifications]: z.nullish(z.enum(NOTIFICATION_MODES)),
    [SETTINGS_FIELDS.linkCards]: z.nullish(z.enum(LINK_CARD_CHOICES)),
});
type Fields = z.infer<typeof fields>;

const open: Action = plainAction('settings.open', async (ctx) => ({ kind: 'open', surface: settingsSurface(await settingsForm(ctx), ctx.lang) }));

const save: Submission = submission('settings.user', fields, async (ctx, given): Promise<Outcome | undefined> => {
    const org = given[SETTINGS_FIELDS.org]?.trim();
    if (org !== undefined && checkSetting('default_org', org) !== undefined) {
        return { kind: 'errors', errors: { [SETTINGS_FIELDS.org]: ctx.lang.t('settings.org_bad') } };
    }
    const own = await saveOwn(ctx, given, org);
    const change = { ...own, ...(await saveRoom(ctx, given[SETTINGS_FIELDS.linkCards] ?? undefined)) };
    // Whoever has just chosen a language wants to read it.
    const chosen = change.language === undefined || change.language === AUTO_LANGUAGE ? ctx.lang : language(change.language);
    await ctx.whisper(settingsSavedView(change, chosen));
    return undefined;
});

export const settingsActions: readonly Action[] = [open];
export const settingsSubmissions: readonly Submission[] = [save];

async function saveOwn(ctx: Ctx, given: Fields, org: string | undefined): Promise<SettingsChange> {
    const change = ownChange(await ctx.stores.preferences.get(ctx.user.id), given, org);
    const { defaultOrg, language: wanted, notifications } = change;
    if (Object.keys(change).length > 0) {
        await ctx.stores.preferences.set(ctx.user.id, {
            ...(defaultOrg !== undefined && { defaultOrg: defaultOrg === '' ? null : defaultOrg }),
            ...(wanted !== undefined && { language: wanted === AUTO_LANGUAGE ? null : wanted }),
            ...(notifications && { notifications }),
        });
    }
    return change;
}

function ownChange(before: UserPreferences, given: Fields, org: string | undefined): SettingsChange {
    const wanted = given[SETTINGS_FIELDS.language];
    const notifications = given[SETTINGS_FIELDS.notifications];
    return {
        ...(org !== undefined && org !== (before.defaultOrg ?? '') && { defaultOrg: org }),
        ...(wanted && wanted !== (before.language ?? AUTO_LANGUAGE) && { language: wanted }),
        ...(notifications && notifications !== before.notifications && { notifications }),
    };
}

/** The form was only shown to those who manage the room, but what comes back may be forged: it is checked again. */
async function saveRoom(ctx: Ctx, choice: (typeof LINK_CARD_CHOICES)[number] | undefined): Promise<Pick<SettingsChange, 'linkCards' | 'refusedRoom'>> {
    const { roomSettings } = ctx.stores;
    if (choice === undefined || choice === linkCardChoice((await roomSettings.get(ctx.room.id)).linkCards)) {
        return {};
    }
    if (!(await ctx.isRoomManager())) {
        return { refusedRoom: true };
    }
    await roomSettings.set(ctx.room.id, { linkCards: choice === 'workspace' ? null : choice === 'on' }, ctx.user.id);
    return { linkCards: { choice, workspace: ctx.settings.linkCards } };
}
