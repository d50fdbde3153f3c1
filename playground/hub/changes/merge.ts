import { changedFiles, sameFile } from '../commit-diff';
import type { Commit, Discussion, Repo } from '../model';
import type { HubEvent } from '../webhooks/event';
import { moveBranch } from './commits';
import type { Moment } from './entry';
import { commitOf, makeCommit } from './make-commit';
import { ChangeRefused } from './refused';

/** Commits of the pull request that `main` does not have, newest first, and where it left `main`. */
function branchOf(repo: Repo, from: Commit): { own: Commit[]; base: Commit } {
    const main = new Set<string>();
    for (let at: Commit | undefined = commitOf(repo, repo.branches.get('main')); at; at = repo.commits.get(at.parent ?? '')) {
        main.add(at.id);
    }
    const own: Commit[] = [];
    let base = from;
    while (!main.has(base.id)) {
        own.push(base);
        base = commitOf(repo, base.parent);
    }
    return { own, base };
}

/** Paths that both sides changed since they parted, each in its own way. */
export function conflicts(repo: Repo, num: number): string[] {
    const from = commitOf(repo, repo.pullRequests.get(String(num)));
    const { base } = branchOf(repo, from);
    const ours = changedFiles(base, commitOf(repo, repo.branches.get('main')));
    return [...changedFiles(base, from)].filter(([path, file]) => ours.has(path) && !sameFile(ours.get(path), file)).map(([path]) => path);
}

/** Where a pull request is compared with and what it brings. */
export function proposal(repo: Repo, num: number): { base: Commit; head: Commit } {
    const head = commitOf(repo, repo.pullRequests.get(String(num)));
    return { base: branchOf(repo, head).base, head };
}

/** One commit on `main` that holds all of the pull request, as the Hub squashes it. */
export function merge(repo: Repo, discussion: Discussion, { by, moment }: { by: string; moment: Moment }): HubEvent {
    const clashing = conflicts(repo, discussion.num);
    if (clashing.length > 0) {
        throw new ChangeRefused(`Pull request ${discussion.num} has conflicts in ${clashing.join(', ')}.`);
    }
    const from = commitOf(repo, repo.pullRequests.get(String(discussion.num)));
    const { own, base } = branchOf(repo, from);
    const main = commitOf(repo, repo.branches.get('main'));
    const message = own.map(({ id, title }) => `- ${title} (${id})`).join('\n');
    const commit = makeCommit(repo, { base: main, title: `${discussion.title} (#${discussion.num})`, author: by, message, files: changedFiles(base, from) }, moment);
    discussion.mergeCommitId = commit.id;
    return moveBranch(repo, 'main', { commit, at: moment.at });
}
