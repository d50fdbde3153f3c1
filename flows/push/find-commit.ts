import type { Ctx } from '../../context/ctx';
import { listCommits, listDiscussions, pagePath, pathsInfo, type Discussion } from '../../services/hub';
import { holdsAll } from '../../services/workflows/transfer/push-plan';
import { committedFiles } from './push-files';
import type { Committed, Push } from './push-record';
import { MAIN } from './repo-now';

/** So many commits may others have made since ours. */
const COMMITS = 20;

/**
 * The commit of a push that was about to be made when somebody was killed, if it was made: it has our message and holds exactly our
 * files. Throws HubError.
 */
export async function findCommit(ctx: Pick<Ctx, 'hub' | 'settings'>, push: Push, parent: string): Promise<Committed | undefined> {
    return push.confirmed?.pr ? findPullRequest(ctx, push) : findOnMain(ctx, push, parent);
}

const repoOf = ({ wish: { type, repo } }: Push) => ({ type, id: repo });

async function findOnMain(ctx: Pick<Ctx, 'hub' | 'settings'>, push: Push, parent: string): Promise<Committed | undefined> {
    const repo = repoOf(push);
    const { value: { items } } = await listCommits(ctx.hub, { ...repo, revision: MAIN }, { limit: COMMITS, fresh: true });
    const before = items.findIndex(({ id }) => id === parent);
    for (const { id, title } of before < 0 ? items : items.slice(0, before)) {
        if (title === push.confirmed?.summary && (await holdsOurs(ctx, push, id))) {
            return { oid: id, url: `${ctx.settings.hubUrl}${pagePath(repo)}/commit/${id}` };
        }
    }
    return undefined;
}

async function findPullRequest(ctx: Pick<Ctx, 'hub' | 'settings'>, push: Push): Promise<Committed | undefined> {
    const repo = repoOf(push);
    const after = push.committing?.after ?? 0;
    for (const { num, title } of (await newPullRequests(ctx, push)).filter((one) => one.num > after).slice(0, COMMITS)) {
        const revision = `refs/pr/${num}`;
        if (title === push.confirmed?.summary && (await holdsOurs(ctx, push, revision))) {
            const { value: { items: [commit] } } = await listCommits(ctx.hub, { ...repo, revision }, { limit: 1, fresh: true });
            const page = `${ctx.settings.hubUrl}${pagePath(repo)}`;
            const pullRequestUrl = `${page}/discussions/${num}`;
            return commit && { oid: commit.id, url: `${page}/commit/${commit.id}`, pullRequestUrl };
        }
    }
    return undefined;
}

/** The number of the newest pull request, 0 where there is none. By it those that come after are known, whatever the clocks say. Throws HubError. */
export async function newestPullRequest(ctx: Pick<Ctx, 'hub'>, push: Push): Promise<number> {
    return Math.max(0, ...(await newPullRequests(ctx, push)).map(({ num }) => num));
}

/** The newest first. */
async function newPullRequests({ hub }: Pick<Ctx, 'hub'>, push: Push): Promise<readonly Discussion[]> {
    return (await listDiscussions(hub, repoOf(push), { type: 'pull_request', sort: 'recently-created', fresh: true })).value.discussions;
}

async function holdsOurs({ hub }: Pick<Ctx, 'hub'>, push: Push, revision: string): Promise<boolean> {
    const files = committedFiles(push);
    return holdsAll(files, await pathsInfo(hub, repoOf(push), { revision, paths: files.map(({ path }) => path) }));
}
