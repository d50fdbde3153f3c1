import * as z from 'zod/mini';
import { cardAnswer } from '../commands/card-answer';
import { compareAnswer } from '../commands/compare';
import { infoAnswer } from '../commands/info-answer';
import { listAnswer } from '../commands/search-answer';
import type { Answer } from '../context/answer';
import type { Ctx } from '../context/ctx';
import { listStateSchema, repoSchema } from '../services/discovery';
import { action, type Action, type Outcome } from './action';

/** Longer than any id or link. */
const typedId = z.string().check(z.maxLength(2_000));
const pairSchema = z.object({ a: typedId, b: typedId });

/** Next and Previous under a list, what the lists and reports offer for one repository. */
export const DISCOVERY_ACTIONS: readonly Action[] = [
    action('list.next', listStateSchema, (ctx, state) => shows(ctx, listAnswer(ctx, state))),
    action('list.previous', listStateSchema, (ctx, state) => shows(ctx, listAnswer(ctx, state))),
    action('repo.info', repoSchema, (ctx, repo) => shows(ctx, infoAnswer(ctx, repo))),
    action('repo.card', repoSchema, (ctx, repo) => shows(ctx, cardAnswer(ctx, repo))),
    action('compare.run', pairSchema, (ctx, pair) => shows(ctx, compareAnswer(ctx, pair))),
];

/** Takes the place of the clicked message where only its reader saw that. */
async function shows(ctx: Ctx, answer: Promise<Answer>): Promise<Outcome | undefined> {
    const { view } = await answer;
    await ctx.whisper(view, { replace: true });
    return undefined;
}
