import { button, card, linkButton } from './blocks';
import { newTokenUrl } from './error-view';
import type { MessageKey } from './catalogue';
import type { Lang } from './language';
import { code, link, plain } from './text';
import type { Button, Surface, SurfaceBlock, View } from './view';

/** What a new token should have for what everybody does with it: read, deploy, take part in discussions, hear of changes at once. */
const USEFUL_PERMISSIONS = ['repo.content.read', 'repo.write', 'discussion.write', 'user.webhooks.read', 'user.webhooks.write'];

/** The form's only field. */
export const TOKEN_FIELD = 'login.paste';

export interface LoginForm {
    readonly lang: Lang;
    readonly hubUrl: string;
    /** Whether signing in on huggingface.co is set up. */
    readonly oauth: boolean;
    /** What went wrong before. */
    readonly notice?: string;
}

/** The form in which a token is pasted, or the other way is chosen. */
export function loginSurface({ lang, hubUrl, oauth, notice }: LoginForm): Surface {
    const newToken = link(lang.t('login.new_token_link'), newTokenUrl(hubUrl, ...USEFUL_PERMISSIONS));
    const blocks: SurfaceBlock[] = notice === undefined ? [] : [{ type: 'section', text: notice }];
    if (oauth) {
        blocks.push({ type: 'section', text: lang.t('login.oauth_text') }, { type: 'actions', elements: [deviceButton(lang, 'form')] }, { type: 'divider' });
    }
    blocks.push(
        { type: 'section', text: lang.t(oauth ? 'login.paste_text' : 'login.paste_only_text', { link: newToken }) },
        { type: 'input', label: lang.t('login.token_label'), element: { type: 'text-input', actionId: TOKEN_FIELD, placeholder: 'hf_…' }, hint: lang.t('login.token_hint') },
    );
    return { kind: 'modal', id: 'login.token', title: lang.t('login.title'), blocks, submit: lang.t('login.submit'), close: lang.t('common.cancel') };
}

function deviceButton(lang: Lang, place: Place): Button {
    return button('login.device', lang.t('login.oauth_button'), place, 'primary');
}

/** Where no form could be opened: a click brings a new chance to. */
export function loginPromptView(lang: Lang, oauth: boolean): View {
    const open = button('login.open', lang.t('login.open_form'), undefined, oauth ? undefined : 'primary');
    return card({ text: lang.t('login.prompt'), actions: [oauth ? deviceButton(lang, 'message') : undefined, open] });
}

/** A sign-in that waits for the user's consent on huggingface.co. */
export interface DeviceCode {
    readonly flowId: string;
    readonly userCode: string;
    /** With the code filled in, where the Hub offers that. */
    readonly url: string;
    /** Milliseconds. */
    readonly lifetime: number;
}

interface DeviceParts {
    readonly text: string;
    readonly note: string;
    readonly actions: Button[];
}

/** Where a button stands: the answer to a click takes that place. */
export type Place = 'form' | 'message';

