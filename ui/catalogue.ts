import common from '../i18n/messages/en/common.json';
import discovery from '../i18n/messages/en/discovery.json';
import identity from '../i18n/messages/en/identity.json';

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

const en = { ...common, ...discovery, ...identity };

export type MessageKey = keyof typeof en;
/** Every message in one language, in ICU MessageFormat syntax. */
export type Catalogue = Readonly<Record<MessageKey, string>>;

export const MESSAGES: Readonly<Record<Locale, Catalogue>> = { en, de: en, es: en, 'pt-BR': en, 'zh-CN': en, ja: en };
