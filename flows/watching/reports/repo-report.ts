import { whoAmI, type Hub } from '../../../services/hub';
import { ownerOf, type ThingRepo } from '../../../services/workflows/watching';
import { repoSentence, type RepoHappening } from '../../../ui/news/repo-news';
import { observationsOf, type Observed } from '../observe';
import type { ReportReader } from '../report';
import { asSeen, newsRepo, seenRepo } from './as-seen';
import { sentenceReport } from './sentence-report';

/**
 * What became of a repository as a whole. One request. A repository that nobody sees is spoken of only when it was deleted; one that not
 * everybody saw, to members of its account: whether somebody saw it can't be asked any more.
 */
export const repoReport: ReportReader = async ({ hub, stores }, { change: { repo }, since }) => {
    const [seen, observed] = await Promise.all([asSeen(() => seenRepo(hub, repo)), observationsOf({ stores }, repo)]);
    const hidden = seen ? seen.private : wasPrivate(observed);
    if (hidden === undefined || (!seen && hidden && !(await isMember(hub, ownerOf(repo))))) {
        return undefined;
    }
    // Under the name it had: one that has a new name says so.
    const named = newsRepo(hub, repo);
    const happenings = observed.flatMap((one) => asHappening(hub, repo, one)).filter(({ at }) => at >= since);
    return sentenceReport({
        private: hidden,
        sentences: happenings.map(({ id, at, happening }) => ({ item: { id, event: 'repo-changed', at }, say: (lang) => repoSentence(happening, named, lang) })),
        pages: seen ? [seen.repo] : [],
    });
};

/** Whether the account is their own or an organisation of theirs. One request, from the cache where it was asked before. */
async function isMember(hub: Hub, owner: string): Promise<boolean> {
    if ((await hub.identity()) === undefined) {
        return false;
    }
    const { name, orgs } = (await whoAmI(hub)).value;
    return [name, ...(orgs ?? []).map((org) => org.name)].some((account) => account.toLowerCase() === owner);
}

/** Of one that was deleted: whether not everybody could see it. Where that is not known, it counts as if not everybody could. undefined: it was not deleted. */
function wasPrivate(observed: readonly Observed[]): boolean | undefined {
    const end = observed.findLast(({ type }) => type === 'created' || type === 'deleted');
    if (end?.type !== 'deleted') {
        return undefined;
    }
    const visibility = observed.findLast((one) => one.type === 'visibility');
    return end.data.private ?? visibility?.data.private ?? true;
}

function asHappening(hub: Hub, repo: ThingRepo, observed: Observed): { readonly id: string; readonly at: number; readonly happening: RepoHappening }[] {
    const { id, at } = observed;
    switch (observed.type) {
        case 'created':
        case 'deleted':
            return [{ id, at, happening: { what: observed.type } }];
        case 'moved':
            return [{ id, at, happening: { what: 'moved', to: newsRepo(hub, { type: repo.type, id: observed.data.to }) } }];
        case 'visibility':
            return [{ id, at, happening: { what: 'visibility', private: observed.data.private } }];
        case 'gating':
            return [{ id, at, happening: { what: 'gating', gated: observed.data.gated } }];
        default:
            return [];
    }
}
