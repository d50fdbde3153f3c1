import { listModels, type Hub } from '../../../services/hub';
import { ownerOf, type ThingRepo } from '../../../services/workflows/watching';
import { parentSentence } from '../../../ui/news/lineage-news';
import { observationsOf, type Observed } from '../observe';
import type { ReportReader } from '../report';
import { asSeen, newsRepo, seenRepo } from './as-seen';
import { sentenceReport } from './sentence-report';

/** What became of a model or dataset that the repository is built on. Two requests, and one from the cache. */
export const lineageReport = (parent: ThingRepo): ReportReader => ({ hub, stores }, { change: { repo: watched }, since }) =>
    asSeen(async () => {
        const [seen, observed, builtOn] = await Promise.all([seenRepo(hub, watched), observationsOf({ stores }, watched), modelsOn(hub, watched, parent)]);
        // Where everybody may read, what is private is not counted either.
        const lineage = { repo: seen.repo, parent: newsRepo(hub, parent), builtOn: builtOn?.filter((model) => seen.private || !model.private).length };
        return sentenceReport({
            private: seen.private,
            sentences: observed.flatMap((one) => {
                const { id, at } = one;
                return isAbout(one, parent) && at >= since ? [{ item: { id, event: 'lineage' as const, at }, say: (lang) => parentSentence(one.data, lineage, lang) }] : [];
            }),
            pages: [seen.repo, lineage.parent],
        });
    });

type ParentObservation = Extract<Observed, { type: 'parent' }>;

const isAbout = (observed: Observed, { type, id }: ThingRepo): observed is ParentObservation =>
    observed.type === 'parent' && observed.data.parent.type === type && observed.data.parent.id.toLowerCase() === id.toLowerCase();

/** So many are counted, one page of the list. */
const MAX_COUNTED = 100;

/** Models of the same owner that are built on it too; undefined for what models are not built on, and where there are more than can be counted. */
async function modelsOn(hub: Hub, repo: ThingRepo, { type, id }: ThingRepo): Promise<readonly { readonly private: boolean }[] | undefined> {
    if (repo.type !== 'model' || type === 'space') {
        return undefined;
    }
    const { items, next } = (await listModels(hub, { author: ownerOf(repo), tags: [`${type === 'model' ? 'base_model' : 'dataset'}:${id}`], limit: MAX_COUNTED })).value;
    return next === undefined ? items.map((model) => ({ private: model.private ?? false })) : undefined;
}
