import { checkChatAnswer, checkRepoAnswer } from '../commands/check-answer';
import type { Ctx } from '../context/ctx';
import { showPlaceholderLater } from '../context/placeholder';
import { UserError } from '../context/user-error';
import { repoSchema } from '../services/discovery';
import { action, type Action } from './action';

/** Tells the user alone what was found in the files of a message. Throws UserError. */
export async function checkMessage(ctx: Ctx, messageId: string): Promise<void> {
    const placeholder = showPlaceholderLater(ctx);
    try {
        const files = await ctx.files.inMessage(messageId);
        if (files.length === 0) {
            throw new UserError({ key: 'check.no_files.message' });
        }
        const { view } = await checkChatAnswer(ctx, files);
        await placeholder.settle();
        await ctx.whisper(view, { replace: true });
    } finally {
        await placeholder.settle();
    }
}

/** Which of several repositories with the typed name was meant. */
export const CHECK_ACTIONS: readonly Action[] = [
    action('repo.check', repoSchema, async (ctx, repo) => {
        const { view } = await checkRepoAnswer(ctx, repo, []);
        await ctx.whisper(view, { replace: true });
        return undefined;
    }),
];
