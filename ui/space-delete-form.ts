import { button, card } from './blocks';
import type { Lang } from './language';
import { code, plain } from './text';
import type { Surface, View } from './view';

/** The field of the form, by action id. */
export const DELETE_FIELD = 'space.delete.name';

/** The id has to be typed in full before a Space is deleted. */
export function spaceDeleteForm(space: string, lang: Lang): Surface {
    return {
        kind: 'modal',
        id: 'space.delete',
        carried: space,
        title: lang.t('space.delete.title'),
        blocks: [
            { type: 'section', text: lang.t('space.delete.warning', { space: `*${plain(space)}*` }) },
            { type: 'input', label: lang.t('space.delete.label'), element: { type: 'text-input', actionId: DELETE_FIELD }, hint: lang.t('space.delete.hint', { space }) },
        ],
        submit: lang.t('space.delete.submit'),
        close: lang.t('common.cancel'),
    };
}

/** Where no form could be opened: a click brings a new chance to. */
export function spaceDeletePrompt(space: string, lang: Lang): View {
    return card({ text: lang.t('space.delete.prompt', { space: code(space) }), actions: [button('space.delete', lang.t('space.delete.open'), space, 'danger')] });
}

/** To the room. */
export function spaceDeletedView({ space, by }: { readonly space: string; readonly by: string }, lang: Lang): View {
    return { text: lang.t('space.did.delete', { by: plain(by), space: code(space) }) };
}
