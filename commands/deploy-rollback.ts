import { answer } from '../context/answer';
import { shortId } from '../flows/approval/summary';
import { rollBackEnvironment } from '../flows/deployment/roll-back';
import { deployAskedView } from '../ui/deploy-view';
import { command } from './command';
import { optional, text } from './params';

export const deployRollback = command({
    name: 'deploy rollback',
    summary: 'deploy.rollback.summary',
    example: '/hf deploy rollback prod',
    args: { environment: optional(text('deploy.option.environment')) },
    options: {},
    read: false,
    async run(ctx, { args }) {
        const { id, deployment } = await rollBackEnvironment(ctx, args.environment);
        return answer(deployAskedView({ shortId: shortId(id), environment: deployment.environment.name }, ctx.lang));
    },
});
