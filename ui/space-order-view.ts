import type { SpaceOrder } from '../services/workflows/space/order';
import { button, card } from './blocks';
import type { Lang } from './language';
import { repoLink } from './repo-line';
import { code, plain } from './text';
import type { View } from './view';

const HOURS_PER_DAY = 24;

/** What somebody has to say yes to before an order is given. */
export interface OrderQuestion {
    readonly order: SpaceOrder;
    /** What comes back with the click on *yes*: the price per hour that was shown, null where none is known. */
    readonly agree: number | null;
    /** US dollars per hour; undefined where the catalogue states no price. */
    readonly cost?: { readonly flavor: string; readonly perHour: number | undefined };
}

/** Nothing is done until one of the two buttons is clicked. */
export function orderQuestionView({ order, agree, cost }: OrderQuestion, lang: Lang): View {
    const yes = button('space.agree', yesLabel({ order, agree, cost }, lang), JSON.stringify({ order, agreed: agree }), order.kind === 'remove-secret' ? 'danger' : 'primary');
    const lines = [questionText(order, lang), cost ? costText(cost, lang) : undefined];
    return card({ text: lines.filter((line) => line !== undefined).join('\n'), actions: [yes, button('space.cancel', lang.t('common.cancel'))] });
}

function questionText(order: SpaceOrder, lang: Lang): string {
    const space = `*${plain(order.space)}*`;
    switch (order.kind) {
        case 'restart':
            return lang.t(order.factory ? 'space.ask.rebuild' : 'space.ask.restart', { space });
        case 'hardware':
            return lang.t('space.ask.hardware', { space, flavor: code(order.flavor) });
        case 'sleep':
            return order.seconds === null ? lang.t('space.ask.never_sleep', { space }) : lang.t('space.ask.sleep_later', { space, time: lang.duration(order.seconds * 1000) });
        case 'remove-secret':
            return lang.t('space.ask.secret', { space, key: code(order.key) });
        default:
            return lang.t('space.ask.wake', { space });
    }
}

function costText({ flavor, perHour }: NonNullable<OrderQuestion['cost']>, lang: Lang): string {
    if (perHour === undefined) {
        return lang.t('space.ask.no_price', { flavor: code(flavor) });
    }
    return lang.t('space.ask.cost', { flavor: code(flavor), hour: lang.money(perHour), day: lang.money(perHour * HOURS_PER_DAY) });
}

function yesLabel({ order, cost }: OrderQuestion, lang: Lang): string {
    if (cost?.perHour !== undefined) {
        return lang.t('space.ask.start_for', { hour: lang.money(cost.perHour) });
    }
    return lang.t(cost ? 'space.ask.start' : order.kind === 'remove-secret' ? 'space.ask.remove' : 'space.ask.rebuild_button');
}

export interface DoneOrder {
    readonly order: SpaceOrder;
    /** A username. */
    readonly by: string;
    readonly hubUrl: string;
}

/** What was done, as a sentence for the room. */
export function orderDoneView(done: DoneOrder, lang: Lang): View {
    return { text: orderDoneText(done, lang) };
}

export function orderDoneText({ order, by, hubUrl }: DoneOrder, lang: Lang): string {
    const who = { by: plain(by), space: spaceLink(order.space, hubUrl) };
    switch (order.kind) {
        case 'restart':
            return lang.t(order.factory ? 'space.did.rebuild' : 'space.did.restart', who);
        case 'pause':
            return lang.t('space.did.pause', who);
        case 'sleep':
            return order.seconds === null ? lang.t('space.did.never_sleep', who) : lang.t('space.did.sleep', { ...who, time: lang.duration(order.seconds * 1000) });
        case 'hardware':
            return lang.t('space.did.hardware', { ...who, flavor: code(order.flavor) });
        case 'dev-mode':
            return lang.t(order.enabled ? 'space.did.dev_on' : 'space.did.dev_off', who);
        case 'variables':
            return variablesText(order, who, lang);
        case 'remove-secret':
            return lang.t('space.did.secret', { ...who, key: code(order.key) });
    }
}

export const spaceLink = (id: string, hubUrl: string): string => repoLink({ id, url: `${hubUrl}/spaces/${id}` });

/** Names only: values may be of no concern to the room. */
function variablesText({ set, remove }: Extract<SpaceOrder, { kind: 'variables' }>, who: { readonly by: string; readonly space: string }, lang: Lang): string {
    const names = (keys: readonly string[]): string => lang.list(keys.map(code));
    const did = [
        set.length > 0 ? lang.t('space.did.set', { ...who, keys: names(set.map(({ key }) => key)) }) : undefined,
        remove.length > 0 ? lang.t('space.did.remove', { ...who, keys: names(remove) }) : undefined,
    ];
    return did.filter((sentence) => sentence !== undefined).join('\n');
}
