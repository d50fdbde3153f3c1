import type { Ctx } from '../../context/ctx';
import type { View } from '../../ui/view';

/** A private Space is not named in a room that everybody may read. */
export const mayBeTold = ({ room }: Pick<Ctx, 'room'>, space: { readonly private: boolean }): boolean => !(space.private && room.public);

/** For the caller alone: what was done, and why nobody else is told. */
export const toldInPrivate = ({ lang }: Pick<Ctx, 'lang'>, fact: View): View => ({ text: [fact.text, lang.t('space.private')].join('\n') });
