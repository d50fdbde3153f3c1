import type { Ctx } from '../../context/ctx';
import { listCommits, listDiscussions, pagePath, pathsInfo } from '../../services/hub';
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
    const { value: { discussions } } = await listDiscussions(ctx.hub, repo, { type: 'pull_request', sort: 'recently-created', fresh: true });
    for (const { num, title } of discussions.filter(({ createdAt }) => Date.parse(createdAt) >= push.begunAt).slice(0, COMMITS)) {
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

async function holdsOurs({ hub }: Pick<Ctx, 'hub'>, push: Push, revision: string): Promise<boolean> {
    const files = committedFiles(push);
    return holdsAll(files, await pathsInfo(hub, repoOf(push), { revision, paths: files.map(({ path }) => path) }));
}
