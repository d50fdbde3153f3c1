import type { Environment, Gate, RuleField } from '../services/workflows/environment/environment';
import { button, card } from './blocks';
import type { Lang } from './language';
import { targetText } from './target-text';
import { code, plain } from './text';
import type { Select, View } from './view';

export interface ShownEnvironment {
    readonly environment: Environment;
    /** Of an endpoint: US dollars per hour and replica. Not known where the reader's token may not see prices; undefined where the hardware is not offered any more. */
    readonly price?: { readonly known: false } | { readonly known: true; readonly perHour: number | undefined };
    readonly lock?: ShownLock;
}

interface ShownLock {
    /** A username; missing when they have left the workspace. */
    readonly owner?: string;
    readonly reason: string;
    /** Milliseconds since 1970. */
    readonly until?: number | undefined;
}

/** Buttons and selects that admins have below the list. */
export function environmentListView(shown: readonly ShownEnvironment[], isAdmin: boolean, lang: Lang): View {
    if (shown.length === 0) {
        return card({ text: [lang.t('env.none'), lang.t(isAdmin ? 'env.none_admin' : 'env.none_user')].join('\n'), actions: [isAdmin ? newButton(lang) : undefined] });
    }
    const unpriced = shown.some(({ price }) => price?.known === false);
    return card({
        text: shown.map((one) => environmentText(one, lang)).join('\n\n'),
        actions: isAdmin ? [changeSelect(shown, lang), newButton(lang)] : [],
        notes: [unpriced ? lang.t('env.no_price') : undefined],
    });
}

const newButton = (lang: Lang) => button('env.form', lang.t('env.new'), undefined, 'primary');

function changeSelect(shown: readonly ShownEnvironment[], lang: Lang): Select {
    return { type: 'select', actionId: 'env.change', placeholder: lang.t('env.change'), options: shown.map(({ environment: { name } }) => ({ value: name, label: name })) };
}

/** Where no form could be opened: a click brings a new chance to. */
export function environmentPromptView(name: string | undefined, lang: Lang): View {
    return card({ text: lang.t('env.prompt'), actions: [button('env.form', lang.t('env.open'), name, 'primary')] });
}

/** After it was set: what is different, and all of it. */
export function environmentSavedView({ shown, changed, isNew }: { readonly shown: ShownEnvironment; readonly changed: readonly RuleField[]; readonly isNew: boolean }, lang: Lang): View {
    const name = `*${shown.environment.name}*`;
    const fields = lang.list(changed.map((field) => lang.t(`env.field.${field}`)));
    const said = isNew ? lang.t('env.made', { name }) : changed.length > 0 ? lang.t('env.changed', { name, fields }) : lang.t('env.unchanged', { name });
    return { text: [said, '', environmentText(shown, lang)].join('\n') };
}

/** A heading with a list: each line wraps by itself. */
function environmentText(shown: ShownEnvironment, lang: Lang): string {
    const { environment, lock } = shown;
    const { approvals, roles, reviewers, selfApproval, strict, gates, expiryHours, after } = environment;
    const names = (list: readonly string[]): string => lang.list(list.map((name) => plain(name)));
    const lines = [
        lock ? lockLine(lock, lang) : undefined,
        lang.t('env.line.target', { target: targetWords(shown, lang) }),
        lang.t('env.line.approvals', { n: approvals, own: selfApproval ? 'yes' : 'no' }),
        roles.length > 0 ? lang.t('env.line.roles', { n: roles.length, names: names(roles) }) : undefined,
        reviewers.length > 0 ? lang.t('env.line.reviewers', { n: reviewers.length, names: names(reviewers) }) : undefined,
        gates.length > 0 ? lang.t(strict ? 'env.line.gates_strict' : 'env.line.gates', { gates: lang.list(gates.map((gate) => gateWords(gate, lang))) }) : lang.t('env.line.no_gates'),
        lang.t('env.line.expiry', { time: lang.number(expiryHours, { style: 'unit', unit: 'hour', unitDisplay: 'long' }) }),
        after === undefined ? undefined : lang.t('env.line.after', { after: code(after) }),
    ];
    return [`*${environment.name}* – ${lang.t(strict ? 'env.strict' : 'env.standard')}`, ...lines.flatMap((line) => (line === undefined ? [] : [`- ${line}`]))].join('\n');
}

const gateWords = (gate: Gate, lang: Lang): string => lang.t(`env.gate.${gate}`);

function lockLine({ owner, reason, until }: ShownLock, lang: Lang): string {
    return lang.t('env.line.lock', { owner: plain(owner ?? '?'), until: untilWords(until, lang), reason: plain(reason) });
}

/** A day with its time, as the reader's own client writes it. */
const untilWords = (until: number | undefined, lang: Lang): string => (until === undefined ? lang.t('env.until_unlocked') : lang.t('env.until', { time: `<t:${Math.ceil(until / 1000)}:f>` }));

/** Where deployments go, with today's price where that is known. */
function targetWords({ environment: { target }, price }: ShownEnvironment, lang: Lang): string {
    return [targetText(target, lang), ...(target.kind === 'endpoint' && price?.known ? [priceWords(price.perHour, lang)] : [])].join(' – ');
}

function priceWords(perHour: number | undefined, lang: Lang): string {
    return perHour === undefined ? lang.t('env.price_gone') : lang.t('env.price', { hour: lang.money(perHour), day: lang.money(perHour * 24) });
}

/** To the room: nothing goes there for now. */
export function environmentLockedView({ name, owner, reason, until }: ShownLock & { readonly name: string }, lang: Lang): View {
    const text = lang.t('env.locked', { name: `*${name}*`, owner: plain(owner ?? '?'), until: untilWords(until, lang), reason: plain(reason) });
    return card({ text, actions: [button('env.unlock', lang.t('env.unlock'), name)] });
}

export function environmentUnlockedView({ name, by }: { readonly name: string; readonly by: string }, lang: Lang): View {
    return { text: lang.t('env.unlocked', { name: `*${name}*`, by: plain(by) }) };
}

/** The second step before an environment is gone. */
export function confirmRemoveView(name: string, lang: Lang): View {
    return card({ text: lang.t('env.remove.confirm', { name: `*${name}*` }), actions: [button('env.remove', lang.t('env.remove.button'), name, 'danger')] });
}
