import type { FileJudgement, SecretFinding } from '../services/safety';
import { card } from './blocks';
import { fileVerdictLines, secretLines } from './file-verdict-view';
import type { Lang } from './language';
import { code } from './text';
import type { View } from './view';

/** What was found in some files, and where they lie. */
export interface ShownCheck {
    readonly judgements: readonly FileJudgement[];
    readonly secrets: readonly SecretFinding[];
    /** Undefined for files of the chat. */
    readonly repo?: { readonly id: string; readonly commit: string; readonly complete: boolean };
}

/** What speaks against the files, the worst first, and what to do about it. */
export function checkView({ judgements, secrets, repo }: ShownCheck, lang: Lang): View {
    const refused = judgements.filter(({ decision }) => decision === 'refuse').length;
    const keys = new Set(secrets.filter(({ weight }) => weight === 'block').map(({ path }) => path));
    const unseen = judgements.filter(({ own }) => own === undefined).length;
    const text = [
        lang.t(refused > 0 ? 'check.refused' : secrets.length > 0 ? 'check.secrets_only' : 'check.fine', { n: judgements.length, refused }),
        ...fileVerdictLines(judgements, lang, { uploads: repo === undefined, keys }),
        refused === 0 ? undefined : lang.t('check.todo.refused'),
        ...secretPart(secrets, repo !== undefined, lang),
    ];
    const notes = [
        repo && lang.t('check.note.commit', { repo: code(repo.id), commit: code(repo.commit.slice(0, 7)) }),
        repo && !repo.complete ? lang.t('check.note.more', { n: judgements.length }) : undefined,
        unseen === 0 ? undefined : lang.t('check.note.unseen', { n: unseen }),
        repo ? undefined : lang.t('check.note.uploads'),
        lang.t('check.note.proof'),
    ];
    return card({ text: text.filter((line) => line !== undefined).join('\n'), notes });
}

function secretPart(secrets: readonly SecretFinding[], inRepo: boolean, lang: Lang): string[] {
    if (secrets.length === 0) {
        return [];
    }
    return ['', lang.t('check.secrets'), ...secretLines(secrets, lang), lang.t('check.todo.secrets', { where: inRepo ? 'repo' : 'chat' })];
}
