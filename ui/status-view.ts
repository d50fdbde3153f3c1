import type { Ability, HubOrg, WhoAmI } from '../services/hub';
import { button, card } from './blocks';
import type { MessageKey } from './catalogue';
import { newTokenUrl } from './error-view';
import { matrixLines, type Matrix } from './feature-matrix';
import type { Lang } from './language';
import { code, link, plain } from './text';
import type { View } from './view';

/** The account here: how it was signed in, and what the Hub says about it. */
export interface Status {
    readonly who: WhoAmI;
    readonly source: 'token' | 'oauth';
    /** Milliseconds since 1970. */
    readonly storedAt: number;
    /** Milliseconds since 1970; undefined for a token that does not end. */
    readonly expiresAt?: number | undefined;
    /** OAuth only. */
    readonly scopes?: readonly string[] | undefined;
    /** The permissions of a fine-grained token and what they hold for. */
    readonly permissions?: ReadonlyMap<string, readonly string[]> | undefined;
    readonly abilities: readonly Ability[];
    readonly matrix: Matrix;
    readonly hubUrl: string;
    readonly now: number;
    /** How old the Hub's answer is, milliseconds; 0 = just now. */
    readonly ageMs: number;
    readonly stale: boolean;
}

/** Somebody with thirty organisations still reads it in one message. */
const MAX_ORGS = 8;
const MAX_PERMISSIONS = 12;

export function statusView(status: Status, lang: Lang): View {
    const account = [...accountLines(status, lang), ...tokenLines(status, lang), ...limitLines(status, lang)];
    return card({ text: [...account, '', ...matrixLines(status.matrix, lang)].join('\n'), notes: [ageNote(status, lang)] });
}

function ageNote({ ageMs, stale, now }: Status, lang: Lang): string | undefined {
    const age = lang.relative(now - ageMs, now);
    if (stale) {
        return lang.t('common.stale', { age });
    }
    return ageMs >= 1000 ? lang.t('common.age', { age }) : undefined;
}

/** Without an account: the way in, and what is open all the same. */
export function anonymousStatusView(reason: 'none' | 'unreadable', matrix: Matrix, lang: Lang): View {
    return card({
        text: [lang.t(`status.${reason}`), '', ...matrixLines(matrix, lang)].join('\n'),
        actions: [button('login.open', lang.t('hub.action.sign_in'), undefined, 'primary')],
    });
}

function accountLines({ who }: Status, lang: Lang): string[] {
    const name = who.fullname ? `${code(who.name)} (${plain(who.fullname)})` : code(who.name);
    const paying = who.canPay === true ? 'status.pay.yes' : who.canPay === false ? 'status.pay.no' : 'status.pay.unknown';
    return [lang.t('status.account', { name }), lang.t('status.plan', { plans: lang.list(plans(who, lang)) }), lang.t(paying), ...orgLines(who.orgs ?? [], lang)];
}

function plans({ isPro, orgs }: WhoAmI, lang: Lang): string[] {
    const ofOrgs = (orgs ?? []).flatMap(({ plan, name }) => (plan ? [lang.t('status.plan.org', { plan: planName(plan), org: code(name) })] : []));
    return [lang.t(isPro ? 'status.plan.pro' : 'status.plan.free'), ...ofOrgs];
}

/** `team` → `Team`: plans are names and stay as Hugging Face writes them. */
const planName = (plan: string): string => plain(plan.charAt(0).toUpperCase() + plan.slice(1));

function orgLines(orgs: readonly HubOrg[], lang: Lang): string[] {
    if (orgs.length === 0) {
        return [lang.t('status.orgs_none')];
    }
    const more = orgs.length > MAX_ORGS ? [lang.t('status.org_more', { count: orgs.length - MAX_ORGS })] : [];
    return [lang.t('status.orgs'), ...orgs.slice(0, MAX_ORGS).map((org) => orgLine(org, lang)), ...more];
}

