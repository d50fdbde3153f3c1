import * as z from 'zod/mini';
import { deployAnswer, FLOWS } from '../commands/deploy';
import { shortId } from '../flows/approval/summary';
import { rollBackDeployment } from '../flows/deployment/roll-back';
import { deployAskedView } from '../ui/deploy-view';
import { action, type Action } from './action';

/** Longer than any id or name. */
const word = z.string().check(z.maxLength(300));
const typedDeployment = z.object({ model: word, environment: z.optional(word), revision: z.optional(word), flow: z.optional(z.enum(FLOWS)), reviewers: z.array(word).check(z.maxLength(20)) });

export const DEPLOY_ACTIONS: readonly Action[] = [
    action('deploy.run', typedDeployment, async (ctx, typed) => {
        await ctx.whisper((await deployAnswer(ctx, typed)).view, { replace: true });
        return undefined;
    }),
    action('deploy.rollback', word, async (ctx, id) => {
        const { id: made, deployment } = await rollBackDeployment(ctx, id);
        await ctx.whisper(deployAskedView({ shortId: shortId(made), environment: deployment.environment.name }, ctx.lang));
        return undefined;
    }),
];
