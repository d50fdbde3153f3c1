import type { Watch, WatchFilters, WatchTarget } from '../services/workflows/watching';
import { button } from './blocks';
import type { Lang } from './language';
import { code } from './text';
import type { Button } from './view';

/** `owner/name` of a repository, or the name of an account. */
export const targetName = (target: WatchTarget): string => (target.type === 'account' ? target.name : target.id);

/** What can be done about a rule from whatever it let through. */
export function ruleButtons({ id }: Pick<Watch, 'id'>, lang: Lang): Button[] {
    return [button('watch.mute', lang.t('watch.mute'), id), button('watch.less', lang.t('watch.less'), id)];
}

/** The small print that names the rule which let something through. */
export function ruleFooter({ target, filters }: Pick<Watch, 'target' | 'filters'>, lang: Lang): string {
    return [lang.t('watch.footer', { type: target.type, target: code(targetName(target)) }), ...filterTexts(filters, lang)].join(' · ');
}

/** Each filter that is set, in words. */
export function filterTexts(filters: WatchFilters, lang: Lang): string[] {
    const kinds = ['branches', 'authors', 'paths'] as const;
    return kinds.filter((kind) => filters[kind].length > 0).map((kind) => lang.t(`watch.filter.${kind}`, { n: filters[kind].length, list: lang.list(filters[kind].map(code)) }));
}
