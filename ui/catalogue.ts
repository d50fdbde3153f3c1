import deApproval from '../i18n/messages/de/approval.json';
import deAudit from '../i18n/messages/de/audit.json';
import deCache from '../i18n/messages/de/cache.json';
import deCheck from '../i18n/messages/de/check.json';
import deCommon from '../i18n/messages/de/common.json';
import deConvert from '../i18n/messages/de/convert.json';
import deDeploy from '../i18n/messages/de/deploy.json';
import deDigest from '../i18n/messages/de/digest.json';
import deDiscovery from '../i18n/messages/de/discovery.json';
import deEnvironment from '../i18n/messages/de/environment.json';
import deIdentity from '../i18n/messages/de/identity.json';
import deLogs from '../i18n/messages/de/logs.json';
import deMonitor from '../i18n/messages/de/monitor.json';
import deNews from '../i18n/messages/de/news.json';
import dePull from '../i18n/messages/de/pull.json';
import dePush from '../i18n/messages/de/push.json';
import deSafety from '../i18n/messages/de/safety.json';
import deSpace from '../i18n/messages/de/space.json';
import deWatch from '../i18n/messages/de/watch.json';
import enApproval from '../i18n/messages/en/approval.json';
import enAudit from '../i18n/messages/en/audit.json';
import enCache from '../i18n/messages/en/cache.json';
import enCheck from '../i18n/messages/en/check.json';
import enCommon from '../i18n/messages/en/common.json';
import enConvert from '../i18n/messages/en/convert.json';
import enDeploy from '../i18n/messages/en/deploy.json';
import enDigest from '../i18n/messages/en/digest.json';
import enDiscovery from '../i18n/messages/en/discovery.json';
import enEnvironment from '../i18n/messages/en/environment.json';
import enIdentity from '../i18n/messages/en/identity.json';
import enLogs from '../i18n/messages/en/logs.json';
import enMonitor from '../i18n/messages/en/monitor.json';
import enNews from '../i18n/messages/en/news.json';
import enPull from '../i18n/messages/en/pull.json';
import enPush from '../i18n/messages/en/push.json';
import enSafety from '../i18n/messages/en/safety.json';
import enSpace from '../i18n/messages/en/space.json';
import enWatch from '../i18n/messages/en/watch.json';
import esApproval from '../i18n/messages/es/approval.json';
import esAudit from '../i18n/messages/es/audit.json';
import esCache from '../i18n/messages/es/cache.json';
import esCheck from '../i18n/messages/es/check.json';
import esCommon from '../i18n/messages/es/common.json';
import esConvert from '../i18n/messages/es/convert.json';
import esDeploy from '../i18n/messages/es/deploy.json';
import esDigest from '../i18n/messages/es/digest.json';
import esDiscovery from '../i18n/messages/es/discovery.json';
import esEnvironment from '../i18n/messages/es/environment.json';
import esIdentity from '../i18n/messages/es/identity.json';
import esLogs from '../i18n/messages/es/logs.json';
import esMonitor from '../i18n/messages/es/monitor.json';
import esNews from '../i18n/messages/es/news.json';
import esPull from '../i18n/messages/es/pull.json';
import esPush from '../i18n/messages/es/push.json';
import esSafety from '../i18n/messages/es/safety.json';
import esSpace from '../i18n/messages/es/space.json';
import esWatch from '../i18n/messages/es/watch.json';
import jaApproval from '../i18n/messages/ja/approval.json';
import jaAudit from '../i18n/messages/ja/audit.json';
import jaCache from '../i18n/messages/ja/cache.json';
import jaCheck from '../i18n/messages/ja/check.json';
import jaCommon from '../i18n/messages/ja/common.json';
import jaConvert from '../i18n/messages/ja/convert.json';
import jaDeploy from '../i18n/messages/ja/deploy.json';
import jaDigest from '../i18n/messages/ja/digest.json';
import jaDiscovery from '../i18n/messages/ja/discovery.json';
import jaEnvironment from '../i18n/messages/ja/environment.json';
import jaIdentity from '../i18n/messages/ja/identity.json';
import jaLogs from '../i18n/messages/ja/logs.json';
import jaMonitor from '../i18n/messages/ja/monitor.json';
import jaNews from '../i18n/messages/ja/news.json';
import jaPull from '../i18n/messages/ja/pull.json';
import jaPush from '../i18n/messages/ja/push.json';
import jaSafety from '../i18n/messages/ja/safety.json';
import jaSpace from '../i18n/messages/ja/space.json';
import jaWatch from '../i18n/messages/ja/watch.json';
import ptBrApproval from '../i18n/messages/pt-BR/approval.json';
import ptBrAudit from '../i18n/messages/pt-BR/audit.json';
import ptBrCache from '../i18n/messages/pt-BR/cache.json';
import ptBrCheck from '../i18n/messages/pt-BR/check.json';
import ptBrCommon from '../i18n/messages/pt-BR/common.json';
import ptBrConvert from '../i18n/messages/pt-BR/convert.json';
import ptBrDeploy from '../i18n/messages/pt-BR/deploy.json';
import ptBrDigest from '../i18n/messages/pt-BR/digest.json';
import ptBrDiscovery from '../i18n/messages/pt-BR/discovery.json';
import ptBrEnvironment from '../i18n/messages/pt-BR/environment.json';
import ptBrIdentity from '../i18n/messages/pt-BR/identity.json';
import ptBrLogs from '../i18n/messages/pt-BR/logs.json';
import ptBrMonitor from '../i18n/messages/pt-BR/monitor.json';
import ptBrNews from '../i18n/messages/pt-BR/news.json';
import ptBrPull from '../i18n/messages/pt-BR/pull.json';
import ptBrPush from '../i18n/messages/pt-BR/push.json';
import ptBrSafety from '../i18n/messages/pt-BR/safety.json';
import ptBrSpace from '../i18n/messages/pt-BR/space.json';
import ptBrWatch from '../i18n/messages/pt-BR/watch.json';
import zhCnApproval from '../i18n/messages/zh-CN/approval.json';
import zhCnAudit from '../i18n/messages/zh-CN/audit.json';
import zhCnCache from '../i18n/messages/zh-CN/cache.json';
import zhCnCheck from '../i18n/messages/zh-CN/check.json';
import zhCnCommon from '../i18n/messages/zh-CN/common.json';
import zhCnConvert from '../i18n/messages/zh-CN/convert.json';
import zhCnDeploy from '../i18n/messages/zh-CN/deploy.json';
import zhCnDigest from '../i18n/messages/zh-CN/digest.json';
import zhCnDiscovery from '../i18n/messages/zh-CN/discovery.json';
import zhCnEnvironment from '../i18n/messages/zh-CN/environment.json';
import zhCnIdentity from '../i18n/messages/zh-CN/identity.json';
import zhCnLogs from '../i18n/messages/zh-CN/logs.json';
import zhCnMonitor from '../i18n/messages/zh-CN/monitor.json';
import zhCnNews from '../i18n/messages/zh-CN/news.json';
import zhCnPull from '../i18n/messages/zh-CN/pull.json';
import zhCnPush from '../i18n/messages/zh-CN/push.json';
import zhCnSafety from '../i18n/messages/zh-CN/safety.json';
import zhCnSpace from '../i18n/messages/zh-CN/space.json';
import zhCnWatch from '../i18n/messages/zh-CN/watch.json';

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

