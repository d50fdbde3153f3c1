import type { Lang } from './language';
import { plain } from './text';
import type { Surface } from './view';

/** The field of the form, by action id. */
export const UNSAFE_FIELD = 'pull.unsafe.name';

/** The repository's name has to be typed before files are pulled that can run code. `wish` comes back with it. */
export function pullUnsafeForm({ repo, wish }: { readonly repo: string; readonly wish: string }, lang: Lang): Surface {
    return {
        kind: 'modal',
        id: 'pull.unsafe',
        carried: wish,
        title: lang.t('pull.unsafe.title'),
        blocks: [
            { type: 'section', text: lang.t('pull.unsafe.warning', { repo: `*${plain(repo)}*` }) },
            { type: 'input', label: lang.t('pull.unsafe.label'), element: { type: 'text-input', actionId: UNSAFE_FIELD }, hint: lang.t('pull.unsafe.field_hint', { repo }) },
        ],
        submit: lang.t('pull.unsafe.submit'),
        close: lang.t('common.cancel'),
    };
}
