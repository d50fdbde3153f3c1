import type { MessageKey } from '../catalogue';
import type { Lang } from '../language';
import { link, plain } from '../text';
import type { View } from '../view';
import { discussionUrl, type DiscussionState } from './discussion-news';
import { shortTitle } from './news-text';

export interface DoneToDiscussion {
    /** `already`: it was as it was to be. */
    readonly did: 'commented' | 'closed' | 'reopened' | 'merged' | 'already';
    readonly state: DiscussionState;
    /** The Hugging Face name of who gave it its status. */
    readonly by: string | undefined;
}

const SENTENCES: Readonly<Record<DoneToDiscussion['did'], MessageKey>> = {
    commented: 'news.done.commented',
    closed: 'news.done.closed',
    reopened: 'news.done.reopened',
    merged: 'news.done.merged',
    already: 'news.done.already',
};

/** To whoever did it. */
export function doneView({ did, state, by }: DoneToDiscussion, lang: Lang): View {
    const title = `*${link(`${state.repo.id} #${state.num} ${shortTitle(state.title)}`, discussionUrl(state))}*`;
    return { text: lang.t(SENTENCES[did], { title, status: state.status, by: by === undefined ? lang.t('news.somebody') : plain(by) }) };
}
