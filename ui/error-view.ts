import type { HubErrorFacts, HubErrorKind } from '../services/hub';
import { button, card, linkButton } from './blocks';
import type { MessageKey } from './catalogue';
import type { Lang, Values } from './language';
import { plain, truncate } from './text';
import type { Button, View } from './view';

interface Sentence {
    readonly key: MessageKey;
    readonly values?: Values;
}

/** What the user can mend: the sentence, then the next steps. */
export function userErrorView(sentence: Sentence, steps: readonly Sentence[], lang: Lang): View {
    return { text: lines([sentence, ...steps], lang), failed: true };
}

interface Question {
    readonly sentence: Sentence;
    readonly steps: readonly Sentence[];
    readonly button: { readonly label: Sentence; readonly actionId: string; readonly value: string };
}

/** What the user has to know first, and the button that goes on. */
export function userQuestionView({ sentence, steps, button: { label, actionId, value } }: Question, lang: Lang): View {
    return card({ text: lines([sentence, ...steps], lang), actions: [button(actionId, lang.t(label.key, label.values), value)] });
}

const lines = (sentences: readonly Sentence[], lang: Lang): string => sentences.map(({ key, values }) => lang.t(key, values && readable(values))).join('\n');

/** What a user typed may be long or hold markdown; the sentence around it must stay readable. */
function readable(values: Values): Values {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? truncate(value.replace(/[`\r\n]+/g, ' '), 300) : value]));
}

/** Our own fault: no detail reaches the room, only the reference under which the log has it. */
export function unexpectedErrorView(reference: string, lang: Lang): View {
    return { text: [lang.t('error.unexpected'), lang.t('error.reference', { ref: reference })].join('\n'), failed: true };
}

export interface HubErrorContext {
    readonly lang: Lang;
    readonly now: number;
    readonly reference: string;
    readonly signedIn: boolean;
    readonly hubUrl: string;
}

/** Kinds that mean the same to the user share a sentence. */
const SENTENCES: Readonly<Record<HubErrorKind, MessageKey>> = {
    'unauthorized': 'hub.unauthorized',
    'token-expired': 'hub.token_expired',
    'forbidden': 'hub.forbidden',
    'missing-scope': 'hub.missing_scope',
    'gated': 'hub.gated',
    'disabled': 'hub.disabled',
    'not-found-or-private': 'hub.not_found_or_private',
    'repo-not-found': 'hub.repo_not_found',
    'revision-not-found': 'hub.revision_not_found',
    'entry-not-found': 'hub.entry_not_found',
    'job-not-found': 'hub.not_found',
    'not-found': 'hub.not_found',
    'bad-request': 'hub.bad_request',
    'payment-required': 'hub.payment_required',
    'conflict': 'hub.conflict',
    'bad-range': 'hub.bad_request',
    'not-ready': 'hub.not_ready',
    'rate-limited': 'hub.rate_limited',
    'unavailable': 'hub.unavailable',
    'timeout': 'hub.timeout',
    'unreachable': 'hub.unreachable',
    'bad-redirect': 'hub.shape',
    'too-large': 'hub.too_large',
    'shape': 'hub.shape',
    'other': 'hub.other',
};

/** Kinds about which the Hub's own words say more than ours: which parameter, which policy, which plan. */
const QUOTED: ReadonlySet<HubErrorKind> = new Set(['forbidden', 'missing-scope', 'bad-request', 'payment-required', 'conflict', 'other']);
const HUB_WORDS_LIMIT = 300;

/** What Hugging Face refused or could not do: what happened, whose move it is, the next step. */
export function hubErrorView(facts: HubErrorFacts, context: HubErrorContext): View {
    const { lang, reference } = context;
    const notes = [lang.t('error.reference', { ref: reference }), facts.requestId && lang.t('hub.request', { id: facts.requestId })];
    return { ...card({ text: hubErrorText(facts, context), actions: nextSteps(facts, context), notes: notes.filter((note) => note !== undefined && note !== '') }), failed: true };
}

/** The same as text alone, for messages that tell more than that. */
export function hubErrorText(facts: HubErrorFacts, { lang, now }: Pick<HubErrorContext, 'lang' | 'now'>): string {
    const lines = [lang.t(SENTENCES[facts.kind], { scope: facts.scope ?? '?', status: facts.status ?? 0, reopens: reopening(facts, { lang, now }), field: facts.hubMessage ?? '' })];
    if (facts.hubMessage && QUOTED.has(facts.kind)) {
        lines.push(lang.t('hub.says', { words: plain(truncate(facts.hubMessage, HUB_WORDS_LIMIT)) }));
    }
    return lines.join('\n');
}

/** Seconds until the bucket reopens, with a time that Rocket.Chat counts down by itself. */
function reopening(facts: HubErrorFacts, { lang, now }: Pick<HubErrorContext, 'lang' | 'now'>): string {
    if (facts.reopensAt === undefined) {
        return lang.t('hub.soon');
    }
    const seconds = Math.max(1, Math.ceil((facts.reopensAt - now) / 1000));
    return `${lang.duration(seconds * 1000)} (<t:${Math.ceil(facts.reopensAt / 1000)}:R>)`;
}

function nextSteps(facts: HubErrorFacts, { lang, signedIn, hubUrl }: HubErrorContext): Button[] {
    switch (facts.kind) {
        case 'unauthorized':
        case 'token-expired':
            return [button('login.open', lang.t('hub.action.sign_in'), undefined, 'primary')];
        case 'not-found-or-private':
        case 'gated':
            return signedIn ? [] : [button('login.open', lang.t('hub.action.sign_in'), undefined, 'primary')];
        case 'missing-scope':
            return [linkButton('login.scope', lang.t('hub.action.new_token'), newTokenUrl(hubUrl, facts.scope))];
        default:
            return [];
    }
}

/**
 * The page that makes a fine-grained token, with the missing permission ticked.
 * Source: https://huggingface.co/docs/inference-providers (its links to token creation).
 */
export function newTokenUrl(hubUrl: string, ...permissions: ReadonlyArray<string | undefined>): string {
    const url = new URL('/settings/tokens/new', hubUrl);
    url.searchParams.set('tokenType', 'fineGrained');
    for (const permission of permissions) {
        if (permission) {
            url.searchParams.append('ownUserPermissions', permission);
        }
    }
    return url.href;
}
