import { button, card } from './blocks';
import type { Lang } from './language';
import { link } from './text';
import { tokensUrl } from './login-views';
import type { MessageBlock, View } from './view';

/** A masked token that waits for its author's decision. */
export interface ShownLeak {
    readonly id: string;
    readonly masked: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}

/** To the author alone: what was masked, and a way to make it useless. */
export function leakOfferView(leaks: readonly ShownLeak[], now: number, lang: Lang): View {
    const intro = lang.t('leak.intro', { count: leaks.length });
    const note = lang.t('leak.revoke_note');
    const items = leaks.map((leak) => ({ leak, text: lang.t('leak.item', { masked: leak.masked, age: lang.relative(leak.at, now) }) }));
    const blocks: MessageBlock[] = [{ type: 'section', text: intro }];
    for (const { leak, text } of items) {
        blocks.push({ type: 'section', text }, { type: 'actions', elements: [button('leak.revoke', lang.t('leak.revoke'), leak.id, 'danger'), button('leak.dismiss', lang.t('leak.dismiss'), leak.id)] });
    }
    blocks.push({ type: 'context', texts: [note] });
    return { text: [intro, ...items.map(({ text }) => `- ${text}`), note].join('\n'), blocks };
}

/** `own`: it was also what the author was signed in with. */
export function leakRevokedView({ masked, own, hubUrl, lang }: { readonly masked: string; readonly own: boolean; readonly hubUrl: string; readonly lang: Lang }): View {
    const revoked = lang.t('leak.revoked', { masked, link: tokensLink(hubUrl, lang) });
    const signIn = own ? [button('login.open', lang.t('hub.action.sign_in'), undefined, 'primary')] : [];
    return card({ text: own ? `${revoked}\n${lang.t('leak.revoked_own')}` : revoked, actions: signIn });
}

export const tokensLink = (hubUrl: string, lang: Lang): string => link(lang.t('logout.tokens_page'), tokensUrl(hubUrl));

/** A day later: nobody decided, and the app has forgotten the token. */
export function leakExpiredView(masked: string, hubUrl: string, lang: Lang): View {
    return { text: lang.t('leak.expired_reminder', { masked, link: tokensLink(hubUrl, lang) }) };
}
