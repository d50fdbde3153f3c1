import type { SpaceOrder } from '../services/workflows/space/order';
import { card } from './blocks';
import type { Lang } from './language';
import { spaceLink } from './space-order-view';
import { code, plain } from './text';
import type { View } from './view';

const HOURS_PER_DAY = 24;

/** Hardware that a Space can have, and what it costs today with all its replicas. */
export interface OfferedHardware {
    readonly flavor: string;
    readonly name: string;
    /** US dollars; undefined where none is stated. */
    readonly perHour: number | undefined;
    /** The Space has it. */
    readonly current: boolean;
}

export interface HardwareOffer {
    readonly space: string;
    readonly hubUrl: string;
    readonly offered: readonly OfferedHardware[];
    /** Goes with whichever is chosen. */
    readonly sleepSeconds?: number | null | undefined;
}

/** The catalogue of today, with a list to choose from. */
export function spaceHardwareView({ space, hubUrl, offered, sleepSeconds }: HardwareOffer, lang: Lang): View {
    const order = (flavor: string): SpaceOrder => ({ kind: 'hardware', space, flavor, ...(sleepSeconds !== undefined && { sleepSeconds }) });
    const others = offered.filter(({ current }) => !current);
    return card({
        text: [lang.t('space.hardware.title', { space: spaceLink(space, hubUrl) }), ...offered.map((one) => hardwareLine(one, lang))].join('\n'),
        actions: [{
            type: 'select',
            actionId: 'space.order',
            placeholder: lang.t('space.hardware.choose'),
            options: others.map(({ flavor, perHour }) => ({ value: JSON.stringify(order(flavor)), label: `${flavor} – ${shortPrice(perHour, lang)}` })),
        }],
        notes: [lang.t('space.hardware.note')],
    });
}

function hardwareLine({ flavor, name, perHour, current }: OfferedHardware, lang: Lang): string {
    const price = perHour ? lang.t('space.hardware.price', { hour: lang.money(perHour), day: lang.money(perHour * HOURS_PER_DAY) }) : shortPrice(perHour, lang);
    const text = `${code(flavor)} ${plain(name)} – ${price}`;
    return current ? `- *${lang.t('space.hardware.current')}* ${text}` : `- ${text}`;
}

function shortPrice(perHour: number | undefined, lang: Lang): string {
    if (perHour === undefined) {
        return lang.t('space.price.unknown');
    }
    return perHour === 0 ? lang.t('info.price.free') : lang.t('space.hardware.per_hour', { hour: lang.money(perHour) });
}
