import type { Ctx } from '../../context/ctx';
import { pagePath } from '../../services/hub';
import type { WatchTarget, WatchWay } from '../../services/workflows/watching';
import type { ListedWatch } from '../../ui/watch-list-view';
import { watchesHere } from './find-watch';
import { lastWebhookEvent } from './webhook-health';
import { watchWay } from './webhook-state';

interface Maker {
    readonly name: string | undefined;
    readonly way: WatchWay | undefined;
    readonly lastEvent: number | undefined;
}

/** What the room watches, with who made it and how it learns of events. Each maker is asked for once. */
export async function listWatches(ctx: Ctx): Promise<ListedWatch[]> {
    const watches = await watchesHere(ctx);
    const userIds = [...new Set(watches.map(({ by }) => by))];
    const makers = new Map(await Promise.all(userIds.map(async (userId) => [userId, await maker(ctx, userId)] as const)));
    return watches.map((watch) => {
        const known = makers.get(watch.by);
        return { watch, url: `${ctx.settings.hubUrl}${targetPath(watch.target)}`, maker: known?.name, way: known?.way, lastEvent: known?.lastEvent };
    });
}

async function maker(ctx: Ctx, userId: string): Promise<Maker> {
    const [person, way] = await Promise.all([ctx.workspace.userById(userId), watchWay(ctx, userId)]);
    return { name: person?.username, way, lastEvent: way?.way === 'webhook' ? await lastWebhookEvent(ctx.stores, way.webhookId) : undefined };
}

const targetPath = (target: WatchTarget): string => (target.type === 'account' ? `/${target.name}` : pagePath(target));
