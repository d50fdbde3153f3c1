import type { Ability, WhoAmI } from '../services/hub';
import type { Finding } from '../ui/doctor-view';
import { newTokenUrl } from '../ui/error-view';
import type { Lang } from '../ui/language';
import { tokensLink } from '../ui/leak-view';
import { code, link } from '../ui/text';
import type { DoctorFacts, TokenFacts } from './doctor-facts';

/** A token that ends sooner than this should be replaced, milliseconds. */
const SOON_MS = 7 * 24 * 60 * 60_000;

/** What there is to say about the caller's token. */
export function tokenFindings(facts: DoctorFacts, lang: Lang): Finding[] {
    const { token } = facts;
    switch (token.state) {
        case 'none':
            return [{ level: 'ok', what: { key: 'doctor.token.none' }, fix: { key: 'doctor.token.none_fix' } }];
        case 'unreadable':
        case 'refused':
            return [{ level: 'bad', what: { key: `doctor.token.${token.state}` }, fix: { key: `doctor.token.${token.state}_fix` } }];
        case 'unchecked':
            return [{ level: 'warn', what: { key: 'doctor.token.unchecked' } }];
        case 'ok':
            return [works(token, facts, lang), ...ends(token, facts, lang), ...closedOrgs(token.who, lang)];
    }
}

type WorkingToken = Extract<TokenFacts, { readonly state: 'ok' }>;

/** Not being able to do something may be on purpose, so it is no fault. */
function works({ who, abilities }: WorkingToken, { hubUrl }: DoctorFacts, lang: Lang): Finding {
    const missing = abilities.filter(({ held }) => held === 'none');
    if (missing.length === 0) {
        return { level: 'ok', what: { key: 'doctor.token.ok', values: { name: code(who.name) } } };
    }
    const values = { name: code(who.name), abilities: lang.list(missing.map(({ id }) => lang.t(`ability.${id}`))) };
    return { level: 'ok', what: { key: 'doctor.token.missing', values }, fix: { key: 'doctor.token.missing_fix', values: { link: newTokenLink(hubUrl, missing, lang) } } };
}

function newTokenLink(hubUrl: string, missing: readonly Ability[], lang: Lang): string {
    return link(lang.t('login.new_token_link'), newTokenUrl(hubUrl, ...missing.map(({ permission }) => permission)));
}

function ends({ endsAt, renews }: WorkingToken, { now, hubUrl }: DoctorFacts, lang: Lang): Finding[] {
    if (renews || endsAt === undefined || endsAt - now > SOON_MS) {
        return [];
    }
    return [{ level: 'warn', what: { key: 'doctor.token.ends', values: { when: lang.relative(endsAt, now) } }, fix: { key: 'doctor.token.ends_fix', values: { link: tokensLink(hubUrl, lang) } } }];
}

function closedOrgs({ orgs }: WhoAmI, lang: Lang): Finding[] {
    const closed = (orgs ?? []).filter(({ securityRestrictions }) => securityRestrictions && securityRestrictions.length > 0);
    if (closed.length === 0) {
        return [];
    }
    const values = { count: closed.length, orgs: lang.list(closed.map(({ name }) => code(name))) };
    return [{ level: 'warn', what: { key: 'doctor.token.blocked', values }, fix: { key: 'doctor.token.blocked_fix' } }];
}
