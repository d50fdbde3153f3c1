import type { Watch, WatchEvent, WatchFilters, WatchMode } from '../services/workflows/watching';
import type { Lang } from './language';
import { code } from './text';
import type { Surface, SurfaceBlock } from './view';
import { targetName } from './watch-view';

/** The form's fields by action id: one for each event, one for each kind of filter. */
export const eventField = (event: WatchEvent): `watch.event.${WatchEvent}` => `watch.event.${event}`;
export const filterField = (kind: keyof WatchFilters): `watch.filter.${keyof WatchFilters}` => `watch.filter.${kind}`;

const FILTERS = ['branches', 'authors', 'paths'] as const;

/** What a watch shows and how, to be changed. */
export function watchFormSurface({ id, target, modes, filters }: Watch, { events, choices }: { readonly events: readonly WatchEvent[]; readonly choices: readonly WatchMode[] }, lang: Lang): Surface {
    const options = choices.map((mode) => ({ value: mode, label: lang.t(`watch.mode.${mode}`) }));
    const selects = events.map((event): SurfaceBlock => {
        const label = lang.t(`watch.event.${event}`);
        return { type: 'input', label, element: { type: 'select', actionId: eventField(event), placeholder: label, options, initial: modes[event] } };
    });
    const texts = FILTERS.map((kind): SurfaceBlock => ({
        type: 'input', label: lang.t(`watch.field.${kind}`), optional: true, hint: lang.t(`watch.hint.${kind}`),
        element: { type: 'text-input', actionId: filterField(kind), initial: filters[kind].join(', ') },
    }));
    return {
        kind: 'modal',
        id: `watch.less:${id}`,
        title: lang.t('watch.form.title'),
        blocks: [{ type: 'section', text: lang.t('watch.form.intro', { target: code(targetName(target)) }) }, ...selects, ...texts],
        submit: lang.t('common.save'),
        close: lang.t('common.cancel'),
    };
}
