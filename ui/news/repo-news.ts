import type { Gated } from '../../services/hub';
import type { MessageKey } from '../catalogue';
import type { Lang } from '../language';
import type { NewsRepo } from './news-reader';
import { repoName } from './news-text';

/** What became of a repository as a whole. */
export type RepoHappening =
    | { readonly what: 'created' | 'deleted' }
    | { readonly what: 'moved'; readonly to: NewsRepo }
    | { readonly what: 'visibility'; readonly private: boolean }
    | { readonly what: 'gating'; readonly gated: Gated };

const GATING: Readonly<Record<`${Gated}`, MessageKey>> = { false: 'news.repo.gating.open', auto: 'news.repo.gating.auto', manual: 'news.repo.gating.manual' };

/** In a sentence. */
export function repoSentence(happening: RepoHappening, repo: NewsRepo, lang: Lang): string {
    const name = repoName(repo);
    switch (happening.what) {
        case 'created':
            return lang.t('news.repo.created', { repo: name });
        case 'deleted':
            return lang.t('news.repo.deleted', { repo: name });
        case 'moved':
            return lang.t('news.repo.moved', { repo: name, to: repoName(happening.to) });
        case 'visibility':
            return lang.t(happening.private ? 'news.repo.private' : 'news.repo.public', { repo: name });
        case 'gating':
            return lang.t(GATING[`${happening.gated}`], { repo: name });
    }
}
