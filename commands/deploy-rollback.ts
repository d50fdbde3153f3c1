import { answer } from '../context/answer';
import { shortId } from '../flows/approval/summary';
import { rollBackEnvironment } from '../flows/deployment/roll-back';
import { deployAskedView } from '../ui/deploy-view';
import { command } from './command';
import { flag, optional, text } from './params';

export const deployRollback = command({
    name: 'deploy rollback',
    summary: 'deploy.rollback.summary',
    example: '/hf deploy rollback prod',
    args: { environment: optional(text('deploy.option.environment')) },
    options: { 'show-private': flag('deploy.option.show_private') },
    read: false,
    async run(ctx, { args, options }) {
        const { id, deployment } = await rollBackEnvironment(ctx, args.environment, options['show-private']);
        return answer(deployAskedView({ shortId: shortId(id), environment: deployment.environment.name }, ctx.lang));
    },
});
