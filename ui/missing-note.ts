import type { Part } from '../services/discovery';
import type { HubErrorFacts, HubErrorKind } from '../services/hub';
import { linkButton } from './blocks';
import type { MessageKey } from './catalogue';
import { newTokenUrl } from './error-view';
import type { Lang } from './language';
import type { Button } from './view';

/** A part of a report under the name it has in its notes. */
export interface NamedPart {
    readonly name: MessageKey;
    readonly part: Part<unknown>;
}

/** Why a part is missing, in few words. */
const REASONS: Readonly<Partial<Record<HubErrorKind, MessageKey>>> = {
    'unauthorized': 'missing.token',
    'token-expired': 'missing.token',
    'forbidden': 'missing.token',
    'missing-scope': 'missing.scope',
    'gated': 'missing.gated',
    'payment-required': 'missing.plan',
    'not-found-or-private': 'missing.absent',
    'repo-not-found': 'missing.absent',
    'revision-not-found': 'missing.absent',
    'entry-not-found': 'missing.absent',
    'not-found': 'missing.absent',
    'not-ready': 'missing.not_ready',
    'rate-limited': 'missing.rate_limited',
    'unavailable': 'missing.no_answer',
    'timeout': 'missing.no_answer',
    'unreachable': 'missing.no_answer',
};

/** Says which parts of a report are missing and why, one note per reason; nothing when all are there. */
export function missingNotes(parts: readonly NamedPart[], lang: Lang): string[] {
    const byReason = new Map<string, string[]>();
    for (const { name, part } of parts) {
        if (!part.ok) {
            const reason = reasonOf(part.facts, lang);
            byReason.set(reason, [...(byReason.get(reason) ?? []), lang.t(name)]);
        }
    }
    return [...byReason].map(([reason, names]) => lang.t('missing.note', { names: lang.list(names), reason }));
}

function reasonOf(facts: Readonly<HubErrorFacts>, lang: Lang): string {
    return lang.t(REASONS[facts.kind] ?? 'missing.other', { scope: facts.scope ?? '?', status: facts.status ?? 0 });
}

/** A link to a new token with the permission that one of the parts lacked. */
export function missingScopeButton(parts: readonly NamedPart[], hubUrl: string, lang: Lang): Button | undefined {
    const scope = parts.map(({ part }) => (part.ok ? undefined : part.facts.scope)).find((name) => name !== undefined);
    return scope === undefined ? undefined : linkButton('login.scope', lang.t('hub.action.new_token'), newTokenUrl(hubUrl, scope));
}
