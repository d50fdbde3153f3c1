import { button, linkButton } from '../blocks';
import type { MessageKey } from '../catalogue';
import type { Lang } from '../language';
import { link } from '../text';
import type { Button, View } from '../view';
import { excerpt } from './excerpt';
import type { NewsCard, NewsReader, NewsRepo } from './news-reader';
import { ago, personName, repoName, shortTitle } from './news-text';

/** What becomes of a discussion; a status of another version is shown as `open`. */
export const DISCUSSION_STATUSES = ['draft', 'open', 'closed', 'merged'] as const;
export type DiscussionStatus = (typeof DISCUSSION_STATUSES)[number];

/** Somebody who wrote something. */
export interface Words {
    readonly author: string | undefined;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** Markdown. */
    readonly text: string;
}

/** A discussion or pull request as it is now. */
export interface DiscussionState {
    readonly repo: NewsRepo;
    readonly num: number;
    readonly title: string;
    readonly pullRequest: boolean;
    readonly status: DiscussionStatus;
    readonly locked: boolean;
    readonly author: string | undefined;
    /** What it was opened with; undefined when that is hidden, or nothing. */
    readonly text: string | undefined;
    /** Those that are not hidden, without the first text. */
    readonly comments: number;
    readonly lastComment: Words | undefined;
    /** Of a pull request. */
    readonly commits: number;
    /** Files that can't be merged, as far as they are counted. */
    readonly conflicts: number;
}

/** One thing that happened in it. */
export interface DiscussionHappening {
    readonly what: 'opened' | 'comment' | 'closed' | 'merged' | 'reopened' | 'ready';
    readonly author: string | undefined;
    readonly text?: string | undefined;
}

const MARKS: Readonly<Record<DiscussionStatus, string>> = { draft: '⚪', open: '🟢', closed: '🔴', merged: '🟣' };

/** The page of a discussion. */
export const discussionUrl = ({ repo, num }: Pick<DiscussionState, 'repo' | 'num'>): string => `${repo.url}/discussions/${num}`;

const titleLink = (state: DiscussionState): string => `*${link(`#${state.num} ${shortTitle(state.title)}`, discussionUrl(state))}*`;

/** Where it stands, what it says and what was said last. */
export function discussionCard(state: DiscussionState, reader: NewsReader): NewsCard {
    const { lang } = reader;
    const { status, text, lastComment } = state;
    const lines = [
        `${MARKS[status]} ${titleLink(state)} – ${repoName(state.repo)}`,
        [lang.t(`news.status.${status}`), lang.t(state.pullRequest ? 'news.pr_by' : 'news.discussion_by', { person: personName(state.author, reader) }), ...counts(state, lang)].join(' · '),
        ...excerpt(text ?? ''),
        ...(lastComment ? [lang.t('news.last_comment', { person: personName(lastComment.author, reader), when: ago(lastComment.at) }), ...excerpt(lastComment.text)] : []),
    ];
    return { view: { text: lines.join('\n') }, buttons: discussionButtons(state, lang) };
}

function counts({ commits, comments, conflicts, pullRequest }: DiscussionState, lang: Lang): string[] {
    return [
        ...(pullRequest ? [lang.t('news.commits', { n: commits })] : []),
        ...(comments > 0 ? [lang.t('news.comments', { n: comments })] : []),
        ...(conflicts > 0 ? [lang.t('news.conflicts', { n: conflicts })] : []),
    ];
}

function discussionButtons(state: DiscussionState, lang: Lang): Button[] {
    const { repo: { type, id }, num, pullRequest, status, locked } = state;
    const value = JSON.stringify({ type, id, num });
    const open = status === 'open' || status === 'draft';
    return [
        linkButton('news.discussion', lang.t('news.button.open'), discussionUrl(state)),
        ...(locked ? [] : [button('discussion.comment', lang.t('news.button.comment'), value)]),
        ...(pullRequest ? [button('discussion.diff', lang.t('news.button.review'), value)] : []),
        ...(pullRequest && status === 'open' ? [button('discussion.merge', lang.t('news.button.merge'), value, 'primary')] : []),
        ...(open ? [button('discussion.close', lang.t('news.button.close'), value)] : []),
        ...(status === 'closed' ? [button('discussion.reopen', lang.t('news.button.reopen'), value)] : []),
    ];
}

const SENTENCES: Readonly<Record<DiscussionHappening['what'], MessageKey>> = {
    opened: 'news.did.opened',
    comment: 'news.did.comment',
    closed: 'news.did.closed',
    merged: 'news.did.merged',
    reopened: 'news.did.reopened',
    ready: 'news.did.ready',
};

/** One thing that happened as a message of its own. */
export const happeningMessage = (happening: DiscussionHappening, state: DiscussionState, reader: NewsReader): View => ({
    text: [happeningLine(happening, state, reader), ...excerpt(happening.text ?? '')].join('\n'),
});

/** The same as a line among others. */
export const happeningLine = ({ what, author }: DiscussionHappening, state: DiscussionState, reader: NewsReader): string =>
    reader.lang.t(SENTENCES[what], { person: personName(author, reader), title: titleLink(state), repo: repoName(state.repo), kind: state.pullRequest ? 'pr' : 'discussion' });
