import deCommon from '../i18n/messages/de/common.json';
import deDiscovery from '../i18n/messages/de/discovery.json';
import deIdentity from '../i18n/messages/de/identity.json';
import enCommon from '../i18n/messages/en/common.json';
import enDiscovery from '../i18n/messages/en/discovery.json';
import enIdentity from '../i18n/messages/en/identity.json';
import esCommon from '../i18n/messages/es/common.json';
import esDiscovery from '../i18n/messages/es/discovery.json';
import esIdentity from '../i18n/messages/es/identity.json';
import jaCommon from '../i18n/messages/ja/common.json';
import jaDiscovery from '../i18n/messages/ja/discovery.json';
import jaIdentity from '../i18n/messages/ja/identity.json';
import ptBrCommon from '../i18n/messages/pt-BR/common.json';
import ptBrDiscovery from '../i18n/messages/pt-BR/discovery.json';
import ptBrIdentity from '../i18n/messages/pt-BR/identity.json';
import zhCnCommon from '../i18n/messages/zh-CN/common.json';
import zhCnDiscovery from '../i18n/messages/zh-CN/discovery.json';
import zhCnIdentity from '../i18n/messages/zh-CN/identity.json';

/** The languages we ship, in the order of the settings bar. */
export const LOCALES = ['en', 'de', 'es', 'pt-BR', 'zh-CN', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

/** A language's name in itself, for choosers. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
    en: 'English',
    de: 'Deutsch',
    es: 'Español',
    'pt-BR': 'Português (Brasil)',
    'zh-CN': '简体中文',
    ja: '日本語',
};

const en = { ...enCommon, ...enDiscovery, ...enIdentity };

export type MessageKey = keyof typeof en;
/** Every message in one language, in ICU MessageFormat syntax. A translation that lacks one does not compile. */
export type Catalogue = Readonly<Record<MessageKey, string>>;

export const MESSAGES: Readonly<Record<Locale, Catalogue>> = {
    en,
    de: { ...deCommon, ...deDiscovery, ...deIdentity },
    es: { ...esCommon, ...esDiscovery, ...esIdentity },
    'pt-BR': { ...ptBrCommon, ...ptBrDiscovery, ...ptBrIdentity },
    'zh-CN': { ...zhCnCommon, ...zhCnDiscovery, ...zhCnIdentity },
    ja: { ...jaCommon, ...jaDiscovery, ...jaIdentity },
};
