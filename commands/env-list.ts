import { answer } from '../context/answer';
import { describeEnvironments } from '../flows/environment/describe-environments';
import { isAdmin } from '../flows/environment/rights';
import { readEnvironments } from '../flows/environments';
import { environmentListView, type ShownEnvironment } from '../ui/environment-view';
import { command } from './command';

export const envList = command({
    name: 'env list',
    aliases: ['env', 'environments'],
    summary: 'env.list.summary',
    example: '/hf env list',
    args: {},
    options: {},
    read: true,
    drives: ['inference-endpoints'],
    async run(ctx) {
        const shown = await describeEnvironments(ctx, await readEnvironments(ctx));
        return answer(environmentListView(shown, isAdmin(ctx), ctx.lang), { environments: shown.map(environmentData) });
    },
});

function environmentData({ environment, price, lock }: ShownEnvironment): object {
    const { v: _version, ...rules } = environment;
    const until = lock?.until === undefined ? null : new Date(lock.until).toISOString();
    return {
        ...rules,
        after: rules.after ?? null,
        ...(price && { pricePerReplicaHour: price.known ? (price.perHour ?? null) : null }),
        lock: lock ? { owner: lock.owner ?? null, reason: lock.reason, until } : null,
    };
}
