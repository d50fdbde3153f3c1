import { answer, type Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import type { ChatFile } from '../context/files';
import { UserError } from '../context/user-error';
import { checkChatFiles } from '../flows/files/check-chat-files';
import { checkRepoFiles } from '../flows/files/check-repo-files';
import type { RepoRef } from '../services/hub';
import { checkView, type ShownCheck } from '../ui/check-view';

/** What was found in files of the chat. Throws UserError. */
export async function checkChatAnswer(ctx: Ctx, files: readonly ChatFile[]): Promise<Answer> {
    return shown(ctx, await checkChatFiles(ctx, files));
}

/** What was found in a repository's files; all of them where no paths are given. Throws UserError and HubError. */
export async function checkRepoAnswer(ctx: Ctx, repo: RepoRef, paths: readonly string[]): Promise<Answer> {
    const { judgements, secrets, commit, complete } = await checkRepoFiles(ctx, repo, paths);
    if (judgements.length === 0) {
        throw new UserError({ key: 'check.no_files.empty', values: { repo: repo.id } });
    }
    return shown(ctx, { judgements, secrets, repo: { id: repo.id, commit, complete } });
}

const shown = ({ lang }: Ctx, check: ShownCheck): Answer => answer(checkView(check, lang), check);
