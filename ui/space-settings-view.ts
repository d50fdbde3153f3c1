import type { SpaceOrder } from '../services/workflows/space/order';
import { card, linkButton } from './blocks';
import type { Reader } from './reader';
import { spaceLink } from './space-order-view';
import { code, truncate } from './text';
import type { Select, View } from './view';

interface Setting {
    readonly key: string;
    /** When it was set last, milliseconds since 1970; undefined when the Hub does not tell. */
    readonly updatedAt?: number | undefined;
}

/** `value` has been masked. */
export type ShownVariable = Setting & { readonly value: string };

interface SpaceSettings<T> {
    readonly space: string;
    readonly hubUrl: string;
    readonly settings: readonly T[];
}

/** A message with more lines than this is hard to read. */
const SHOWN = 40;
const VALUE_LIMIT = 120;

/** Names and dates. Secrets are added on Hugging Face alone: whatever is typed into a chat is kept there. */
export function spaceSecretsView({ space, hubUrl, settings }: SpaceSettings<Setting>, reader: Reader): View {
    const { lang } = reader;
    const title = lang.t(settings.length > 0 ? 'space.secrets.title' : 'space.secrets.none', { space: spaceLink(space, hubUrl) });
    const lines = settings.slice(0, SHOWN).map((setting) => `- ${code(setting.key)}${since(setting, reader)}`);
    return card({
        text: [title, ...lines, ...more(settings, reader), lang.t('space.secrets.why')].join('\n'),
        actions: [removal({ settings, order: (key) => ({ kind: 'remove-secret', space, key }) }, reader), linkButton('space.settings', lang.t('space.secrets.add'), `${hubUrl}/spaces/${space}/settings`)],
    });
}

export function spaceVariablesView({ space, hubUrl, settings }: SpaceSettings<ShownVariable>, reader: Reader): View {
    const { lang } = reader;
    const title = lang.t(settings.length > 0 ? 'space.variables.title' : 'space.variables.none', { space: spaceLink(space, hubUrl) });
    const lines = settings.slice(0, SHOWN).map((setting) => `- ${code(`${setting.key}=${truncate(setting.value, VALUE_LIMIT)}`)}${since(setting, reader)}`);
    return card({
        text: [title, ...lines, ...more(settings, reader), lang.t('space.variables.how')].join('\n'),
        actions: [removal({ settings, order: (key) => ({ kind: 'variables', space, set: [], remove: [key] }) }, reader)],
    });
}

function since({ updatedAt }: Setting, { lang, now }: Reader): string {
    return updatedAt === undefined ? '' : ` – ${lang.t('space.settings.since', { when: lang.relative(updatedAt, now) })}`;
}

const more = (settings: readonly Setting[], { lang }: Reader): string[] => (settings.length > SHOWN ? [lang.t('info.more', { n: settings.length - SHOWN })] : []);

interface Removal {
    readonly settings: readonly Setting[];
    readonly order: (key: string) => SpaceOrder;
}

function removal({ settings, order }: Removal, { lang }: Reader): Select | undefined {
    const options = settings.slice(0, SHOWN).map(({ key }) => ({ value: JSON.stringify(order(key)), label: key }));
    return options.length === 0 ? undefined : { type: 'select', actionId: 'space.order', placeholder: lang.t('space.settings.remove'), options };
}
