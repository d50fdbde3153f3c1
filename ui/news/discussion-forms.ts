import type { Lang } from '../language';
import { code } from '../text';
import type { Surface } from '../view';
import type { DiscussionState } from './discussion-news';
import { shortTitle } from './news-text';

/** The comment form's only field. */
export const COMMENT_FIELD = 'discussion.text';

/** A discussion, as forms and buttons carry it. */
export interface CarriedDiscussion {
    readonly type: string;
    readonly id: string;
    readonly num: number;
}

export const commentSurface = (at: CarriedDiscussion, lang: Lang): Surface => ({
    kind: 'modal',
    id: 'discussion.comment',
    title: lang.t('news.comment.title', { num: at.num }),
    blocks: [
        { type: 'section', text: lang.t('news.comment.intro', { repo: code(at.id), num: at.num }) },
        { type: 'input', label: lang.t('news.comment.label'), element: { type: 'text-input', actionId: COMMENT_FIELD, multiline: true }, hint: lang.t('news.comment.hint') },
    ],
    submit: lang.t('news.button.comment'),
    close: lang.t('common.cancel'),
    carried: JSON.stringify(at),
});

export interface MergeQuestion {
    readonly state: DiscussionState;
    /** The branch. */
    readonly base: string;
    /** How many files change; undefined: not known. */
    readonly files: number | undefined;
    /** Paths that can't be merged, as far as Hugging Face lists them. */
    readonly conflicts: readonly string[];
    /** The newest commit. */
    readonly head: string | undefined;
}

const NAMED_CONFLICTS = 5;

/** Asks before it is merged; with conflicts it says why it can't be. */
export function mergeSurface({ state, base, files, conflicts, head }: MergeQuestion, lang: Lang): Surface {
    const { repo, num, title, commits } = state;
    const possible = state.conflicts === 0;
    const lines = [
        `*#${num} ${shortTitle(title)}*`,
        lang.t('news.merge.into', { repo: code(repo.id), branch: code(base), n: commits }),
        ...(files === undefined ? [] : [lang.t('news.merge.files', { n: files })]),
        ...(head === undefined ? [] : [lang.t('news.merge.head', { sha: code(head.slice(0, 7)) })]),
        ...(possible ? [] : [lang.t('news.merge.conflicts', { n: state.conflicts, files: conflicts.slice(0, NAMED_CONFLICTS).map(code).join(', ') })]),
    ];
    return {
        kind: 'modal',
        id: 'discussion.merge',
        title: lang.t('news.merge.title', { num }),
        blocks: [{ type: 'section', text: lines.join('\n') }],
        ...(possible && { submit: lang.t('news.button.merge') }),
        close: lang.t('common.cancel'),
        carried: JSON.stringify({ type: repo.type, id: repo.id, num, ...(head !== undefined && { head }) }),
    };
}
