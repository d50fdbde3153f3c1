import { infoAnswer } from '../commands/info-answer';
import { listAnswer } from '../commands/search-answer';
import type { Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { listStateSchema, repoSchema } from '../services/discovery';
import { action, type Action, type Outcome } from './action';

/** Next and Previous under a list, what the lists and reports offer for one repository. */
export const DISCOVERY_ACTIONS: readonly Action[] = [
    action('list.next', listStateSchema, (ctx, state) => shows(ctx, listAnswer(ctx, state))),
    action('repo.info', repoSchema, (ctx, repo) => shows(ctx, infoAnswer(ctx, repo))),
    action('list.previous', listStateSchema, (ctx, state) => shows(ctx, listAnswer(ctx, state))),
];

/** Takes the place of the clicked message where only its reader saw that. */
async function shows(ctx: Ctx, answer: Promise<Answer>): Promise<Outcome | undefined> {
    const { view } = await answer;
    await ctx.whisper(view, { replace: true });
    return undefined;
}
