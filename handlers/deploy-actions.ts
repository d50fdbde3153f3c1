import * as z from 'zod/mini';
import { deployAnswer, FLOWS } from '../commands/deploy';
import type { Ctx } from '../context/ctx';
import { shortId } from '../flows/approval/summary';
import type { Requested } from '../flows/deployment/request-deployment';
import { rollBackDeployment, rollBackEnvironment } from '../flows/deployment/roll-back';
import { deployAskedView } from '../ui/deploy-view';
import { action, type Action } from './action';

/** Longer than any id or name. */
const word = z.string().check(z.maxLength(300));
const typedDeployment = z.object({ model: word, environment: z.optional(word), revision: z.optional(word), flow: z.optional(z.enum(FLOWS)), reviewers: z.array(word).check(z.maxLength(20)), shown: z.optional(z.boolean()) });
/** The id of a request, from its report; or what was to be rolled back when it turned out to be private. */
const rollback = z.union([word, z.object({ id: word, shown: z.boolean() }), z.object({ environment: z.optional(word), shown: z.boolean() })]);

export const DEPLOY_ACTIONS: readonly Action[] = [
    action('deploy.run', typedDeployment, async (ctx, typed) => {
        await ctx.whisper((await deployAnswer(ctx, typed)).view, { replace: true });
        return undefined;
    }),
    action('deploy.rollback', rollback, async (ctx, asked) => {
        const { id, deployment } = await rollBack(ctx, asked);
        await ctx.whisper(deployAskedView({ shortId: shortId(id), environment: deployment.environment.name }, ctx.lang), { replace: true });
        return undefined;
    }),
];

function rollBack(ctx: Ctx, asked: z.infer<typeof rollback>): Promise<Requested> {
    if (typeof asked === 'string') {
        return rollBackDeployment(ctx, asked, false);
    }
    return 'id' in asked ? rollBackDeployment(ctx, asked.id, asked.shown) : rollBackEnvironment(ctx, asked.environment, asked.shown);
}
