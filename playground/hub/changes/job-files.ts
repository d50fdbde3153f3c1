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

type Delivery = NonNullable<Job['delivers']>;

interface Places {
    /** What the job read. */
    source: Commit;
    repo: Repo;
}

/** Both, while they are there and the user may still write to the repo. */
function placesOf(state: HubState, { model, revision, repo: to, by }: Delivery): Places | undefined {
    const [source, repo, user] = [state.findRepo('model', model)?.commits.get(revision), state.findRepo('model', to), state.users.get(by)];
    return source && repo && user && userMayWrite(user, namespaceOf(repo.id)) ? { source, repo } : undefined;
}

function committed({ source, repo }: Places, { model, files, by }: Delivery, moment: Moment): Commit {
    const made = files.map((path): [string, RepoFile] => [path, { path, ...outputFile({ model, source }, path), scan: pushedScan(moment.at) }]);
    return makeCommit(repo, { base: commitOf(repo, repo.branches.get('main')), title: `Convert ${model}`, author: by, files: new Map(made) }, moment);
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
