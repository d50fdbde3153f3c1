import type { Lang } from '../language';
import { code, plain, truncate } from '../text';
import type { NewsRepo } from './news-reader';
import { repoName } from './news-text';

/** What became of something that a repository of ours is built on. */
export interface ParentHappening {
    readonly change: 'license' | 'gated' | 'deleted' | 'flagged' | 'moved';
    readonly before?: string | undefined;
    readonly after?: string | undefined;
}

export interface Lineage {
    readonly repo: NewsRepo;
    readonly parent: NewsRepo;
    /** How many models of the same owner are built on it, the one itself included; undefined: not known. */
    readonly builtOn: number | undefined;
}

const VALUE_LIMIT = 100;

/** What happened, and what that means for those who build on it. */
export function parentSentence({ change, before, after }: ParentHappening, { repo, parent, builtOn = 1 }: Lineage, lang: Lang): string {
    const value = (text: string | undefined): string => (text === undefined || text === '' ? lang.t('common.none') : code(truncate(text, VALUE_LIMIT)));
    const names = { parent: repoName(parent), repo: repoName(repo), before: value(before), after: value(after) };
    const others = builtOn > 1 ? [lang.t('news.lineage.built_on', { n: builtOn, owner: plain(repo.id.split('/')[0] ?? repo.id) })] : [];
    return [lang.t(`news.lineage.${change}`, names), ...others].join(' ');
}