const ROLES: Readonly<Record<string, MessageKey>> = {
    admin: 'status.role.admin',
    write: 'status.role.write',
    contributor: 'status.role.contributor',
    read: 'status.role.read',
    no_access: 'status.role.no_access',
};

const RESTRICTIONS: Readonly<Record<string, MessageKey>> = {
    'mfa': 'status.blocked.mfa',
    'sso': 'status.blocked.sso',
    'token-policy': 'status.blocked.token-policy',
    'token-revoked': 'status.blocked.token-revoked',
    'ip': 'status.blocked.ip',
};

function orgLine({ name, plan, roleInOrg, securityRestrictions }: HubOrg, lang: Lang): string {
    const role = lang.t(ROLES[roleInOrg ?? ''] ?? 'status.role.unknown');
    const line = lang.t('status.org', { org: code(name), plan: plan ? planName(plan) : lang.t('status.plan.free'), role });
    const reasons = (securityRestrictions ?? []).map((restriction) => lang.t(RESTRICTIONS[restriction] ?? 'status.blocked.other', { code: plain(restriction) }));
    return reasons.length > 0 ? `${line} ${lang.t('status.blocked', { reasons: lang.list(reasons) })}` : line;
}

function tokenLines(status: Status, lang: Lang): string[] {
    const source = lang.t(`status.source.${status.source}`, { age: lang.relative(status.storedAt, status.now) });
    const token = lang.t('status.token', { kind: kindOf(status, lang), source, end: endOf(status, lang) });
    return [token, ...permissionLines(status, lang)];
}

function kindOf({ who, source }: Status, lang: Lang): string {
    const { role, displayName } = who.auth.accessToken ?? {};
    const name = plain(displayName ?? '');
    if (role === 'read' || role === 'write' || role === 'fineGrained') {
        return lang.t(`status.kind.${role}`, { name });
    }
    return lang.t(source === 'oauth' ? 'status.kind.oauth' : 'status.kind.other');
}

function endOf({ source, expiresAt, now }: Status, lang: Lang): string {
    if (source === 'oauth') {
        return lang.t('status.end.renews');
    }
    if (expiresAt === undefined) {
        return lang.t('status.end.never');
    }
    const when = lang.relative(expiresAt, now);
    return expiresAt <= now ? lang.t('status.end.past', { when }) : lang.t('status.end.at', { when, date: lang.date(expiresAt) });
}

function permissionLines({ permissions, scopes }: Status, lang: Lang): string[] {
    if (scopes) {
        return [lang.t('status.scopes', { scopes: scopes.map(code).join(', ') })];
    }
    if (!permissions || permissions.size === 0) {
        return [];
    }
    const lines = [...permissions].slice(0, MAX_PERMISSIONS).map(([permission, on]) => {
        const entities = on.includes('*') ? lang.t('status.permission_all') : on.map(code).join(', ');
        return lang.t('status.permission', { permission: code(permission), on: entities });
    });
    const more = permissions.size > MAX_PERMISSIONS ? [lang.t('status.org_more', { count: permissions.size - MAX_PERMISSIONS })] : [];
    return [lang.t('status.permissions'), ...lines, ...more];
}

/** What the token can't do, and the page that makes one that can. */
function limitLines({ abilities, hubUrl }: Status, lang: Lang): string[] {
    const missing = abilities.filter(({ held }) => held === 'none');
    const partly = abilities.filter(({ held }) => held === 'some');
    const lines: string[] = [];
    if (partly.length > 0) {
        const items = partly.map(({ id, on }) => lang.t('status.partly_item', { ability: lang.t(`ability.${id}`), on: on.map(code).join(', ') }));
        lines.push(lang.t('status.partly', { abilities: lang.list(items) }));
    }
    if (missing.length > 0) {
        const page = link(lang.t('status.cannot_link'), newTokenUrl(hubUrl, ...missing.map(({ permission }) => permission)));
        lines.push(lang.t('status.cannot', { abilities: lang.list(missing.map(({ id }) => lang.t(`ability.${id}`))), link: page }));
    }
    return lines;
}