function deviceParts(device: DeviceCode, place: Place, lang: Lang): DeviceParts {
    return {
        text: lang.t('login.device_steps', { link: link(device.url.replace(/^https?:\/\//, ''), device.url), code: device.userCode }),
        note: lang.t('login.device_note', { time: lang.duration(device.lifetime) }),
        actions: [
            { ...linkButton('login.verify', lang.t('login.device_open'), device.url), style: 'primary' },
            button('login.cancel', lang.t('common.cancel'), JSON.stringify({ flow: device.flowId, place })),
        ],
    };
}

/** In place of the form. It keeps the form's id: clients update a surface by that. */
export function deviceSurface(device: DeviceCode, lang: Lang): Surface {
    const { text, note, actions } = deviceParts(device, 'form', lang);
    const blocks: SurfaceBlock[] = [{ type: 'section', text }, { type: 'actions', elements: actions }, { type: 'context', texts: [note] }];
    return { kind: 'modal', id: 'login.token', title: lang.t('login.title'), blocks, close: lang.t('common.close') };
}

/** The same as a message. */
export function deviceView(device: DeviceCode, lang: Lang): View {
    const { text, note, actions } = deviceParts(device, 'message', lang);
    return card({ text, actions, notes: [note] });
}

/** How somebody signed in: on huggingface.co, or the role of the token. */
export type SignInKind = 'oauth' | 'fineGrained' | 'read' | 'write' | 'other';

const HOW: Readonly<Record<SignInKind, MessageKey | undefined>> = {
    oauth: 'login.done_how.oauth',
    fineGrained: 'login.done_how.fineGrained',
    read: 'login.done_how.read',
    write: 'login.done_how.write',
    other: undefined,
};

/** The role as whoami tells it, for `signedInView`. */
export function signInKind(role: string | undefined): SignInKind {
    return role === 'fineGrained' || role === 'read' || role === 'write' ? role : 'other';
}

/** The name is missing when Hugging Face did not tell it. */
export function signedInView(name: string | undefined, kind: SignInKind, lang: Lang): View {
    return { text: signedInText(name, kind, lang) };
}

function signedInText(name: string | undefined, kind: SignInKind, lang: Lang): string {
    const how = HOW[kind];
    const done = [name === undefined ? lang.t('login.done_unnamed') : lang.t('login.done', { name: `*${plain(name)}*` }), ...(how ? [lang.t(how)] : [])].join(' ');
    return `${done}\n${lang.t('login.done_next')}`;
}

/** A token in `/hf login`: it works, but others can read it now. */
export function argumentWarningView({ name, kind, leak, lang }: { readonly name: string; readonly kind: SignInKind; readonly leak: LoggedToken; readonly lang: Lang }): View {
    const warning = lang.t('login.argument_warning', { masked: leak.masked });
    return card({ text: [signedInText(name, kind, lang), '', warning].join('\n'), actions: revokeOrKeep(leak, lang) });
}

/** A token in any other command, which was not run. */
export function strayTokenView(leak: LoggedToken, lang: Lang): View {
    return { ...card({ text: lang.t('login.argument_warning', { masked: leak.masked }), actions: revokeOrKeep(leak, lang) }), failed: true };
}

/** A token that stands in the server's log. */
interface LoggedToken {
    readonly id: string;
    readonly masked: string;
}

function revokeOrKeep(leak: LoggedToken, lang: Lang): Button[] {
    return [button('login.revoke', lang.t('login.revoke'), leak.id, 'danger'), button('login.keep', lang.t('login.keep'), leak.id)];
}

/** The second step before what can't be undone. */
export function confirmRevokeView(leak: LoggedToken, lang: Lang): View {
    return card({
        text: lang.t('login.confirm_revoke', { masked: leak.masked }),
        actions: [button('leak.revoke', lang.t('login.confirm_button'), leak.id, 'danger'), button('login.keep', lang.t('login.keep'), leak.id)],
    });
}

/** After signing out: what is gone here and what lives on at Hugging Face. */
export function signedOutView({ name, kind, hubUrl, lang }: { readonly name?: string | undefined; readonly kind: 'token' | 'oauth' | 'unknown'; readonly hubUrl: string; readonly lang: Lang }): View {
    const tokens = link(lang.t('logout.tokens_page'), tokensUrl(hubUrl));
    const apps = link(lang.t('logout.apps_page'), new URL('/settings/connected-applications', hubUrl).href);
    const done = name === undefined ? lang.t('logout.done') : lang.t('logout.done_named', { name: code(name) });
    return { text: [done, kind === 'oauth' ? lang.t('logout.app_lives', { link: apps }) : lang.t('logout.token_lives', { link: tokens })].join('\n') };
}

/** Where tokens are made, changed and deleted. */
export function tokensUrl(hubUrl: string): string {
    return new URL('/settings/tokens', hubUrl).href;
}
