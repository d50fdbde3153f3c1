import type { Quantised } from '../services/discovery';
import { button, card } from './blocks';
import type { Lang } from './language';
import { code } from './text';
import type { View } from './view';

export interface QuantisationChoice {
    readonly repo: string;
    readonly offered: readonly Quantised[];
    /** The one to suggest. */
    readonly suggested: string | undefined;
    /** The largest file that the room takes, bytes. */
    readonly limit: number;
    /** What a click on one of them carries. */
    readonly valueOf: (name: string) => string;
}

/** Rows of buttons on a phone. */
const MAX_BUTTONS = 5;
const MAX_SHOWN = 30;

/** Asks which quantisation is wanted, with the sizes to choose by. */
export function pullQuantisationView({ repo, offered, suggested, limit, valueOf }: QuantisationChoice, lang: Lang): View {
    const shown = offered.slice(0, MAX_SHOWN);
    const lines = shown.map(({ name, bytes }) => `- ${code(name)}${sizeText(bytes, limit, lang)}${name === suggested ? ` · *${lang.t('pull.which.suggested')}*` : ''}`);
    const options = shown.map(({ name }) => ({ value: valueOf(name), label: name }));
    const buttons = options.map(({ value, label }) => button('pull.run', label, value, label === suggested ? 'primary' : undefined));
    return card({
        text: [lang.t('pull.which', { repo: code(repo) }), ...lines].join('\n'),
        actions: options.length <= MAX_BUTTONS ? buttons : [
            ...buttons.filter(({ style }) => style === 'primary'),
            { type: 'select', actionId: 'pull.run', placeholder: lang.t('pull.which.other'), options },
        ],
    });
}

function sizeText(bytes: number | undefined, limit: number, lang: Lang): string {
    return bytes === undefined ? '' : ` ${lang.bytes(bytes)}${bytes <= limit ? ` · ${lang.t('pull.which.fits')}` : ''}`;
}
