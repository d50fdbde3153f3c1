import { button, card } from './blocks';
import type { Lang } from './language';
import { planLines, type ShownPlan } from './push-view';
import { plain, truncateMiddle } from './text';
import type { Option, Select, Surface, SurfaceBlock, View } from './view';

/** The fields of the forms, by action id. */
export const PUSH_FIELDS = { files: 'push.files', summary: 'push.summary', as: 'push.as', card: 'push.card', refused: 'push.refused', name: 'push.name' } as const;

/** The client cuts longer labels. */
const LABEL_LENGTH = 70;

export interface ChoosableFile {
    readonly id: string;
    readonly name: string;
    readonly size: number;
    /** A username. */
    readonly by: string;
}

/** Which of the room's files are meant. `carried` is what to do with them. */
export function pushChooser({ files, repo, carried }: { readonly files: readonly ChoosableFile[]; readonly repo: string; readonly carried: string }, lang: Lang): Surface {
    const options = files.map(({ id, name, size, by }) => ({ value: id, label: `${truncateMiddle(name, LABEL_LENGTH)} · ${lang.bytes(size)} · ${by}` }));
    return {
        kind: 'modal',
        id: 'push.choose',
        carried,
        title: lang.t('push.choose.title'),
        blocks: [
            { type: 'section', text: lang.t('push.choose.text', { repo: plain(repo) }) },
            { type: 'input', label: lang.t('push.choose.label'), element: { type: 'multi-select', actionId: PUSH_FIELDS.files, placeholder: lang.t('push.choose.placeholder'), options } },
        ],
        submit: lang.t('push.choose.submit'),
        close: lang.t('common.cancel'),
    };
}

/** Where no form could be opened: a click brings a new chance to. */
export function pushChooserPrompt(carried: string, lang: Lang): View {
    return card({ text: lang.t('push.choose.prompt'), actions: [button('push.choose', lang.t('push.choose.open'), carried, 'primary')] });
}

export interface PushReview extends ShownPlan {
    readonly repo: string;
    readonly summary: string;
    readonly pr: boolean;
    /** Some files are refused that the reader may take all the same. */
    readonly mayOverride: boolean;
    /** Comes back with the form: which plan was looked through. */
    readonly carried: string;
}

/** What will be committed, where and how. Nothing goes before this form comes back. */
export function pushReviewForm(review: PushReview, lang: Lang): Surface {
    const { repo, summary, pr, makes, mayOverride, carried } = review;
    const needsName = mayOverride || makes === 'public';
    const blocks: SurfaceBlock[] = [
        { type: 'section', text: [lang.t('push.form.where', { repo: `*${plain(repo)}*` }), ...planLines(review, lang)].join('\n') },
        { type: 'input', label: lang.t('push.form.summary'), element: { type: 'text-input', actionId: PUSH_FIELDS.summary, initial: summary } },
        // A pull request is for a repository that has a branch to go to.
        ...(makes ? [] : [chooseOne(PUSH_FIELDS.as, lang.t('push.form.as'), { options: [{ value: 'commit', label: lang.t('push.form.as.commit') }, { value: 'pr', label: lang.t('push.form.as.pr') }], initial: pr ? 'pr' : 'commit' })]),
        ...(review.card ? [chooseOne(PUSH_FIELDS.card, lang.t('push.form.card'), { options: [{ value: 'add', label: lang.t('push.form.card.add') }, { value: 'leave', label: lang.t('push.form.card.leave') }], initial: 'add' })] : []),
        ...(mayOverride ? [chooseOne(PUSH_FIELDS.refused, lang.t('push.form.refused'), { options: [{ value: 'leave', label: lang.t('push.form.refused.leave') }, { value: 'take', label: lang.t('push.form.refused.take') }], initial: 'leave' })] : []),
        ...(needsName ? [nameField(review, lang)] : []),
    ];
    return { kind: 'modal', id: 'push.review', carried, title: lang.t('push.form.title'), blocks, submit: lang.t('push.form.submit'), close: lang.t('common.cancel') };
}

function chooseOne(actionId: string, label: string, { options, initial }: { readonly options: readonly Option[]; readonly initial: string }): SurfaceBlock {
    const element: Select = { type: 'select', actionId, placeholder: label, options, initial };
    return { type: 'input', label, element };
}

function nameField({ repo, makes }: PushReview, lang: Lang): SurfaceBlock {
    const isPublic = makes === 'public';
    return { type: 'input', label: lang.t('push.form.name', { repo }), element: { type: 'text-input', actionId: PUSH_FIELDS.name }, hint: lang.t(isPublic ? 'push.form.name.public' : 'push.form.name.refused'), optional: !isPublic };
}
