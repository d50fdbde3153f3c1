import { namespaceOf, userMaySee, userMayWrite } from '../access';
import type { Discussion, Repo, SpaceFacts } from '../model';
import type { HubState } from '../state';
import type { RepoRef } from './hub-change';
import { ChangeRefused } from './refused';

export function theRepo(state: HubState, { type, id }: RepoRef): Repo {
    const repo = state.findRepo(type, id);
    if (!repo) {
        throw new ChangeRefused(`There is no ${type} ${id}.`);
    }
    return repo;
}

export interface Space {
    repo: Repo;
    space: SpaceFacts;
}

export function theSpace(state: HubState, id: string): Space {
    const repo = theRepo(state, { type: 'space', id });
    if (!repo.space) {
        throw new Error(`The repo ${id} is a Space without what makes it one.`);
    }
    return { repo, space: repo.space };
}

export function theDiscussion(repo: Repo, num: number): Discussion {
    const discussion = repo.discussions.find((candidate) => candidate.num === num);
    if (!discussion) {
        throw new ChangeRefused(`${repo.id} has no discussion ${num}.`);
    }
    return discussion;
}

/** Refuses who could not see the repo on the Hub, let alone write there. */
export function checkReader(state: HubState, name: string, repo: Repo): void {
    const user = state.users.get(name);
    if (!user || !userMaySee(user, repo)) {
        throw new ChangeRefused(`${name} may not see ${repo.id}.`);
    }
}

/** Refuses who may not push to the repo. Most namespaces of the seed have no member: they commit in their own name. */
export function checkWriter(state: HubState, name: string, repo: Repo): void {
    const user = state.users.get(name);
    if (name !== namespaceOf(repo.id) && !(user && userMayWrite(user, namespaceOf(repo.id)))) {
        throw new ChangeRefused(`${name} may not write to ${repo.id}.`);
    }
}