const en = { ...enCommon, ...enDiscovery, ...enIdentity, ...enApproval, ...enDeploy, ...enEnvironment, ...enAudit, ...enWatch, ...enNews, ...enDigest, ...enSpace, ...enLogs, ...enMonitor, ...enPull, ...enCheck, ...enPush, ...enConvert, ...enSafety, ...enCache };

export type MessageKey = keyof typeof en;
/** Every message in one language, in ICU MessageFormat syntax. A translation that lacks one does not compile. */
export type Catalogue = Readonly<Record<MessageKey, string>>;

export const MESSAGES: Readonly<Record<Locale, Catalogue>> = {
    en,
    de: { ...deCommon, ...deDiscovery, ...deIdentity, ...deApproval, ...deDeploy, ...deEnvironment, ...deAudit, ...deWatch, ...deNews, ...deDigest, ...deSpace, ...deLogs, ...deMonitor, ...dePull, ...deCheck, ...dePush, ...deConvert, ...deSafety, ...deCache },
    es: { ...esCommon, ...esDiscovery, ...esIdentity, ...esApproval, ...esDeploy, ...esEnvironment, ...esAudit, ...esWatch, ...esNews, ...esDigest, ...esSpace, ...esLogs, ...esMonitor, ...esPull, ...esCheck, ...esPush, ...esConvert, ...esSafety, ...esCache },
    'pt-BR': { ...ptBrCommon, ...ptBrDiscovery, ...ptBrIdentity, ...ptBrApproval, ...ptBrDeploy, ...ptBrEnvironment, ...ptBrAudit, ...ptBrWatch, ...ptBrNews, ...ptBrDigest, ...ptBrSpace, ...ptBrLogs, ...ptBrMonitor, ...ptBrPull, ...ptBrCheck, ...ptBrPush, ...ptBrConvert, ...ptBrSafety, ...ptBrCache },
    'zh-CN': { ...zhCnCommon, ...zhCnDiscovery, ...zhCnIdentity, ...zhCnApproval, ...zhCnDeploy, ...zhCnEnvironment, ...zhCnAudit, ...zhCnWatch, ...zhCnNews, ...zhCnDigest, ...zhCnSpace, ...zhCnLogs, ...zhCnMonitor, ...zhCnPull, ...zhCnCheck, ...zhCnPush, ...zhCnConvert, ...zhCnSafety, ...zhCnCache },
    ja: { ...jaCommon, ...jaDiscovery, ...jaIdentity, ...jaApproval, ...jaDeploy, ...jaEnvironment, ...jaAudit, ...jaWatch, ...jaNews, ...jaDigest, ...jaSpace, ...jaLogs, ...jaMonitor, ...jaPull, ...jaCheck, ...jaPush, ...jaConvert, ...jaSafety, ...jaCache },
};
