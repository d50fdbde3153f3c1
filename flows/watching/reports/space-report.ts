import { hourlyCost, spaceHardware, spaceRuntime, stageGroup, type Hub, type SpaceRuntime } from '../../../services/hub';
import { maskSecrets } from '../../../services/safety';
import { spaceCard, stageLine, stageMessage, type SpaceStage } from '../../../ui/news/space-news';
import { observationsOf, type Observed } from '../observe';
import type { NewsItem, ReportReader } from '../report';
import { asSeen, seenRepo } from './as-seen';
import { toldOf } from './told';

/** Up again for so long, what happens next is another story; milliseconds. */
const SETTLED_MS = 10 * 60_000;

/** The stage of a Space: what it is now, and which ones were seen. Two requests, and prices from the cache. */
export const spaceReport: ReportReader = (tools, { change, since }) =>
    asSeen(async () => {
        const { hub } = tools;
        const [seen, runtime, observed] = await Promise.all([seenRepo(hub, change.repo), spaceRuntime(hub, change.repo.id, { fresh: true }), observationsOf(tools, change.repo)]);
        const course = observed.flatMap(asStage);
        const now = stageNow(runtime.value, course.at(-1));
        const hardware = runtime.value.hardware?.current ?? runtime.value.hardware?.requested ?? undefined;
        const state = { repo: seen.repo, now, course, hardware, hourUsd: await hourlyPrice(hub, hardware) };
        const told = toldOf(course.filter(({ item }) => item.at >= since));
        return {
            private: seen.private,
            items: told.items,
            livingUntil: now.group === 'up' ? (now.at ?? tools.clock()) + SETTLED_MS : undefined,
            card: (drawn) => spaceCard(state, drawn),
            single: (item, drawn) => stageMessage(told.of(item), seen.repo, drawn),
            line: (item, drawn) => stageLine(told.of(item), seen.repo, drawn),
        };
    });

type Seen = SpaceStage & { readonly item: NewsItem };

function asStage(observed: Observed): Seen[] {
    if (observed.type !== 'stage') {
        return [];
    }
    const { id, at, data: { stage, message } } = observed;
    return [{ stage, group: stageGroup(stage), message: masked(message), at, item: { id, event: 'space-status-updated', at } }];
}

/** Since when is known where the stage that was seen last is this one. */
function stageNow({ stage, errorMessage }: SpaceRuntime, last: Seen | undefined): SpaceStage {
    return { stage, group: stageGroup(stage), message: masked(errorMessage), at: last?.stage === stage ? last.at : undefined };
}

const masked = (message: string | null | undefined): string | undefined => (typeof message === 'string' ? maskSecrets(message) : undefined);

async function hourlyPrice(hub: Hub, flavor: string | undefined): Promise<number | undefined> {
    const offered = (await spaceHardware(hub)).value.find(({ name }) => name === flavor);
    return offered && hourlyCost(offered);
}
