import { button, card } from './blocks';
import { LOCALE_NAMES, LOCALES } from './catalogue';
import type { Lang } from './language';
import { link, plain } from './text';
import type { Option, Surface, SurfaceBlock, View } from './view';

/** The bar's fields, by action id. */
export const SETTINGS_FIELDS = { org: 'settings.org', language: 'settings.language', notifications: 'settings.notifications', linkCards: 'settings.cards' } as const;
export const NOTIFICATION_MODES = ['dm', 'ephemeral', 'off'] as const;
/** Leaves the choice to Rocket.Chat. */
export const AUTO_LANGUAGE = 'auto';
/** `workspace` leaves the choice to the app's settings. */
export const LINK_CARD_CHOICES = ['workspace', 'on', 'off'] as const;

export interface SettingsForm {
    readonly defaultOrg: string;
    /** A shipped locale, or `auto`. */
    readonly language: string;
    readonly notifications: (typeof NOTIFICATION_MODES)[number];
    /** What holds when the user has no default organisation; empty for none. */
    readonly workspaceOrg: string;
    /** For those who manage the room. */
    readonly room?: { readonly name: string; readonly linkCards: (typeof LINK_CARD_CHOICES)[number]; readonly workspaceLinkCards: boolean };
    /** For admins: the page of the app's settings. */
    readonly adminUrl?: string;
}

/** The user's settings, as a bar beside the room. */
export function settingsSurface(form: SettingsForm, lang: Lang): Surface {
    const blocks: SurfaceBlock[] = [orgInput(form, lang), languageInput(form, lang), notificationsInput(form, lang), ...roomBlocks(form, lang)];
    if (form.adminUrl !== undefined) {
        blocks.push({ type: 'divider' }, { type: 'section', text: lang.t('settings.admin', { link: link(lang.t('settings.admin_link'), form.adminUrl) }) });
    }
    return { kind: 'contextualBar', id: 'settings.user', title: lang.t('settings.title'), blocks, submit: lang.t('common.save'), close: lang.t('common.close') };
}

function orgInput({ defaultOrg, workspaceOrg }: SettingsForm, lang: Lang): SurfaceBlock {
    const fallback = workspaceOrg === '' ? lang.t('settings.org_hint_none') : lang.t('settings.org_hint_workspace', { org: workspaceOrg });
    return {
        type: 'input',
        label: lang.t('settings.org'),
        element: { type: 'text-input', actionId: SETTINGS_FIELDS.org, placeholder: 'acme', initial: defaultOrg },
        hint: lang.t('settings.org_hint', { fallback }),
        optional: true,
    };
}

function languageInput({ language }: SettingsForm, lang: Lang): SurfaceBlock {
    const options = [{ value: AUTO_LANGUAGE, label: lang.t('settings.language_auto') }, ...LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))];
    return select({ label: lang.t('settings.language'), actionId: SETTINGS_FIELDS.language, options, initial: language });
}

function notificationsInput({ notifications }: SettingsForm, lang: Lang): SurfaceBlock {
    const options = NOTIFICATION_MODES.map((value) => ({ value, label: lang.t(`settings.notifications.${value}`) }));
    const input = select({ label: lang.t('settings.notifications'), actionId: SETTINGS_FIELDS.notifications, options, initial: notifications });
    return { ...input, hint: lang.t('settings.notifications_hint') };
}

function roomBlocks({ room }: SettingsForm, lang: Lang): SurfaceBlock[] {
    if (!room) {
        return [];
    }
    const options = LINK_CARD_CHOICES.map((value) => ({ value, label: linkCardsLabel(value, room.workspaceLinkCards, lang) }));
    return [
        { type: 'divider' },
        { type: 'section', text: lang.t('settings.room', { room: plain(room.name) }) },
        select({ label: lang.t('settings.link_cards'), actionId: SETTINGS_FIELDS.linkCards, options, initial: room.linkCards }),
    ];
}

function linkCardsLabel(choice: (typeof LINK_CARD_CHOICES)[number], workspace: boolean, lang: Lang): string {
    return lang.t(`settings.link_cards.${choice}`, { state: lang.t(workspace ? 'settings.link_cards.on' : 'settings.link_cards.off') });
}

interface Choice {
    readonly label: string;
    readonly actionId: string;
    readonly options: readonly Option[];
    readonly initial: string;
}

function select({ label, actionId, options, initial }: Choice): Extract<SurfaceBlock, { readonly type: 'input' }> {
    return { type: 'input', label, element: { type: 'select', actionId, placeholder: label, options, initial } };
}

/** Where the bar could not be opened: a click brings a new chance to. */
export function settingsPromptView(lang: Lang): View {
    return card({ text: lang.t('settings.prompt'), actions: [button('settings.open', lang.t('settings.open'), undefined, 'primary')] });
}

/** What was changed, by field; undefined = left as it was. */
export interface SettingsChange {
    readonly defaultOrg?: string;
    readonly language?: string;
    readonly notifications?: (typeof NOTIFICATION_MODES)[number];
    readonly linkCards?: { readonly choice: (typeof LINK_CARD_CHOICES)[number]; readonly workspace: boolean };
    /** The room's part was asked for by somebody who may not change it. */
    readonly refusedRoom?: boolean;
}

export function settingsSavedView(change: SettingsChange, lang: Lang): View {
    const changes = [
        change.defaultOrg !== undefined && said('settings.org', change.defaultOrg || lang.t('settings.value_none'), lang),
        change.language !== undefined && said('settings.language', LOCALES.flatMap((locale) => (locale === change.language ? [LOCALE_NAMES[locale]] : []))[0] ?? lang.t('settings.language_auto'), lang),
        change.notifications && said('settings.notifications', lang.t(`settings.notifications.${change.notifications}`), lang),
        change.linkCards && said('settings.link_cards', linkCardsLabel(change.linkCards.choice, change.linkCards.workspace, lang), lang),
    ].filter((line) => typeof line === 'string');
    const saved = changes.length > 0 ? lang.t('settings.saved', { changes: lang.list(changes) }) : lang.t('settings.unchanged');
    return { text: change.refusedRoom ? `${saved}\n${lang.t('settings.not_manager')}` : saved };
}

function said(key: 'settings.org' | 'settings.language' | 'settings.notifications' | 'settings.link_cards', value: string, lang: Lang): string {
    return lang.t('settings.change', { what: lang.t(key), value: `*${plain(value)}*` });
}
