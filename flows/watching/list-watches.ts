import type { Ctx } from '../../context/ctx';
import { pagePath } from '../../services/hub';
import { ownerOf, type WatchTarget, type WatchWay } from '../../services/workflows/watching';
import type { ListedWatch } from '../../ui/watch-list-view';
import { watchesHere } from './find-watch';
import { pollHealth } from './poll-account';
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
    const looks = await looksAt(ctx, watches.filter(({ by }) => makers.get(by)?.way?.way !== 'webhook').map(({ target }) => ownerOf(target)));
    return watches.map((watch) => {
        const known = makers.get(watch.by);
        return { watch, url: `${ctx.settings.hubUrl}${targetPath(watch.target)}`, maker: known?.name, way: known?.way, lastEvent: known?.lastEvent, look: looks.get(ownerOf(watch.target)) };
    });
}

/** How the last look at each account went. */
async function looksAt(ctx: Ctx, accounts: readonly string[]): Promise<ReadonlyMap<string, ListedWatch['look']>> {
    return new Map(await Promise.all([...new Set(accounts)].map(async (account) => {
        const known = await pollHealth(ctx, account);
        return [account, known && { at: known.lastAt, failed: known.failure !== undefined }] as const;
    })));
}

async function maker(ctx: Ctx, userId: string): Promise<Maker> {
    const [person, way] = await Promise.all([ctx.workspace.userById(userId), watchWay(ctx, userId)]);
    return { name: person?.username, way, lastEvent: way?.way === 'webhook' ? await lastWebhookEvent(ctx.stores, way.webhookId) : undefined };
}

const targetPath = (target: WatchTarget): string => (target.type === 'account' ? `/${target.name}` : pagePath(target));
