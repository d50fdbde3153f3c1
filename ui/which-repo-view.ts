import { button, card } from './blocks';
import type { Lang } from './language';
import { code } from './text';
import type { View } from './view';

/** A repository that may have been meant, and what a click on it carries. */
export interface RepoChoice {
    readonly id: string;
    readonly value: string;
}

/** Asks which of several repositories with the typed name is meant. */
export function whichRepoView({ typed, choices, actionId }: { readonly typed: string; readonly choices: readonly RepoChoice[]; readonly actionId: string }, lang: Lang): View {
    return card({
        text: lang.t('repo.which', { name: code(typed), ids: lang.list(choices.map(({ id }) => code(id))) }),
        actions: choices.map(({ id, value }) => button(actionId, id, value)),
    });
}
