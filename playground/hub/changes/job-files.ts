import { namespaceOf, userMayWrite } from '../access';
import { outputFile } from '../jobs/outputs';
import type { Job } from '../jobs/job';
import type { Commit, Repo, RepoFile } from '../model';
import { pushedScan } from '../security';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { moveBranch } from './commits';
import type { DeedOf, Moment } from './entry';
import { commitOf, makeCommit } from './make-commit';

/** Both repos, while they are there and the user may still write to the second. */
function placesOf(state: HubState, { model: from, repo: to, by }: NonNullable<Job['delivers']>): { model: Repo; repo: Repo } | undefined {
    const [model, repo, user] = [state.findRepo('model', from), state.findRepo('model', to), state.users.get(by)];
    return model && repo && user && userMayWrite(user, namespaceOf(repo.id)) ? { model, repo } : undefined;
}

function committed({ model, repo }: { model: Repo; repo: Repo }, { files, by }: NonNullable<Job['delivers']>, moment: Moment): Commit {
    const made = files.map((path): [string, RepoFile] => [path, { path, ...outputFile(model, path), scan: pushedScan(moment.at) }]);
    return makeCommit(repo, { base: commitOf(repo, repo.branches.get('main')), title: `Convert ${model.id}`, author: by, files: new Map(made) }, moment);
}

/** The job is over, and what it made is in its repo. It is not when the repo has gone meanwhile. */
export function jobDelivered(state: HubState, { job: id }: DeedOf<'job-delivered'>, moment: Moment): HubEvent[] {
    const job = state.jobs.get(id);
    if (!job?.delivers || job.delivered === true) {
        return [];
    }
    state.jobs.set(id, { ...job, delivered: true });
    const places = placesOf(state, job.delivers);
    return places ? [moveBranch(places.repo, 'main', { commit: committed(places, job.delivers, moment), at: moment.at })] : [];
}
